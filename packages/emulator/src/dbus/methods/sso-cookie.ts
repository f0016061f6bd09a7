import { silentUser } from "../../directory/broker-accounts.js";
import { checkEnabled } from "../../directory/checks.js";
import { cookieReply } from "../replies.js";
import { accountOf, authParametersOf, contractViolation } from "../requests.js";
import type { MethodHandler } from "./context.js";

/**
 * The cookie that signs a browser in. Only its form is the real one's, a JWT bound to the nonce of the sign-in page:
 * the protocol of the primary refresh token is not imitated.
 */
export const acquirePrtSsoCookie: MethodHandler = async (request, context) => {
  const { directory, manner } = context;
  const url = request.ssoUrl ?? authParametersOf(request, manner).ssoUrl;
  if (!url || !URL.canParse(url)) throw contractViolation("ssoUrl is not a URL");
  const user = silentUser(
    directory,
    accountOf(request, manner),
    request.authParameters?.username ?? undefined,
  );
  checkEnabled(directory, user);
  const nonce = new URL(url).searchParams.get("sso_nonce");
  const cookie = await directory.issuer.sign({
    iat: directory.now(),
    is_primary: "true",
    oid: user.oid,
    tid: user.tenantId,
    ...(nonce === null ? {} : { request_nonce: nonce }),
  });
  return { reply: cookieReply(user, cookie, manner), user };
};
