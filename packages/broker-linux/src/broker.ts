import {
  type Broker,
  BrokerError,
  type CallOptions,
  type TokenRequest,
  type TokenResponse,
} from "@authbroker/core";
import { probe } from "./probe.js";
import {
  accountsRequest,
  cancelRequest,
  interactiveRequest,
  removeAccountRequest,
  silentRequest,
} from "./requests.js";
import { checkRemoved, parseAccounts, parseToken } from "./responses.js";
import { Session } from "./session.js";

/** Limits of calls that are made without one, milliseconds. */
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;

/** How long the broker may take to note that a flow was given up; nobody waits for it. */
const CANCEL_TIMEOUT_MS = 5_000;

const UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";

/** A client of Microsoft's broker on this process's session bus. */
export function createLinuxBroker(): Broker {
  const session = new Session();
  return {
    contractVersion: 1,
    platform: "linux",

    probe: (options = {}) => probe(session, options),

    async getAccounts(request, options) {
      const limits = limit(options, SILENT_TIMEOUT_MS);
      const { correlationId } = request;
      return parseAccounts(
        await session.callBroker("getAccounts", correlationId, accountsRequest(request), limits),
      );
    },

    async acquireTokenSilent(request, options) {
      const limits = limit(options, SILENT_TIMEOUT_MS);
      const response = await acquireSilently(session, request, limits);
      // There is no field to ask for a new token but the one that names the token to replace.
      return request.forceRefresh === true
        ? acquireSilently(session, request, limits, response.accessToken)
        : response;
    },

    async acquireTokenInteractive(request, options) {
      const limits = limit(options, INTERACTIVE_TIMEOUT_MS);
      const body = interactiveRequest(request, new Date());
      try {
        const method = "acquireTokenInteractively";
        const reply = await session.callBroker(method, request.correlationId, body, limits);
        return parseToken(reply, method, request.scopes);
      } catch (error) {
        if (isGivenUp(error)) closeWindow(session);
        throw error;
      }
    },

    async signOut(request, options) {
      const limits = limit(options, SILENT_TIMEOUT_MS);
      try {
        checkRemoved(
          await session.callBroker(
            "removeAccount",
            request.correlationId,
            removeAccountRequest(request),
            limits,
          ),
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
  limits: CallOptions,
  accessTokenToRenew?: string,
): Promise<TokenResponse> {
  const method = "acquireTokenSilently";
  const body = silentRequest(request, accessTokenToRenew);
  return parseToken(
    await session.callBroker(method, request.correlationId, body, limits),
    method,
    request.scopes,
  );
}

/** Tells the broker at once that its window is not needed any more. The call that opened it has been settled. */
function closeWindow(session: Session): void {
  session
    .callBroker("cancelInteractiveFlow", crypto.randomUUID(), cancelRequest(), {
      timeoutMs: CANCEL_TIMEOUT_MS,
    })
    .catch(() => {
      // The flow is given up either way, and there is nobody left to tell.
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
  return error instanceof BrokerError && error.broker?.context?.startsWith(UNKNOWN_METHOD) === true;
}

const limit = (options: CallOptions | undefined, timeoutMs: number): CallOptions => ({
  timeoutMs,
  ...options,
});
