import { toAccountInfo } from "./accounts.js";
import {
  type CheckedConfiguration,
  checkConfiguration,
  type Configuration,
  flagsOf,
} from "./configuration.js";
import type { Broker, BrokerProbe, BrokerRequest, CallOptions, ProbeOptions } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { checkContract, loadBroker } from "./load-broker.js";
import { type SystemKind, systemKind } from "./platform.js";
import { defaultRedirectUri } from "./redirect-uris.js";
import { isEntraAuthority } from "./requests/authority.js";
import {
  type ClientContext,
  prepareAccounts,
  prepareInteractive,
  prepareProbe,
  type Prepared,
  prepareSignOut,
  prepareSilent,
} from "./requests/prepare.js";
import type {
  AccountInfo,
  AccountsRequest,
  InteractiveRequest,
  SignOutRequest,
  SilentRequest,
} from "./requests/types.js";
import { type AuthenticationResult, toAuthenticationResult } from "./results.js";
import { settle } from "./settle.js";
import { CONSOLE_WINDOW_HANDLE } from "./window-handle.js";

/** How long a probe may take beyond its own time limit before the broker is not waited for, milliseconds. */
const PROBE_GRACE_MS = 500;

/** Why there is no broker in a client, and what to do about it. */
type NoBroker = Extract<BrokerProbe, { available: false }>;

/**
 * A client of Microsoft Entra ID that signs in through the operating system's broker.
 *
 * Its requests and results are those of msal-node's class of the same name, extended. Every call takes a `signal` and a
 * `timeoutMs` and settles; every error it rejects with is a `TypeError` that names an argument, or a {@link BrokerError}.
 */
export class PublicClientApplication {
  /** "The window of this terminal": pass it as `parentWindowHandle` in a console application. */
  static readonly CONSOLE_WINDOW_HANDLE: typeof CONSOLE_WINDOW_HANDLE = CONSOLE_WINDOW_HANDLE;

  /** "The window of this terminal": pass it as `parentWindowHandle` in a console application. */
  readonly CONSOLE_WINDOW_HANDLE: typeof CONSOLE_WINDOW_HANDLE = CONSOLE_WINDOW_HANDLE;

  readonly #broker: Broker | NoBroker;
  readonly #context: ClientContext;

