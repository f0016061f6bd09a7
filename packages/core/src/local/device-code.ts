import type { AuthenticationResult, DeviceCodeRequest } from "@azure/msal-node";
import { onAbort } from "../abort.js";
import { BrokerError } from "../errors/broker-error.js";
import { callbackFailed } from "../errors/callback-failed.js";
import type { Exchange } from "../http/exchange.js";
import { type DeviceCodeCall, type InteractiveCall, userChooses } from "../requests/interactive-call.js";
import type { LocalClient } from "./local-client.js";
import { expectedTenant } from "./tenant.js";

/** How often msal-node's way to cancel, a flag, is looked at, milliseconds. */
const CANCEL_INTERVAL_MS = 200;

/**
 * A token for whoever signs in on another device with the code that `deviceCodeCallback` shows.
 *
 * @throws BrokerError
 */
export async function acquireByDeviceCode(
  { msal, network, clientId }: LocalClient,
  call: DeviceCodeCall,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { authority, correlationId } = call;
  const ending = new Ending(call, signal);
  try {
    const result = await network.run(
      {
        signal: ending.signal,
        correlationId,
        clientId,
        authority,
        expected: expectedOf(call),
        onDeviceCode: (response) => ending.show(response),
      },
      () => msal.acquireTokenByDeviceCode(msalRequest(call)),
    );
    if (result !== null) return result;
  } finally {
    ending.release();
  }
  throw new BrokerError("server_response_invalid", {
    message: "the device-code flow ended without a token",
    correlationId,
  });
}

/** What ends the polling of a call early: its own end, msal-node's flag, and a code that the application cannot show. */
class Ending {
  readonly #call: DeviceCodeCall;
  readonly #controller = new AbortController();
  readonly #unlisten: () => void;
  readonly #watch: NodeJS.Timeout | undefined;

  constructor(call: DeviceCodeCall, signal: AbortSignal) {
    this.#call = call;
    this.#unlisten = onAbort(signal, () => this.#controller.abort(signal.reason));
    if (signal.aborted) this.#controller.abort(signal.reason);
    const { isCancelled } = call;
    if (isCancelled === undefined) return;
    this.#endIf(isCancelled());
    this.#watch = setInterval(() => this.#endIf(isCancelled()), CANCEL_INTERVAL_MS);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Shows the code, and ends the call when that fails: nobody can enter a code that is not shown. */
  show(response: Parameters<DeviceCodeCall["deviceCodeCallback"]>[0]): void {
    const { deviceCodeCallback, correlationId } = this.#call;
    const shown = (async () => deviceCodeCallback(response))();
    shown.catch((cause: unknown) =>
      this.#controller.abort(callbackFailed("deviceCodeCallback", cause, correlationId)),
    );
  }

  release(): void {
    this.#unlisten();
    clearInterval(this.#watch);
  }

  #endIf(cancelled: boolean): void {
    if (!cancelled) return;
    const { correlationId } = this.#call;
    this.#controller.abort(
      new BrokerError("request_aborted", { message: '"cancel" of the request was set', correlationId }),
    );
  }
}

function msalRequest(call: DeviceCodeCall): DeviceCodeRequest {
  const { authority, claims, correlationId, extraQueryParameters, resource, scopes } = call;
  return {
    authority,
    correlationId,
    scopes: [...scopes],
    // Ours is called by the network client, which knows the server's interval.
    deviceCodeCallback: () => {},
    ...(claims === undefined ? {} : { claims }),
    ...(resource === undefined ? {} : { resource }),
    // msal-node keeps the resource with the token, but sends it in no request of this flow (RFC 8707 has it in both).
    extraQueryParameters: { ...extraQueryParameters, ...(resource === undefined ? {} : { resource }) },
  };
}

function expectedOf({ account, authority }: DeviceCodeCall): Exchange["expected"] {
  return {
    ...(account?.source === "cache" ? { homeAccountId: account.account.homeAccountId } : {}),
    ...expectedTenant(authority),
  };
}

/**
 * An interactive request as one for the device-code flow. Hints for a window (`loginHint`, `domainHint`, the window
 * itself) have nothing to do here; a field that would change the token is refused.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function deviceCodeCallOf(
  call: InteractiveCall,
  deviceCodeCallback: DeviceCodeCall["deviceCodeCallback"],
): DeviceCodeCall {
  const { extraParameters, extraScopesToConsent, nonce, prompt, sid } = call;
  // Whoever enters a code always says who they are.
  const askedAnyway = prompt === undefined || prompt === "login" || prompt === "select_account";
  const refused = {
    prompt: askedAnyway ? undefined : prompt,
    extraParameters,
    extraScopesToConsent,
    nonce,
    sid,
  };
  const field = Object.entries(refused).find(([, value]) => value !== undefined)?.[0];
  if (field === undefined) {
    return { ...call, account: userChooses(prompt) ? undefined : call.account, deviceCodeCallback };
  }
  throw new BrokerError("request_unsupported", {
    message: `the device-code route cannot honour "${field}", and does not silently drop it`,
    hint: `Leave "${field}" out of the request where it may come to a device code.`,
    correlationId: call.correlationId,
  });
}
