import { namedUser, silentUser } from "../../directory/broker-accounts.js";
import {
  type BrokerToken,
  type BrokerTokenRequest,
  interactiveToken,
  silentToken,
} from "../../directory/broker-tokens.js";
import { checkApp } from "../../directory/checks.js";
import { parseClaimsRequest } from "../../directory/claims-request.js";
import { Refusal, STATUS } from "../../directory/refusal.js";
import { tokenReply } from "../replies.js";
import { accountOf, type AuthParameters, authParametersOf, contractViolation } from "../requests.js";
import type { MethodContext, MethodHandler, MethodResult } from "./context.js";
import { requestToSign, wantsProof } from "./signed-requests.js";

/** The authority of a request that names none. */
const COMMON_AUTHORITY = "https://login.microsoftonline.com/common";

/** A token for somebody signed in, without asking anybody. */
export const acquireTokenSilently: MethodHandler = async (request, context) => {
  const parameters = authParametersOf(request, context.manner);
  const wanted = tokenRequest(parameters, context);
  const user = silentUser(
    context.directory,
    accountOf(request, context.manner),
    parameters.username ?? undefined,
  );
  const { refusesDeclinedScopes } = context.manner;
  return result(await silentToken(context.directory, wanted, user, refusesDeclinedScopes), context);
};

/** A token for whoever signs in at the window. */
export const acquireTokenInteractively: MethodHandler = async (request, context) => {
  const parameters = authParametersOf(request, context.manner);
  const wanted = tokenRequest(parameters, context);
  const account = namedUser(context.directory, accountOf(request, context.manner));
  const decision = await context.interactions.run(context.sender, (signal) =>
    context.person({
      method: "acquireTokenInteractively",
      clientId: wanted.app.clientId,
      scopes: wanted.scopes,
      ...(parameters.username ? { loginHint: parameters.username } : {}),
      ...(account === undefined ? {} : { account }),
      signal,
    }),
  );
  if ("cancel" in decision) {
    throw new Refusal(STATUS.UserCanceled, "perca", "The user canceled the sign-in.");
  }
  return result(await interactiveToken(context.directory, wanted, decision), context);
};

/** What is asked for, after what can be refused before it is known who asks. */
function tokenRequest(
  parameters: AuthParameters,
  { directory, answerAs }: MethodContext,
): BrokerTokenRequest {
  const { clientId, redirectUri, requestedScopes, popParams } = parameters;
  const claims = parameters.decodedClaims ?? "";
  if (!requestedScopes) throw contractViolation("authParameters.requestedScopes is missing");
  if (parseClaimsRequest(claims) === undefined) {
    throw contractViolation("authParameters.decodedClaims is not a JSON object");
  }
  return {
    app: checkApp(directory, clientId, redirectUri ?? ""),
    authority: parameters.authority || COMMON_AUTHORITY,
    scopes: requestedScopes,
    claims,
    renew: Boolean(parameters.accessTokenToRenew),
    proof: wantsProof(popParams) ? requestToSign(popParams) : undefined,
    answerAs,
  };
}

function result(token: BrokerToken, { manner }: MethodContext): MethodResult {
  return { reply: tokenReply(token, manner), user: token.user };
}
