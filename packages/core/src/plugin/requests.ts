import type { AccountInfo as MsalAccountInfo, INativeBrokerPlugin } from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import { checkInteractive, type InteractiveCall } from "../requests/interactive-call.js";
import { checkSilent, type SilentCall } from "../requests/token-call.js";
import type { InteractiveRequest, SilentRequest } from "../requests/types.js";
import type { Client } from "../router/client.js";
import { accountById } from "./accounts.js";

/** msal-node's `NativeRequest`, a type that it does not export. */
type NativeRequest = Parameters<INativeBrokerPlugin["acquireTokenSilent"]>[0];

/** msal-node passes on whatever its caller's request has, beyond that type. */
type PassedOn =
  | "authenticationScheme"
  | "extraQueryParameters"
  | "shrClaims"
  | "signal"
  | "state"
  | "timeoutMs";

/** What msal-node asks a plugin for silently. */
export type NativeSilentRequest = NativeRequest &
  Pick<SilentRequest, PassedOn> & { readonly account?: MsalAccountInfo };

/** What msal-node asks a plugin for with a window. */
export type NativeInteractiveRequest = NativeRequest &
  Pick<
    InteractiveRequest,
    PassedOn | "account" | "domainHint" | "nonce" | "onBeforeLaunchingUi" | "parentWindowHandle" | "sid"
  >;

/** Fields of an interactive request that are for the routes a plugin does not have; msal-node keeps most to itself. */
const OTHER_ROUTES = [
  "deviceCodeCallback",
  "errorTemplate",
  "openBrowser",
  "preferredPort",
  "successTemplate",
] as const;

/**
 * A silent request, checked.
 *
 * A request that names nobody is for the broker's default account, by msal-node's contract; only a direct call of the
 * plugin can be that. msal-node itself takes calls for one that differ in nothing but an account without a
 * `nativeAccountId`, so `"os"` must not be an answer to any of those.
 *
 * @throws TypeError that names the argument, or BrokerError.
 */
export async function silentCall(client: Client, request: NativeSilentRequest): Promise<SilentCall> {
  const { clientId, accountId, account, ...fields } = request;
  const asked = await accountOf(client, request);
  refuseDefaultAccount(asked);
  return checkSilent({ ...fields, account: asked ?? "os" }, client.configuration);
}

/** @throws TypeError that names the argument, or BrokerError. */
export async function interactiveCall(
  client: Client,
  request: NativeInteractiveRequest,
  windowHandle: Uint8Array | undefined,
): Promise<InteractiveCall> {
  const { clientId, accountId, account, ...fields } = request;
  for (const field of OTHER_ROUTES) {
    if (Reflect.get(request, field) !== undefined) throw noSuchRoute(field);
  }
  const asked = await accountOf(client, request);
  return checkInteractive(
    {
      ...fields,
      ...(asked === undefined ? {} : { account: asked }),
      ...(isHandle(windowHandle) ? { windowHandle: Buffer.from(windowHandle) } : {}),
    },
    client.configuration,
  );
}

/** The account of the caller's request, else the one that the broker has under the id. */
async function accountOf(
  client: Client,
  { account, accountId, correlationId }: NativeSilentRequest | NativeInteractiveRequest,
): Promise<MsalAccountInfo | undefined> {
  if (account !== undefined) {
    if (accountId === undefined || accountId === account.nativeAccountId) return account;
    throw new TypeError('"accountId" must be the "nativeAccountId" of "account"; received two accounts');
  }
  return accountId === undefined || accountId === ""
    ? undefined
    : accountById(client, accountId, correlationId);
}

/** No window: an empty buffer or zeros, as `@azure/identity` and Wayland have it for "none". */
function isHandle(bytes: Uint8Array | undefined): bytes is Uint8Array {
  return bytes !== undefined && !(bytes instanceof Uint8Array && bytes.every((byte) => byte === 0));
}

function refuseDefaultAccount(account: unknown): void {
  if (account !== "os") return;
  throw new BrokerError("request_unsupported", {
    message: `a plugin cannot honour account: "os", for msal-node would share its answer with other accounts' calls`,
    hint: 'Call acquireTokenInteractive with prompt: "none" and no account for the default account.',
  });
}

function noSuchRoute(field: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `a broker plugin cannot honour "${field}", and does not silently drop it`,
    hint: `Leave "${field}" out of the request.`,
  });
}
