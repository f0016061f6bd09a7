import type { AuthenticationResult, DeviceCodeRequest } from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import { redactedError } from "../errors/redact.js";
import type { DeviceCodeCall, InteractiveCall } from "../requests/interactive-call.js";
import type { LocalClient } from "./local-client.js";
import { tenantIdOf } from "./tenant.js";

/**
 * A token for whoever signs in on another device with the code that `deviceCodeCallback` shows.
 *
 * @throws BrokerError
 */
export async function acquireByDeviceCode(
  client: LocalClient,
  call: DeviceCodeCall,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { account, authority, claims, correlationId, extraQueryParameters, resource } = call;
  const tenantId = tenantIdOf(authority);
  const request: DeviceCodeRequest = {
    authority,
    correlationId,
    scopes: [...call.scopes],
    // Ours is called by the network client, which knows the server's interval.
    deviceCodeCallback: () => {},
    get cancel() {
      return call.isCancelled();
    },
    // msal-node copies the request onto itself.
    set cancel(_copied) {},
    ...(claims === undefined ? {} : { claims }),
    ...(resource === undefined ? {} : { resource }),
    // msal-node keeps the resource with the token, but sends it in no request of this flow (RFC 8707 has it in both).
    extraQueryParameters: { ...extraQueryParameters, ...(resource === undefined ? {} : { resource }) },
  };
  const expected = {
    ...(account?.source === "cache" ? { homeAccountId: account.account.homeAccountId } : {}),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
  const result = await client.network.run(
    {
      signal,
      correlationId,
      clientId: client.clientId,
      authority,
      expected,
      onDeviceCode: (response) => show(call, response),
    },
    () => client.msal.acquireTokenByDeviceCode(request),
  );
  if (result !== null) return result;
  throw new BrokerError("server_response_invalid", {
    message: "the device-code flow ended without a token",
    correlationId,
  });
}

/** @throws BrokerError `request_aborted` when the application throws: nobody can enter a code that is not shown. */
function show(
  { deviceCodeCallback, correlationId }: DeviceCodeCall,
  response: Parameters<DeviceCodeCall["deviceCodeCallback"]>[0],
): void {
  try {
    deviceCodeCallback(response);
  } catch (cause) {
    const { message } = redactedError(cause);
    throw new BrokerError("request_aborted", {
      message: `"deviceCodeCallback" threw: ${message}`,
      correlationId,
      cause,
    });
  }
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
  if (field === undefined) return { ...call, deviceCodeCallback, isCancelled: () => false };
  throw new BrokerError("request_unsupported", {
    message: `the device-code route cannot honour "${field}", and does not silently drop it`,
    hint: `Leave "${field}" out of the request where it may come to a device code.`,
    correlationId: call.correlationId,
  });
}
