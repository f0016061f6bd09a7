import { refuse } from "../../directory/catalogue.js";
import { checkApp, checkAuthority, checkEnabled } from "../../directory/checks.js";
import type { App, User } from "../../directory/directory.js";
import { Refusal, STATUS } from "../../directory/refusal.js";
import { checkNoneDeclined, grantScopes } from "../../directory/scopes.js";
import { BEARER, type Grant, POP, tokenReply } from "../replies.js";
import { type AuthParameters, authParametersOf, contractViolation } from "../requests.js";
import { namedUser, silentUser } from "./accounts.js";
import type { MethodContext, MethodHandler, MethodResult } from "./context.js";
import { requestToSign, wantsProof } from "./signed-requests.js";

/** The authority of a request that names none. */
const COMMON_AUTHORITY = "https://login.microsoftonline.com/common";

/** A token for somebody signed in, without asking anybody. */
export const acquireTokenSilently: MethodHandler = async (request, context) => {
  const parameters = authParametersOf(request, context.manner);
  const app = checkTokenRequest(parameters, context);
  const user = silentUser(request, context);
  checkUser(parameters, user, context);
  if (context.manner.refusesDeclinedScopes) checkNoneDeclined(app, parameters.requestedScopes ?? []);
  return await grant(parameters, app, user, context);
};

/** A token for whoever signs in at the window. */
export const acquireTokenInteractively: MethodHandler = async (request, context) => {
  const parameters = authParametersOf(request, context.manner);
  const app = checkTokenRequest(parameters, context);
  const account = namedUser(request, context);
  const decision = await context.interactions.run(context.sender, (signal) =>
    context.person({
      method: "acquireTokenInteractively",
      clientId: app.clientId,
      scopes: parameters.requestedScopes ?? [],
      ...(parameters.username ? { loginHint: parameters.username } : {}),
      ...(account === undefined ? {} : { account }),
      signal,
    }),
  );
  if ("cancel" in decision) {
    throw new Refusal(STATUS.UserCanceled, "perca", "The user canceled the sign-in.");
  }
  const user = personWhoSignedIn(decision.user, context);
  checkUser(parameters, user, context);
  context.directory.signIn(user.username);
  return await grant(parameters, app, user, context);
};

/** What can be refused before it is known who asks. */
function checkTokenRequest(parameters: AuthParameters, { directory }: MethodContext): App {
  const { clientId, redirectUri, requestedScopes, decodedClaims } = parameters;
  if (!requestedScopes) throw contractViolation("authParameters.requestedScopes is missing");
  if (decodedClaims && !isJsonObject(decodedClaims)) {
    throw contractViolation("authParameters.decodedClaims is not a JSON object");
  }
  return checkApp(directory, clientId, redirectUri ?? "");
}

function checkUser({ authority }: AuthParameters, user: User, { directory }: MethodContext): void {
  checkAuthority(directory, authority || COMMON_AUTHORITY, user);
  checkEnabled(directory, user);
}

function personWhoSignedIn(username: string, { directory }: MethodContext): User {
  const user = directory.findUser(username);
  if (user !== undefined) return user;
  throw refuse(50034, { subject: { username, tenant: directory.tenants[0]?.name ?? "" } });
}

async function grant(
  parameters: AuthParameters,
  app: App,
  asked: User,
  context: MethodContext,
): Promise<MethodResult> {
  const user = context.answerAs(asked);
  const { clientId, requestedScopes, decodedClaims, accessTokenToRenew, popParams } = parameters;
  const scopes = grantScopes(app, requestedScopes ?? []);
  const proof = wantsProof(popParams) ? popParams : undefined;
  const tokens = await context.directory.issuer.issue({
    user,
    clientId,
    scopes,
    claims: decodedClaims ?? "",
    renew: Boolean(accessTokenToRenew),
    ...(proof === undefined ? {} : { confirmation: await context.signer.thumbprint() }),
  });
  const { accessToken } = tokens;
  const handedOver: Pick<Grant, "accessToken" | "accessTokenType"> =
    proof === undefined
      ? { accessToken, accessTokenType: BEARER }
      : { accessToken: await context.signer.sign(requestToSign(proof), accessToken), accessTokenType: POP };
  return { reply: tokenReply({ user, tokens, scopes, ...handedOver }, context.manner), user };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