  private constructor(configuration: CheckedConfiguration, broker: Broker | NoBroker, system: SystemKind) {
    this.#broker = broker;
    const { clientId, authority, clientCapabilities } = configuration;
    this.#context = {
      clientId,
      authority,
      clientCapabilities,
      redirectUri: defaultRedirectUri(system, clientId),
    };
  }

  /**
   * Makes a client, and loads the broker package of this system when its flag is on.
   *
   * @throws TypeError when the configuration is wrong; the message names the argument.
   * @throws BrokerPackageMissingError when the flag of this system is on and its package is not installed.
   * @throws BrokerError `broker_load_failed` when the package is installed and does not load,
   * `broker_contract_mismatch` when it was made for another version of core, `request_unsupported` for a setting that
   * the broker route would have to ignore.
   */
  static async create(configuration: Configuration): Promise<PublicClientApplication> {
    try {
      const checked = checkConfiguration(configuration);
      const system = checked.implementation?.platform ?? systemKind();
      return new PublicClientApplication(checked, await chooseBroker(checked, system), system);
    } catch (error) {
      throw await toThrow(error);
    }
  }

  /**
   * Whether the broker can be used now, and if not, why and what mends it. Rejects for a wrong argument only, asks anew
   * each time, and starts the broker only when `start` is true. Aborted or out of time, it answers that the broker did
   * not respond.
   *
   * @throws TypeError that names the argument.
   */
  async probeBroker(options: ProbeOptions = {}): Promise<BrokerProbe> {
    const { request, limits } = prepareProbe(options, this.#context);
    const broker = this.#broker;
    const { start } = options;
    if ("available" in broker) return { ...broker };
    try {
      // A broker knows best what it waited for, so it gets its whole time, and a little more to say so.
      return await settle(
        (limited) => broker.probe(start === undefined ? limited : { ...limited, start }),
        limits,
        PROBE_GRACE_MS,
      );
    } catch (error) {
      const { explain } = await import("./errors/explain.js");
      const { errorMessage: message, cause } = explain(error, request);
      return { available: false, reason: "broker_not_responding", message, cause };
    }
  }

  /** The accounts that the broker holds for this application. */
  async getAllAccounts(request: AccountsRequest = {}): Promise<AccountInfo[]> {
    return this.#call(
      () => prepareAccounts(request, this.#context),
      async (broker, prepared, options) => {
        const accounts = await broker.getAccounts(prepared.request, options);
        return accounts.map((account) => toAccountInfo(account));
      },
    );
  }

  /**
   * A token without any user interface.
   *
   * @throws BrokerError `interaction_required` (msal-node's `InteractionRequiredAuthError`) where a person is needed.
   */
  async acquireTokenSilent(request: SilentRequest): Promise<AuthenticationResult> {
    return this.#call(
      () => prepareSilent(request, this.#context),
      async (broker, prepared, options) =>
        toAuthenticationResult(await broker.acquireTokenSilent(prepared.request, options), prepared),
    );
  }

  /**
   * A token with the broker's own window where it needs one. With `prompt: "none"` no window is ever shown.
   *
   * @throws BrokerError `user_canceled` when the person closed the window.
   */
  async acquireTokenInteractive(request: InteractiveRequest): Promise<AuthenticationResult> {
    return this.#call(
      () => prepareInteractive(request, this.#context),
      async (broker, prepared, options) => {
        const response = prepared.silent
          ? await broker.acquireTokenSilent(prepared.request, options)
          : await broker.acquireTokenInteractive(prepared.request, options);
        return toAuthenticationResult(response, prepared);
      },
    );
  }

  /** Signs an account out of this application. The sign-in of the operating system stays. */
  async signOut(request: SignOutRequest): Promise<void> {
    return this.#call(
      () => prepareSignOut(request, this.#context),
      async (broker, prepared, options) => broker.signOut(prepared.request, options),
    );
  }

  /** Every call of the broker goes through here: it is checked, it settles, and its errors say what to do. */
  async #call<Call extends Prepared<BrokerRequest>, Response>(
    prepare: () => Call,
    work: (broker: Broker, prepared: Call, options: CallOptions) => Promise<Response>,
  ): Promise<Response> {
    let prepared: Call | undefined;
    try {
      const call = prepare();
      prepared = call;
      const broker = this.#brokerFor(call.request);
      return await settle((options) => work(broker, call, options), call.limits);
    } catch (error) {
      throw await toThrow(error, prepared?.request);
    }
  }

  #brokerFor(request: BrokerRequest & { readonly authority?: string }): Broker {
    if ("available" in this.#broker) {
      throw new BrokerError("route_unavailable", {
        message: `the broker route is closed (${this.#broker.reason}): ${this.#broker.message}`,
        hint: this.#broker.fix,
      });
    }
    if (request.authority !== undefined && !isEntraAuthority(request.authority)) {
      throw new BrokerError("route_unavailable", {
        message: `the broker serves authorities of Microsoft Entra ID only, and ${request.authority} is none`,
        hint: "Use an authority such as https://login.microsoftonline.com/common.",
      });
    }
    return this.#broker;
  }
}

async function chooseBroker(
  configuration: CheckedConfiguration,
  system: SystemKind,
): Promise<Broker | NoBroker> {
  const { implementation, flags } = configuration;
  if (implementation !== undefined) {
    checkContract(implementation, '"broker.implementation"');
    return implementation;
  }
  const ofSystem = flagsOf(system);
  if (ofSystem.some((flag) => flags[flag])) return loadBroker(system);
  const [flag] = ofSystem;
  if (flag === undefined) {
    return {
      available: false,
      reason: "platform_unsupported",
      message: `there is no authentication broker for ${process.platform}`,
    };
  }
  return {
    available: false,
    reason: "broker_disabled",
    message: `${flag} is off`,
    fix: `Pass ${flag}: true to PublicClientApplication.create().`,
  };
}

/**
 * A wrong argument is thrown as it is, an error of a call with what to do about it and its class of msal-node. The code
 * for that is loaded with the first error: a process that only wants its token is started sooner without it.
 */
async function toThrow(error: unknown, request?: BrokerRequest): Promise<unknown> {
  const [{ explain }, { asMsalError }] = await Promise.all([
    import("./errors/explain.js"),
    import("./errors/msal-classes.js"),
  ]);
  const explained = request === undefined ? error : explain(error, request);
  return explained instanceof BrokerError ? asMsalError(explained) : explained;
}
