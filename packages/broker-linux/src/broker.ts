import {
  type Broker,
  BrokerError,
  type InteractiveTokenRequest,
  type TokenRequest,
  type TokenResponse,
} from "@authbroker/core";
import { type CallClock, startCallClock } from "@authbroker/core/broker";
import {
  accountsRequest,
  cancelRequest,
  interactiveRequest,
  type JsonObject,
  removeAccountRequest,
  silentRequest,
} from "./requests.js";
import { accessTokenIn, checkRemoved, parseAccounts, parseToken } from "./responses.js";
import { Session } from "./session.js";

/** Limits of calls that are made without one, milliseconds. */
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;

/** How long the broker may take to note that a flow was given up. The process stays for it, and nobody else does. */
const CANCEL_TIMEOUT_MS = 500;

const UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";

/** A client of Microsoft's broker on this process's session bus. */
export function createLinuxBroker(): Broker {
  const session = new Session();
  let windowOpen = false;
  return {
    contractVersion: 1,
    platform: "linux",

    async probe(options = {}) {
      // Most processes never probe, and start sooner without the code for it.
      const { probe } = await import("./probe.js");
      return probe(session, options);
    },

    async getAccounts(request, options) {
      const clock = startCallClock(options, SILENT_TIMEOUT_MS);
      const { correlationId } = request;
      return parseAccounts(
        await session.callBroker("getAccounts", correlationId, accountsRequest(request), clock),
      );
    },

    async acquireTokenSilent(request, options) {
      const clock = startCallClock(options, SILENT_TIMEOUT_MS);
      const response = await acquireSilently(session, request, clock);
      // There is no field to ask for a new token but the one that names the token to replace.
      return request.forceRefresh === true
        ? acquireSilently(session, request, clock, accessTokenIn(response))
        : response;
    },

    async acquireTokenInteractive(request, options) {
      const clock = startCallClock(options, INTERACTIVE_TIMEOUT_MS);
      const body = interactiveRequest(request, new Date());
      clock.left();
      if (windowOpen) throw alreadyOpen();
      windowOpen = true;
      try {
        return await acquireInteractively(session, request, body, clock);
      } finally {
        windowOpen = false;
      }
    },

    async signOut(request, options) {
      const clock = startCallClock(options, SILENT_TIMEOUT_MS);
      const { correlationId } = request;
      try {
        checkRemoved(
          await session.callBroker("removeAccount", correlationId, removeAccountRequest(request), clock),
        );
      } catch (error) {
        if (!isUnknownMethod(error)) throw error;
      }
    },
  };
}

async function acquireSilently(
  session: Session,
  request: TokenRequest,
  clock: CallClock,
  accessTokenToRenew?: string,
): Promise<TokenResponse> {
  const method = "acquireTokenSilently";
  const body = silentRequest(request, accessTokenToRenew);
  return parseToken(await session.callBroker(method, request.correlationId, body, clock), method, request);
}

async function acquireInteractively(
  session: Session,
  request: InteractiveTokenRequest,
  body: JsonObject,
  clock: CallClock,
): Promise<TokenResponse> {
  const method = "acquireTokenInteractively";
  const { correlationId } = request;
  try {
    return parseToken(await session.callBroker(method, correlationId, body, clock), method, request);
  } catch (error) {
    if (isGivenUp(error)) closeWindow(session, correlationId);
    throw error;
  }
}

/** Tells the broker at once that its window is not needed any more. The call that opened it has been settled. */
function closeWindow(session: Session, correlationId: string): void {
  const clock = startCallClock(undefined, CANCEL_TIMEOUT_MS);
  session.callBroker("cancelInteractiveFlow", correlationId, cancelRequest(), clock).catch(() => {
    // The flow is given up either way, and there is nobody left to tell.
  });
}

/** To cancel names no flow and ends whichever is the client's; with two of them it would end the wrong one. */
function alreadyOpen(): BrokerError {
  return new BrokerError("platform_broker_error", {
    message: "an interactive call is open already, and the broker has one window for each client",
    hint: "Wait until it ends, or abort it, before the next one.",
  });
}

function isGivenUp(error: unknown): boolean {
  return (
    error instanceof BrokerError &&
    (error.errorCode === "request_aborted" || error.errorCode === "request_timeout")
  );
}

/** Some brokers have no `removeAccount`; the application has then forgotten the account all the same. */
function isUnknownMethod(error: unknown): boolean {
  return error instanceof BrokerError && error.broker?.status === UNKNOWN_METHOD;
}
