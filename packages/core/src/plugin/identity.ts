import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from "@azure/msal-node";
import type { BrokerProbe } from "../contract.js";
import type { NativeBrokerPlugin, NativeBrokerPluginOptions } from "../native-broker-plugin.js";
import { requireObject } from "../requests/check.js";
import { OPTION_NAMES } from "./option-names.js";

/** A plugin for `useIdentityPlugin` of `@azure/identity`. */
export interface AuthbrokerPlugin {
  /**
   * What `useIdentityPlugin` calls.
   *
   * @throws TypeError when it is not identity that calls.
   */
  (context: unknown): void;
  /**
   * Whether the broker can be used now, and if not, why and what mends it. Asks anew each time.
   *
   * @throws TypeError or BrokerError, as `createNativeBrokerPlugin` does.
   */
  probe(): Promise<BrokerProbe>;
}

/**
 * Gives the credentials of `@azure/identity` the broker of this system: `useIdentityPlugin(authbrokerPlugin({ … }))`.
 *
 * An option whose name is wrong is refused at once; nothing is loaded before the first token is asked for, and what is
 * wrong with an option's value is said then. To identity this broker is always there: identity looks once, when a credential is made, and its own error names no reason. Where
 * the broker cannot be used, `getToken` rejects with the reason, and no browser is opened; ask
 * {@link AuthbrokerPlugin.probe} before `brokerOptions` are set if the application is to go on in the browser.
 *
 * Identity's `enableCae` does not reach a plugin: `clientCapabilities: ["CP1"]` is for all the broker's tokens.
 *
 * @throws TypeError that names the option, and for the call that was left out: `useIdentityPlugin(authbrokerPlugin)`.
 */
export function authbrokerPlugin(options: NativeBrokerPluginOptions = {}): AuthbrokerPlugin {
  checkNames(options);
  const broker = new LazyBroker(options);
  const plugin = (context: unknown): void => {
    if (!isIdentity(context)) {
      throw new TypeError(
        'authbrokerPlugin() is for useIdentityPlugin() of "@azure/identity" 4; for an msal-node client, use createNativeBrokerPlugin()',
      );
    }
    context.nativeBrokerPluginControl.setNativeBroker(broker);
  };
  return Object.assign(plugin, { probe: () => broker.probe() });
}

/** A misspelt flag would otherwise be a flag that is off until somebody asks why there is no broker. */
function checkNames(options: unknown): void {
  if (isIdentity(options)) {
    throw new TypeError(
      "authbrokerPlugin is a function that makes the plugin; call it: useIdentityPlugin(authbrokerPlugin({ … }))",
    );
  }
  requireObject("options", options);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(OPTION_NAMES, name)) continue;
    throw new TypeError(
      `"${name}" is no option of authbrokerPlugin(), which has ${Object.keys(OPTION_NAMES).join(", ")}`,
    );
  }
}

/** The part of identity's context that a broker is handed to. */
interface IdentityContext {
  readonly nativeBrokerPluginControl: { setNativeBroker(broker: INativeBrokerPlugin): void };
}

function isIdentity(context: unknown): context is IdentityContext {
  const control = property(context, "nativeBrokerPluginControl");
  return typeof property(control, "setNativeBroker") === "function";
}

function property(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null ? Reflect.get(object, name) : undefined;
}

type Asked<Method extends "getAccountById" | "getAllAccounts" | "acquireTokenSilent" | "signOut"> =
  Parameters<INativeBrokerPlugin[Method]>;

/** A {@link NativeBrokerPlugin} that is made when it is first asked for something. */
class LazyBroker implements INativeBrokerPlugin {
  /** Never false: were it so when identity makes its client, msal-node would open a browser instead. */
  readonly isBrokerAvailable = true;
  readonly #options: NativeBrokerPluginOptions;
  #plugin: Promise<NativeBrokerPlugin> | undefined;
  #loggerOptions: Parameters<INativeBrokerPlugin["setLogger"]>[0] | undefined;

  constructor(options: NativeBrokerPluginOptions) {
    this.#options = options;
  }

  async probe(): Promise<BrokerProbe> {
    const { broker, ...options } = this.#options;
    const { probe } = await create({
      ...options,
      ...(broker && { broker: { ...broker, required: false } }),
    });
    return probe;
  }

  setLogger(loggerOptions: Parameters<INativeBrokerPlugin["setLogger"]>[0]): void {
    this.#loggerOptions = loggerOptions;
  }

  async getAccountById(...asked: Asked<"getAccountById">): Promise<AccountInfo> {
    return (await this.#made()).getAccountById(...asked);
  }

  async getAllAccounts(...asked: Asked<"getAllAccounts">): Promise<AccountInfo[]> {
    return (await this.#made()).getAllAccounts(...asked);
  }

  async acquireTokenSilent(...asked: Asked<"acquireTokenSilent">): Promise<AuthenticationResult> {
    return (await this.#made()).acquireTokenSilent(...asked);
  }

  async acquireTokenInteractive(
    ...asked: Parameters<INativeBrokerPlugin["acquireTokenInteractive"]>
  ): Promise<AuthenticationResult> {
    return (await this.#made()).acquireTokenInteractive(...asked);
  }

  async signOut(...asked: Asked<"signOut">): Promise<void> {
    return (await this.#made()).signOut(...asked);
  }

  /** The plugin, with the logger of the client that was made last; one that could not be made is tried again. */
  async #made(): Promise<NativeBrokerPlugin> {
    const making = (this.#plugin ??= create(this.#options));
    try {
      const plugin = await making;
      const loggerOptions = this.#loggerOptions;
      this.#loggerOptions = undefined;
      if (loggerOptions !== undefined) plugin.setLogger(loggerOptions);
      return plugin;
    } catch (error) {
      if (this.#plugin === making) this.#plugin = undefined;
      throw error;
    }
  }
}

async function create(options: NativeBrokerPluginOptions): Promise<NativeBrokerPlugin> {
  const { createPlugin } = await import("./create.js");
  return createPlugin(options, "authbrokerPlugin()");
}
