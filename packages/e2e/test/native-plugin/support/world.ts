import type { AccountInfo, AuthenticationResult, Configuration } from "@azure/msal-node";
import {
  type Broker,
  createNativeBrokerPlugin,
  type InteractiveTokenRequest,
  type NativeBrokerPlugin,
  type NativeBrokerPluginOptions,
  type TokenRequest,
} from "@authbroker/core";
import {
  createDirectory,
  createEmulatedBroker,
  type Directory,
  type EmulatedBroker,
  type EmulatedBrokerOptions,
} from "@authbroker/emulator";
import type { Interactive, Major, MsalClient, MsalNode } from "./majors.js";

export const SCOPES = ["https://graph.microsoft.com/User.Read"];
export const ADELE = "adele@contoso.example";
export const LEE = "lee@contoso.example";

/** A client of msal-node's whose plugin is that of an emulated broker. */
export interface PluginWorld {
  readonly emulated: EmulatedBroker;
  readonly plugin: NativeBrokerPlugin;
  readonly app: MsalClient;
}

/** What a world can be told. */
export interface PluginWorldOptions {
  readonly emulator?: EmulatedBrokerOptions;
  readonly plugin?: NativeBrokerPluginOptions;
  readonly auth?: Partial<Configuration["auth"]>;
  readonly system?: Configuration["system"];
  /** Puts something between the plugin and the emulated broker. */
  readonly broker?: (broker: Broker) => Broker;
}

let directory: Directory | undefined;

/** A directory where nobody is signed in: always the same one, since making its key takes longer than a test. */
function freshDirectory(): Directory {
  directory ??= createDirectory();
  for (const { username } of directory.signedIn) directory.signOut(username);
  return directory;
}

/** Makes a client of a major of msal-node, with a plugin; nobody is signed in at its broker. */
export async function pluginWorld(
  { msal }: Pick<Major, "msal">,
  options: PluginWorldOptions = {},
): Promise<PluginWorld> {
  const emulated = createEmulatedBroker({ directory: freshDirectory(), ...options.emulator });
  const implementation = options.broker?.(emulated.broker) ?? emulated.broker;
  const plugin = await createNativeBrokerPlugin({
    broker: { implementation },
    msalNode: msal,
    ...options.plugin,
  });
  return { emulated, plugin, app: clientOf(msal, plugin, emulated.clientId, options) };
}

/** Makes a client with a plugin. */
export function clientOf(
  msal: MsalNode,
  plugin: NativeBrokerPlugin,
  clientId: string,
  { auth = {}, system }: Pick<PluginWorldOptions, "auth" | "system"> = {},
): MsalClient {
  return new msal.PublicClientApplication({
    auth: { clientId, authority: "https://login.microsoftonline.com/common", ...auth },
    broker: { nativeBrokerPlugin: plugin },
    ...(system === undefined ? {} : { system }),
  });
}

/** An interactive request; a browser that opens fails the test. */
export function interactive(request: Partial<Interactive> = {}): Interactive {
  return { scopes: SCOPES, openBrowser: noBrowser, ...request };
}

const noBrowser = (): Promise<void> => Promise.reject(new Error("a browser was opened"));

/** Signs a user in at the broker. */
export async function signIn(app: MsalClient, loginHint: string = ADELE): Promise<AccountInfo> {
  return accountOf(await app.acquireTokenInteractive(interactive({ loginHint })));
}

/** The account of a result. */
export function accountOf({ account }: AuthenticationResult): AccountInfo {
  if (account === null) throw new Error("the result has no account");
  return account;
}

/** The account as it would be, had it been signed in in the browser. */
export function withoutBroker({ nativeAccountId, ...account }: AccountInfo): AccountInfo {
  return account;
}

/** The last request that the broker was asked. */
export function lastRequest({ requests }: EmulatedBroker): Partial<TokenRequest & InteractiveTokenRequest> {
  return { ...requests.at(-1)?.request };
}

/** The methods that the broker was asked, the oldest first. */
export function asked({ requests }: EmulatedBroker): readonly string[] {
  return requests.map(({ method }) => method);
}
