import { authbrokerPlugin, type AuthbrokerPlugin, type NativeBrokerPluginOptions } from "@authbroker/core";
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
  type TenantConfig,
  type UserConfig,
} from "@authbroker/emulator";
import * as identity4141 from "@azure/identity";
import type {
  AuthenticationRecord,
  DefaultAzureCredentialOptions,
  GetTokenOptions,
  InteractiveBrowserCredentialNodeOptions,
  TokenCredential,
} from "@azure/identity";
import * as identity4131 from "@azure/identity-4.13.1";
import * as identity4133 from "@azure/identity-4.13.3";
import { onTestFinished, vi } from "vitest";

export const SCOPE = "https://graph.microsoft.com/User.Read";

/** The application that identity's own credentials for developers are. */
export const DEVELOPER_SIGN_ON = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

export const TENANT: TenantConfig = { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" };
export const ADELE: UserConfig = {
  oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
  username: "adele@contoso.example",
};
export const LEE: UserConfig = {
  oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a",
  username: "lee@contoso.example",
};

/** A credential that can also sign in without giving the token away. */
interface InteractiveCredential extends TokenCredential {
  authenticate(scopes: string, options?: GetTokenOptions): Promise<AuthenticationRecord | undefined>;
}

/** What is used of `@azure/identity`, in every version of it. */
export interface Identity {
  useIdentityPlugin(plugin: (context: unknown) => void): void;
  readonly InteractiveBrowserCredential: new (
    options: InteractiveBrowserCredentialNodeOptions,
  ) => InteractiveCredential;
  readonly DefaultAzureCredential: new (options?: DefaultAzureCredentialOptions) => TokenCredential;
}

/** Each brings another major of msal-node; the first is the last that says it runs on Node.js 20. */
export const VERSIONS: readonly (readonly [version: string, identity: Identity])[] = [
  ["4.13.1 (msal-node 5)", identity4131],
  ["4.13.3 (msal-node 6)", identity4133],
  ["4.14.1 (msal-node 7)", identity4141],
];

/** A machine with a broker, and the application's id there. */
export interface Machine {
  readonly emulator: Emulator;
  readonly clientId: string;
  /** The methods that the broker was called by, without those of a probe. */
  asked(): readonly string[];
  /** What the last call of a method sent. */
  sent(method: "acquireTokenSilently" | "acquireTokenInteractively"): unknown;
}

/** A machine that these users are signed in on already, the first of them by default; it ends with the test. */
export async function machine(
  users: readonly UserConfig[] = [],
  options: EmulatorOptions = {},
): Promise<Machine> {
  const others = [ADELE, LEE].filter(({ oid }) => users.every((user) => user.oid !== oid));
  const clientId = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";
  const emulator = await startEmulator({
    ...options,
    authority: false,
    config: {
      ...options.config,
      tenants: [TENANT],
      users: [...users.map((user) => ({ ...user, signedIn: true })), ...others],
      apps: [
        { clientId, name: "Contoso Notes" },
        { clientId: DEVELOPER_SIGN_ON, name: "Developer sign-on" },
      ],
    },
  });
  onTestFinished(() => emulator.stop());
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  // Where no browser can be found, and no other tool that developers sign in with.
  vi.stubEnv("PATH", "");
  const calls = (): Emulator["broker"]["requests"] =>
    emulator.broker.requests.filter(({ method }) => method !== "getLinuxBrokerVersion");
  return {
    emulator,
    clientId,
    asked: () => calls().map(({ method }) => method),
    sent: (method) => calls().findLast((call) => call.method === method)?.body?.authParameters,
  };
}

/** Hands this library's plugin to a version of identity. */
export function use(identity: Identity, options: NativeBrokerPluginOptions = ON): AuthbrokerPlugin {
  const plugin = authbrokerPlugin(options);
  identity.useIdentityPlugin(plugin);
  return plugin;
}

export const ON: NativeBrokerPluginOptions = { enableBrokerOnLinux: true };

type CredentialOptions = Partial<Omit<InteractiveBrowserCredentialNodeOptions, "brokerOptions">> & {
  readonly useDefaultBrokerAccount?: boolean;
  readonly legacyEnableMsaPassthrough?: boolean;
  readonly parentWindowHandle?: Uint8Array;
};

/** A credential of the application's; a request over HTTP fails the test. */
export function credential(
  identity: Identity,
  clientId: string,
  {
    useDefaultBrokerAccount = false,
    legacyEnableMsaPassthrough = false,
    parentWindowHandle = new Uint8Array(0),
    ...options
  }: CredentialOptions = {},
): InteractiveCredential {
  return new identity.InteractiveBrowserCredential({
    clientId,
    tenantId: "common",
    httpClient: { sendRequest: ({ url }) => Promise.reject(new Error(`a request over HTTP: ${url}`)) },
    ...options,
    brokerOptions: { enabled: true, useDefaultBrokerAccount, legacyEnableMsaPassthrough, parentWindowHandle },
  });
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const reason: unknown = await promise.then(
    () => new Error("the promise was to reject"),
    (error: unknown) => error,
  );
  if (reason instanceof Error) return reason;
  throw new Error("rejected with something that is no error", { cause: reason });
}
