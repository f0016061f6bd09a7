import { BrokerError } from "./broker-error.js";
import type { ErrorCode } from "./codes.js";
import { isJsonObject, parseJson } from "../json.js";
import { quotable } from "./redact.js";
import { aadstsNumber, type RegisteredApp, registrationFault } from "./registration.js";

/** The application that asked. */
interface AskingApp extends RegisteredApp {
  /** Whether the user has just signed in for this request, so that to ask them to is no advice. */
  readonly afterSignIn?: boolean | undefined;
}

/** The call that failed. */
export interface ErrorContext extends AskingApp {
  /** The correlation id of the request. */
  readonly correlationId: string;
  /** The authority that was asked. */
  readonly authority: string;
}

/** An error answer of an authority (RFC 6749 section 5.2, with Entra's additions), read and checked. */
export interface OAuthError {
  /** `error`. */
  readonly error: string;
  /** `error_description`; empty when there is none. */
  readonly description: string;
  /** Entra's number, from `error_codes` or the description. */
  readonly errorNo?: number | undefined;
  /** `suberror`, or `error_subcode` of the authorize endpoint. */
  readonly subError?: string | undefined;
  /** `claims`: JSON text of an object. */
  readonly claims?: string | undefined;
  /** The HTTP status; absent on the authorize leg. */
  readonly status?: number | undefined;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** Errors that a person can mend by signing in: OpenID Connect Core 3.1.2.6, and Entra's own. */
const INTERACTION: ReadonlySet<string> = new Set([
  "interaction_required",
  "login_required",
  "consent_required",
  "account_selection_required",
  "invalid_grant",
  "mfa_required",
  "bad_token",
  "interrupted_user",
  "ui_not_allowed",
]);

/** Suberrors of Entra's that mean the same, whatever the error. */
const INTERACTION_SUBERROR: ReadonlySet<string> = new Set([
  "additional_action",
  "bad_token",
  "basic_action",
  "consent_required",
  "interrupted_user",
  "message_only",
  "token_expired",
  "ui_not_allowed",
  "user_password_expired",
]);

/** An authorization code that was used before, or by whoever did not ask for it (PKCE): no act of the user's mends that. */
const SPENT_CODE: ReadonlySet<number> = new Set([54005, 501481]);

/** Numbers that say more than the error they come with. */
const BY_NUMBER: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  // The same token in a loop: signing in would only loop, too.
  [50196, "request_throttled"],
  [90055, "request_throttled"],
  [90006, "server_unavailable"],
  [90033, "server_unavailable"],
  [65004, "user_canceled"],
  [70019, "device_code_expired"],
  [70020, "device_code_expired"],
]);

const BY_ERROR: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["authorization_declined", "user_canceled"],
  ["user_cancelled", "user_canceled"],
  ["expired_token", "device_code_expired"],
  ["code_expired", "device_code_expired"],
  ["temporarily_unavailable", "server_unavailable"],
  // On the authorize leg it stands for a 500, which cannot be redirected: RFC 6749 section 4.1.2.1.
  ["server_error", "server_unavailable"],
  ["invalid_instance", "untrusted_authority"],
]);

