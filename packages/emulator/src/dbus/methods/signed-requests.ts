import { nobodySignedIn, unknownAccount } from "../../directory/checks.js";
import type { HttpRequestToSign } from "../../tokens/signed-request.js";
import { contractViolation, type PopParameters } from "../requests.js";
import type { MethodHandler } from "./context.js";

/** A signed HTTP request without an access token in it. */
export const generateSignedHttpRequest: MethodHandler = async ({ popParams }, { directory }) => {
  if (!popParams) throw contractViolation("popParams is missing");
  const user = popParams.homeAccountId
    ? directory.findAccount({ homeAccountId: popParams.homeAccountId })
    : directory.signedIn[0];
  if (user === undefined) throw popParams.homeAccountId ? unknownAccount() : nobodySignedIn();
  if (!directory.isSignedIn(user)) throw nobodySignedIn();
  return { reply: { signedHttpRequest: await directory.signer.sign(requestToSign(popParams)) }, user };
};

/** Whether a token request asks for a proof of possession; some clients say `bearer` in so many words. */
export function wantsProof(popParams: PopParameters | null | undefined): popParams is PopParameters {
  return Boolean(popParams) && popParams?.authenticationScheme?.toLowerCase() !== "bearer";
}

/**
 * The HTTP request that `popParams` describe. Some clients put the whole URL in `uriHost`.
 *
 * @throws Refusal when the host is missing.
 */
export function requestToSign(popParams: PopParameters): HttpRequestToSign {
  const { uriHost, uriPath, httpMethod, nonce, clientClaims } = popParams;
  if (!uriHost) throw contractViolation("popParams.uriHost is missing");
  const url = URL.canParse(uriHost) ? new URL(uriHost) : undefined;
  const whole = url !== undefined && url.host !== "";
  return {
    httpMethod: httpMethod || "GET",
    uriHost: whole ? url.host : uriHost,
    uriPath: uriPath || (whole ? url.pathname : "/"),
    nonce: nonce ?? "",
    clientClaims: clientClaims ?? "",
  };
}
