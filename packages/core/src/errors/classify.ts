import { BrokerError } from "./broker-error.js";
import { type ErrorContext, readOAuthError, toBrokerError, tryAgain } from "./oauth-error.js";
import { parseJson } from "../json.js";
import { describeBody } from "./unreadable-body.js";

export { classifyMsalError } from "./classify-msal.js";

/** Longest time that is waited because a server asked for it, in seconds; msal-node's own limit. */
const LONGEST_RETRY_AFTER = 3600;

/** An HTTP answer of a token or device-code endpoint. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, when it is JSON. */
  readonly body?: unknown;
  /** The body as text. */
  readonly text?: string;
}

/**
 * What an answer of a token or device-code endpoint that brought no token means: RFC 6749 section 5.2 with Entra's
 * additions, and everything that stands between a client and Entra.
 */
export function classifyTokenError(answer: HttpAnswer, context: ErrorContext): BrokerError {
  const { status, headers } = answer;
  const retryAfter = retryAfterOf(headers);
  const said = readOAuthError(answer.body ?? parseJson(answer.text ?? ""));
  if (said !== undefined) return toBrokerError({ ...said, status, retryAfter }, context);
  const { correlationId } = context;
  const body = describeBody(answer);
  if (status === 429) {
    const message = `the sign-in server asks for fewer requests: it answered HTTP 429 with ${body}`;
    return new BrokerError("request_throttled", {
      message,
      hint: tryAgain(retryAfter),
      correlationId,
      retryAfter,
    });
  }
  if (status >= 500) {
    const message = `the sign-in server, or a gateway in front of it, is unavailable: it answered HTTP ${status} with ${body}`;
    return new BrokerError("server_unavailable", {
      message,
      hint: tryAgain(retryAfter),
      correlationId,
      retryAfter,
    });
  }
  return new BrokerError("server_response_invalid", {
    message: `what answered for ${hostOf(context.authority)} is not a sign-in server: HTTP ${status} with ${body}`,
    hint: "Look for a proxy, or for a network that wants you to sign in to it in a browser first.",
    correlationId,
  });
}

/** The error answer of an authorize endpoint, as it comes to the redirect URI. */
export interface AuthorizeError {
  readonly error: string;
  readonly error_description?: string | undefined;
  /** Entra's suberror; `error_subcode` is its older spelling. */
  readonly suberror?: string | undefined;
  readonly error_subcode?: string | undefined;
}

/** What an error answer of the authorize endpoint means: OpenID Connect Core 3.1.2.6, RFC 6749 section 4.1.2.1. */
export function classifyAuthorizeError(answer: AuthorizeError, context: ErrorContext): BrokerError {
  const said = readOAuthError(answer) ?? { error: "unknown_error", description: "the answer names no error" };
  return toBrokerError(said, { ...context, afterSignIn: true });
}

/**
 * The seconds that `Retry-After` asks for (RFC 9110 section 10.2.3: seconds or a date), an hour at most; undefined
 * without one.
 */
function retryAfterOf(headers: Readonly<Record<string, string>>): number | undefined {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after") ?? [];
  if (value === undefined) return undefined;
  const seconds = /^\s*\d+\s*$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), LONGEST_RETRY_AFTER);
}

const hostOf = (authority: string): string =>
  URL.canParse(authority) ? new URL(authority).host : "the authority";