/** What an error of an authority means to an application. */
export interface OAuthMeaning {
  readonly code: ErrorCode;
  /** What happened, one sentence without a full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** An error of an authority as the error of this library that says what to do. */
export function toBrokerError(answer: OAuthError, context: ErrorContext): BrokerError {
  const { error, description, errorNo, subError, claims, status, retryAfter } = answer;
  const { code, message, hint } = meaningOf(answer, context);
  const quoted = Object.entries({ error, suberror: subError, status })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
  return new BrokerError(code, {
    message: `${message}: ${quotable(description || error)} (${quotable(quoted)})`,
    hint,
    correlationId: context.correlationId,
    claims,
    retryAfter,
    subError,
    errorNo,
  });
}

/** What an error of an authority means, whoever hands it on. */
export function meaningOf(answer: OAuthError, app: AskingApp): OAuthMeaning {
  const fault = registrationFault(answer.errorNo, answer.error, app);
  if (fault !== undefined) return fault;
  const code = codeOf(answer);
  return { code, message: SENTENCE[code] ?? REFUSED, hint: hintOf(code, answer, app) };
}

function codeOf({ error, errorNo, subError, status }: OAuthError): ErrorCode {
  if (status === 429) return "request_throttled";
  if (subError === "cancel") return "user_canceled";
  const known = BY_NUMBER.get(errorNo ?? 0) ?? BY_ERROR.get(error);
  if (known !== undefined) return known;
  // With a number that is not that of a refusal by the user, it is the refusal of a policy.
  if (error === "access_denied" && errorNo === undefined) return "user_canceled";
  if (status !== undefined && status >= 500) return "server_unavailable";
  if (SPENT_CODE.has(errorNo ?? 0)) return "server_error";
  if (INTERACTION.has(error) || INTERACTION_SUBERROR.has(subError ?? "")) return "interaction_required";
  return "server_error";
}

const REFUSED = "the sign-in server refused the request";

const SENTENCE: Readonly<Partial<Record<ErrorCode, string>>> = {
  interaction_required: "the sign-in server needs the user to act",
  user_canceled: "the user cancelled or declined",
  server_unavailable: "the sign-in server is unavailable",
  request_throttled: "the sign-in server asks for fewer requests",
  device_code_expired: "the device code was not used in time",
  untrusted_authority: "the sign-in server does not know the authority",
};

const SIGN_IN_AGAIN = "Start the sign-in again.";

/** An authorize endpoint sends such an error where `prompt=none` forbade it to ask: OpenID Connect Core 3.1.2.6. */
const NOT_WITHOUT_USER = 'Start the sign-in again, without prompt: "none".';

function hintOf(
  code: ErrorCode,
  { error, errorNo, subError, claims, status, retryAfter }: OAuthError,
  { afterSignIn = false }: AskingApp,
): string {
  switch (code) {
    case "interaction_required":
      if (claims !== undefined) return "Call acquireTokenInteractive with claims: error.claims.";
      if (subError === "consent_required" || error === "consent_required" || errorNo === 65001)
        return 'Call acquireTokenInteractive with prompt: "consent".';
      if (!afterSignIn) return "Call acquireTokenInteractive with the same scopes and account.";
      return status === undefined ? NOT_WITHOUT_USER : SIGN_IN_AGAIN;
    case "request_throttled":
      if (errorNo === 50196) return "Keep the cache and do not ask for the same token in a loop.";
      return tryAgain(retryAfter);
    case "server_unavailable":
      return tryAgain(retryAfter);
    case "user_canceled":
      return "Ask again only when the user wants to.";
    case "device_code_expired":
      return "Start again, with a new code.";
    case "untrusted_authority":
      return 'Check "auth.authority".';
    default:
      if (SPENT_CODE.has(errorNo ?? 0)) return SIGN_IN_AGAIN;
      if (error === "invalid_scope") return "Check the scopes of the request.";
      if (errorNo === 90002) return 'Check the tenant of "auth.authority".';
      if (errorNo === undefined) return "Search the documentation of the authority for its error.";
      return `Read https://login.microsoftonline.com/error?code=${errorNo}`;
  }
}

/** What to do about a server that has no time. */
export function tryAgain(retryAfter: number | undefined): string {
  return retryAfter === undefined ? "Try again later." : `Try again in ${retryAfter} seconds.`;
}

/** An error answer in a JSON body or a form, or undefined when the body is something else. */
export function readOAuthError(body: unknown): OAuthError | undefined {
  if (!isJsonObject(body)) return undefined;
  const { error, error_description: text, error_codes: codes, suberror, error_subcode: subcode } = body;
  if (typeof error !== "string" || error === "") return undefined;
  const description = typeof text === "string" ? text : "";
  const numbers: readonly unknown[] = Array.isArray(codes) ? codes : [];
  const [first] = numbers;
  return {
    error: error.slice(0, LONGEST_NAME),
    description,
    errorNo: Number.isSafeInteger(first) ? Number(first) : aadstsNumber(description),
    subError: nameIn(suberror) ?? nameIn(subcode),
    claims: claimsIn(body["claims"]),
  };
}

const LONGEST_NAME = 100;

/** The name of an error: nothing else may come out of a field that is not shown as text. */
function nameIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.-]{1,100}$/.test(value) ? value : undefined;
}

/** A claims challenge, when it is one. Another text, sent on, would end the next sign-in with an error nobody understands. */
function claimsIn(value: unknown): string | undefined {
  return typeof value === "string" && isJsonObject(parseJson(value)) ? value : undefined;
}
