import { BrokerError, type BrokerErrorOrigin, type CallOptions } from "@authbroker/core";
import { explainOAuthError, type RelayedOAuthError, requestAborted } from "@authbroker/core/broker";
import type { AddonError } from "./addon.js";
import { isAddonError, isRefusal } from "./addon-error.js";
import {
  codeOfOAuthError,
  type Meaning,
  meaningOfCode,
  statusOf,
  UNKNOWN_FAILURE,
  UNREADABLE_ANSWER,
  WINDOW_OPEN,
} from "./error-codes.js";
import { type Failure, failureOf } from "./error-tree.js";
import type { Operation } from "./protocol.js";
import { type AskingProgram, isRegistration, redirectRefused, withRedirectUris } from "./redirect-errors.js";

/**
 * The error of an operation, from the one that the addon rejected with.
 *
 * @param program Who asked, for the errors of its registration.
 * @param limits The limits of the whole call.
 */
export async function operationError(
  error: unknown,
  operation: Operation,
  program: AskingProgram,
  limits: CallOptions,
): Promise<unknown> {
  if (isRefusal(error)) return new BrokerError("request_unsupported", { message: error.message });
  if (!isAddonError(error)) return error;
  switch (error.code) {
    case "authorization_error":
      return authorizationError(error, program);
    case "bad_credential":
      return new BrokerError("broker_response_invalid", {
        message: `the broker's answer to ${operation} cannot be used: it holds no HTTP response that can be read`,
        hint: UNREADABLE_ANSWER.hint,
        cause: error,
      });
    case "unsupported":
      return new BrokerError("broker_unavailable", {
        message: "this macOS has no single sign-on extensions, or refused to ask one",
        hint: "Update macOS: the broker needs macOS 11 or later.",
        cause: error,
      });
    case "no_window":
      return new BrokerError("request_unsupported", {
        message: 'the window of "parentWindowHandle" is not there, or this process does not show it',
        hint: "Pass the BrowserWindow of a window that is open, or CONSOLE_WINDOW_HANDLE.",
        cause: error,
      });
    case "timeout":
      return new BrokerError("request_timeout", {
        message: `the broker did not answer ${operation} within ${limits.timeoutMs} ms`,
        hint: "Try again, or allow more time with timeoutMs.",
      });
    case "cancelled":
      return requestAborted(limits.signal);
  }
}

/** The error of an answer that hands on an error of the authority. */
export function answerError(said: RelayedOAuthError, program: AskingProgram): Promise<BrokerError> {
  const { error, subError, description, errorNo } = said;
  const number = errorNo === undefined ? "" : `AADSTS${errorNo}`;
  return failureError(
    {
      layer: "oauth",
      code: codeOfOAuthError(error, subError),
      // The number comes first, as in the authority's own sentences, where the broker gives it beside them.
      text: description.includes(number) ? description : `${number}: ${description}`,
      oauthError: error,
      subError,
    },
    program,
  );
}

/** The error of an interactive call beside another. */
export function windowOpen(): BrokerError {
  const { code, message, hint } = WINDOW_OPEN;
  return new BrokerError(code, { message, hint });
}

/** The error of an operation that the broker says has failed, and not why. */
export function unexplained(operation: Operation): BrokerError {
  return new BrokerError("platform_broker_error", {
    message: `the broker did not do ${operation}, and gave no explanation`,
  });
}

function authorizationError({ error }: AddonError, program: AskingProgram): Promise<BrokerError> {
  const failure = error && failureOf(error);
  if (failure !== undefined) return failureError(failure, program);
  const { code, message, hint } = UNREADABLE_ANSWER;
  const words = `${message}: it is an error that points to another, which is not there`;
  return Promise.resolve(new BrokerError(code, { message: words, hint }));
}

async function failureError(failure: Failure, program: AskingProgram): Promise<BrokerError> {
  const { code, message, hint, errorNo } = await meaningOf(failure, program);
  return new BrokerError(code, {
    message: failure.text === "" ? `${message}, and gave no explanation` : message,
    hint,
    subError: failure.subError,
    errorNo,
    // The error itself is no cause to hang on: its text is the broker's, and may hold anything.
    broker: originOf(failure, code),
  });
}

function originOf({ layer, code, text }: Failure, meaning: Meaning["code"]): BrokerErrorOrigin {
  return { status: statusOf(meaning), code, tag: layer, ...(text === "" ? {} : { context: text }) };
}

/** What a failure means: a number of Entra's counts most, where it is about the app registration; then its code; then its OAuth error. */
async function meaningOf(
  failure: Failure,
  program: AskingProgram,
): Promise<Meaning & { readonly errorNo?: number | undefined }> {
  const { layer, code, text, subError } = failure;
  const byCode = meaningOfCode(layer, code);
  const stands = typeof byCode === "object" && "oauth" in byCode ? byCode.oauth : undefined;
  const error = failure.oauthError ?? stands;
  const relayed = await explainOAuthError({ error: error ?? "", description: text, subError }, program);
  const { errorNo } = relayed;
  if (errorNo !== undefined && isRegistration(relayed)) return withRedirectUris(relayed, program);
  if (byCode === "redirect_uri" || isRedirectRefused(failure))
    return { ...redirectRefused(program), errorNo };
  if (byCode !== undefined && "code" in byCode) return { ...byCode, errorNo };
  return error === undefined ? { ...UNKNOWN_FAILURE, errorNo } : withRedirectUris(relayed, program);
}

/** Microsoft's client has one code for every parameter it refuses; a redirect URI is told by the words, or by their lack. */
function isRedirectRefused({ layer, code, text }: Failure): boolean {
  if (layer === "oauth") return false;
  return /redirect[ _]?uri/i.test(text) || (layer === "msale" && code === -42_000 && text === "");
}
