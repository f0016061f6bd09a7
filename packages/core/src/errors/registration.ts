import type { ErrorCode } from "./codes.js";

/** How an application is registered, with the redirect URIs of every route. */
const GUIDE = "https://github.com/authbroker/authbroker/blob/main/docs/registering-your-app.md";

/** What of a request the registration is compared with. */
export interface RegisteredApp {
  /** The application (client) ID. */
  readonly clientId: string;
  /** The redirect URI that was sent, where one was. */
  readonly redirectUri?: string | undefined;
}

/** What Entra finds wrong with an app registration, and what is to be changed there. */
export interface RegistrationFault {
  readonly code: Extract<ErrorCode, "redirect_uri_mismatch" | "app_registration_invalid">;
  readonly message: string;
  readonly hint: string;
}

type Explain = (app: RegisteredApp) => Omit<RegistrationFault, "code">;

const redirectUriMissing: Explain = ({ clientId, redirectUri }) => ({
  message: `the app registration lacks the redirect URI ${redirectUri === undefined ? "of the request" : registered(redirectUri)}`,
  hint: `Register it for the application ${clientId} under "Mobile and desktop applications": ${GUIDE}`,
});

const notPublic: Explain = ({ clientId }) => ({
  message: "the application is not registered as a public client",
  hint: `Set "Allow public client flows" to Yes for the application ${clientId}, and register its redirect URIs under "Mobile and desktop applications": ${GUIDE}`,
});

const unknownApplication: Explain = ({ clientId }) => ({
  message: `there is no application ${clientId} in the tenant`,
  hint: `Check "auth.clientId" and the tenant of "auth.authority": ${GUIDE}`,
});

const unknownResource: Explain = () => ({
  message: "the resource of the scopes is not there for this application",
  hint: `Check the scopes of the request, and the API permissions of the application: ${GUIDE}`,
});

const ownResource: Explain = ({ clientId }) => ({
  message: "the application asks for a token for itself",
  hint: `Use its client ID as the resource of the scopes: ${clientId}/.default`,
});

const wrongSomehow: Explain = ({ clientId }) => ({
  message: "the app registration does not allow the request",
  hint: `Check the registration of the application ${clientId}: ${GUIDE}`,
});

/** By AADSTS number; the sentence of each is at https://login.microsoftonline.com/error?code=NUMBER. */
const BY_NUMBER: ReadonlyMap<number, Explain> = new Map([
  [50011, redirectUriMissing],
  [900971, redirectUriMissing],
  [7000215, notPublic],
  [7000218, notPublic],
  [700016, unknownApplication],
  [700038, unknownApplication],
  [500011, unknownResource],
  [650057, unknownResource],
  [90009, ownResource],
]);

/** By OAuth error (RFC 6749, RFC 8707 in Entra's spelling), for numbers that are not listed. */
const BY_ERROR: ReadonlyMap<string, Explain> = new Map([
  ["invalid_client", wrongSomehow],
  ["unauthorized_client", wrongSomehow],
  ["invalid_resource", unknownResource],
  ["invalid_target", unknownResource],
]);

/**
 * The fault of the app registration that an answer of Entra's is about, if it is about one.
 *
 * @param errorNo The AADSTS number.
 * @param error The OAuth error, where the answer has one.
 */
export function registrationFault(
  errorNo: number | undefined,
  error: string | undefined,
  app: RegisteredApp,
): RegistrationFault | undefined {
  const explain = BY_NUMBER.get(errorNo ?? 0) ?? BY_ERROR.get(error ?? "");
  if (explain === undefined) return undefined;
  const code = explain === redirectUriMissing ? "redirect_uri_mismatch" : "app_registration_invalid";
  return { code, ...explain(app) };
}

/** A redirect URI as it is registered: Entra ignores the port of a loopback address, RFC 8252 section 7.3. */
function registered(redirectUri: string): string {
  return redirectUri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d+(?=\/|$)/, "$1");
}

/** The first AADSTS number in a text. */
export function aadstsNumber(text: string): number | undefined {
  const [, digits] = /AADSTS(\d{4,9})\b/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
