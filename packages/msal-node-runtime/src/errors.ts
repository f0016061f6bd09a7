import { BrokerError, type ErrorCode } from "@authbroker/core";
import { ErrorStatus } from "./enums.js";

/** What `CheckError()` throws, and what `StartupError` is. */
export interface MsalRuntimeError {
  /** The broker's error code, 0 where it gave none. */
  readonly errorCode: number;
  /** A number of {@link ErrorStatus}. */
  readonly errorStatus: number;
  /** What happened, why, and what to do. */
  readonly errorContext: string;
  /** The broker's tag, a number of 30 bits, 0 where it gave none. */
  readonly errorTag: number;
}

/**
 * {@link MsalRuntimeError} with a stack and a cause. The four members are its own properties: by them
 * `@azure/msal-node-extensions` knows it.
 */
export class RuntimeError extends Error implements MsalRuntimeError {
  readonly errorCode: number;
  readonly errorStatus: ErrorStatus;
  readonly errorContext: string;
  readonly errorTag: number;

  constructor(
    status: ErrorStatus,
    context: string,
    { code = 0, tag = 0, cause }: { code?: number; tag?: number; cause?: unknown } = {},
  ) {
    super(context, cause === undefined ? undefined : { cause });
    this.name = "MsalRuntimeError";
    this.errorCode = code;
    this.errorStatus = status;
    this.errorContext = context;
    this.errorTag = tag;
  }
}

/** The codes that are something else than `Unexpected`. */
const STATUSES: Readonly<Partial<Record<ErrorCode, ErrorStatus>>> = {
  interaction_required: ErrorStatus.InteractionRequired,
  no_network_connectivity: ErrorStatus.NoNetwork,
  server_unavailable: ErrorStatus.ServerTemporarilyUnavailable,
  request_throttled: ErrorStatus.ServerTemporarilyUnavailable,
  user_canceled: ErrorStatus.UserCanceled,
  request_aborted: ErrorStatus.ApplicationCanceled,
  app_registration_invalid: ErrorStatus.IncorrectConfiguration,
  redirect_uri_mismatch: ErrorStatus.IncorrectConfiguration,
  untrusted_authority: ErrorStatus.AuthorityUntrusted,
  no_account_found: ErrorStatus.AccountNotFound,
  request_unsupported: ErrorStatus.ApiContractViolation,
  broker_contract_mismatch: ErrorStatus.ApiContractViolation,
  broker_load_failed: ErrorStatus.ApiContractViolation,
  broker_package_missing: ErrorStatus.ApiContractViolation,
  broker_unavailable: ErrorStatus.ApiContractViolation,
  route_unavailable: ErrorStatus.ApiContractViolation,
};

/** An error of core, or a `TypeError` of its checks, as the native layer would give it. */
export function toRuntimeError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  if (error instanceof BrokerError) {
    const { code, tag } = error.broker ?? {};
    return new RuntimeError(statusOf(error), contextOf(error), {
      ...(code === undefined ? {} : { code }),
      ...(tag === undefined ? {} : { tag: tagNumber(tag) }),
      cause: error,
    });
  }
  const wrong = error instanceof TypeError;
  return new RuntimeError(
    wrong ? ErrorStatus.ApiContractViolation : ErrorStatus.Unexpected,
    error instanceof Error ? error.message : String(error),
    { cause: error },
  );
}

/** Core's hint for a call without a route is to allow the browser, which whoever uses the native layer cannot. */
function contextOf({ errorCode, errorMessage, message }: BrokerError): string {
  return errorCode === "route_unavailable" ? `${errorCode}: ${errorMessage}` : message;
}

/**
 * The broker's own status where it gave one, else the one that core's code stands for.
 *
 * `UserSwitched` is never given: `@azure/msal-node-extensions` takes it for a success, and would hand the other user's
 * token on.
 */
function statusOf({ errorCode, broker }: BrokerError): ErrorStatus {
  if (errorCode === "account_mismatch") return ErrorStatus.Unexpected;
  const stated = ALL.find((status) => ErrorStatus[status] === broker?.status);
  // "Unexpected" says less than a code that was found in the broker's words.
  return stated === undefined || stated === ErrorStatus.Unexpected
    ? (STATUSES[errorCode] ?? ErrorStatus.Unexpected)
    : stated;
}

const ALL: readonly ErrorStatus[] = Object.values(ErrorStatus).filter((value) => typeof value === "number");

const TAG_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The number behind a tag's text, which `@azure/msal-node-extensions` writes as text again: six bits a character. */
function tagNumber(tag: string): number {
  const digits = Array.from(tag, (character) => TAG_ALPHABET.indexOf(character));
  if (digits.length === 5 && !digits.includes(-1)) return digits.reduce((sum, digit) => sum * 64 + digit, 0);
  const number = Number(tag);
  return Number.isFinite(number) ? number : 0;
}
