import type { AccountInfo as MsalAccountInfo, INativeBrokerPlugin } from "@azure/msal-node";
import type { AskedAccount } from "../accounts.js";
import { BrokerError } from "../errors/broker-error.js";
import { requireNonEmptyString, requireObject } from "../requests/check.js";
import { checkInteractive, type InteractiveCall } from "../requests/interactive-call.js";
import { checkSilent, type SilentCall, type TokenCall } from "../requests/token-call.js";
import type { InteractiveRequest, SilentRequest } from "../requests/types.js";
import type { Client } from "../router/client.js";
import { VERSION } from "../version.js";
import { accountById } from "./accounts.js";
import { toBrokersAccount } from "./native-account-id.js";

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

/** A checked call, and the id of its account where the request has nothing else of it. */
export interface Checked<Call extends TokenCall> {
  readonly call: Call;
  readonly accountId: string | undefined;
}

/**
 * A silent request, checked.
 *
 * A request that names nobody is for the broker's default account, by msal-node's contract; only a direct call of the
 * plugin can be that. msal-node itself takes calls for one that differ in nothing but an account without a
 * `nativeAccountId`, so `"os"` must not be an answer to any of those.
 *
 * @throws TypeError that names the argument, or BrokerError.
 */
export function silentCall(client: Client, request: NativeSilentRequest): Checked<SilentCall> {
  const { clientId, accountId, account, ...fields } = withoutEmpty(request);
  refuseDefaultAccount(account);
  if (account !== undefined) requireObject("account", account);
  const call = withVersions(request, () =>
    checkSilent({ ...fields, account: account ?? "os" }, client.configuration),
  );
  return { call: { ...call, account: brokersOwn(call.account) }, accountId: idAlone(request) };
}

/** @throws TypeError that names the argument, or BrokerError. */
export function interactiveCall(
  client: Client,
  request: NativeInteractiveRequest,
  windowHandle: Uint8Array | undefined,
): Checked<InteractiveCall> {
  const { clientId, accountId, ...fields } = withoutEmpty(request);
  for (const field of OTHER_ROUTES) {
    if (Reflect.get(request, field) !== undefined) throw noSuchRoute(field);
  }
  const call = withVersions(request, () =>
    checkInteractive({ ...fields, ...windowField(windowHandle) }, client.configuration),
  );
  const account = call.account && brokersOwn(call.account);
  return { call: { ...call, account }, accountId: idAlone(request) };
}

/**
 * A call with the account that the broker has under the id of its request.
 *
 * @throws BrokerError `no_account_found`.
 */
export async function withAccount<Call extends TokenCall>(
  client: Client,
  { call, accountId }: Checked<Call>,
): Promise<Call> {
  if (accountId === undefined) return call;
  const { account } = await accountById(client, accountId, call.limits);
  return { ...call, account: { source: "broker", account } };
}

/** @throws TypeError when the request names two accounts. */
function idAlone({ account, accountId }: NativeSilentRequest | NativeInteractiveRequest): string | undefined {
  if (accountId === undefined || accountId === "") return undefined;
  requireNonEmptyString("accountId", accountId);
  if (account === undefined) return accountId;
  if (accountId === account.nativeAccountId) return undefined;
  throw new TypeError('"accountId" must be the "nativeAccountId" of "account"; received two accounts');
}

function brokersOwn<Asked extends AskedAccount>(asked: Asked): Asked {
  return asked.source === "broker" ? { ...asked, account: toBrokersAccount(asked.account) } : asked;
}

/** Texts that msal-node takes for none when they are empty. */
const EMPTY_IS_NONE = ["domainHint", "loginHint", "sid", "state"];

function withoutEmpty<Request extends NativeSilentRequest>(request: Request): Request {
  const copy = { ...request };
  for (const field of EMPTY_IS_NONE) {
    if (Reflect.get(copy, field) === "") Reflect.deleteProperty(copy, field);
  }
  return copy;
}

/** No window: an empty buffer or zeros, as `@azure/identity` and Wayland have it for "none". */
function windowField(handle: Uint8Array | undefined): { readonly windowHandle?: Buffer } {
  if (handle === undefined) return {};
  // What is no bytes is for the checker to refuse.
  if (!(handle instanceof Uint8Array)) return { windowHandle: handle };
  return handle.every((byte) => byte === 0) ? {} : { windowHandle: Buffer.from(handle) };
}

/** A field may be one that a later msal-node sets of its own accord: who did not know whose field is said. */
function withVersions<Call>(request: NativeSilentRequest, check: () => Call): Call {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof BrokerError) || error.errorCode !== "request_unsupported") throw error;
    const [, version = ""] = MSAL_NODE_SKU.exec(request.extraParameters?.["x-client-xtra-sku"] ?? "") ?? [];
    throw new BrokerError("request_unsupported", {
      message: `${error.errorMessage} (@authbroker/core ${VERSION}, as the plugin of @azure/msal-node${version && ` ${version}`})`,
      hint: `${error.hint ?? ""} If the application does not set it, msal-node does: update @authbroker/core.`.trim(),
      cause: error,
    });
  }
}

/** How msal-node names itself to its plugin. */
const MSAL_NODE_SKU = /^msal\.js\.node\|(\d+\.\d+\.\d+[\w.-]*)/;

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
