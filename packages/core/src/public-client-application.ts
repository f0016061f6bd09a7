import { chooseBroker } from "./choose-broker.js";
import { checkConfiguration, type Configuration } from "./configuration.js";
import type { BrokerProbe, BrokerRequest, ProbeOptions } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { explain } from "./errors/explain.js";
import { asMsalError } from "./errors/msal-classes.js";
import { systemKind } from "./platform.js";
import { askProbe } from "./probe.js";
import { brokerRequest } from "./requests/for-broker.js";
import { checkDeviceCode, checkInteractive } from "./requests/interactive-call.js";
import { type Call, checkAccounts, checkProbe, checkSignOut } from "./requests/others.js";
import { checkSilent } from "./requests/token-call.js";
import type {
  AccountInfo,
  AccountsRequest,
  DeviceCodeRequest,
  InteractiveRequest,
  SignOutRequest,
  SilentRequest,
} from "./requests/types.js";
import type { AuthenticationResult } from "./results.js";
import { listAccounts, signOut } from "./router/accounts.js";
import { Client } from "./router/client.js";
import { routeSilent } from "./router/silent.js";
import { CONSOLE_WINDOW_HANDLE } from "./window-handle.js";

/**
 * A client of Microsoft Entra ID that signs in through the operating system's broker where there is one, and through the
 * browser or with a device code where there is none.
 *
 * Its requests and results are those of msal-node's class of the same name, extended. Every call takes a `signal` and a
 * `timeoutMs` and settles; every error it rejects with is a `TypeError` that names an argument, or a {@link BrokerError}.
 * Which route serves a call is decided call by call: see `docs/routes.md`.
 */
export class PublicClientApplication {
  /** "The window of this terminal": pass it as `parentWindowHandle` in a console application. */
  static readonly CONSOLE_WINDOW_HANDLE: typeof CONSOLE_WINDOW_HANDLE = CONSOLE_WINDOW_HANDLE;

  /** "The window of this terminal": pass it as `parentWindowHandle` in a console application. */
  readonly CONSOLE_WINDOW_HANDLE: typeof CONSOLE_WINDOW_HANDLE = CONSOLE_WINDOW_HANDLE;

  readonly #client: Client;

  private constructor(client: Client) {
    // Who comes from msal-node's class in JavaScript has no compiler that says so.
    if (!(client instanceof Client)) {
      throw new TypeError('make a client with "await PublicClientApplication.create(configuration)"');
    }
    this.#client = client;
  }

  /**
   * Makes a client, and loads the broker package of this system when its flag is on.
   *
   * @throws TypeError when the configuration is wrong; the message names the argument.
   * @throws BrokerPackageMissingError when the flag of this system is on and its package is not installed.
   * @throws BrokerError `broker_load_failed` when the package is installed and does not load,
   * `broker_contract_mismatch` when it was made for another version of core, `request_unsupported` for a setting that
   * would have to be ignored, `untrusted_authority` for `auth.authorityMetadata` that leads to an insecure address.
   */
  static async create(configuration: Configuration): Promise<PublicClientApplication> {
    try {
      const checked = checkConfiguration(configuration);
      const { authorityMetadata } = checked.msal.auth;
      if (authorityMetadata) {
        const { checkAuthorityMetadata } = await import("./authority-metadata.js");
        checkAuthorityMetadata(authorityMetadata);
      }
      const system = checked.implementation?.platform ?? systemKind();
      return new PublicClientApplication(
        new Client(checked, await chooseBroker(checked, system, "PublicClientApplication.create()"), system),
      );
    } catch (error) {
      throw await toThrow(error);
    }
  }

  /**
   * Whether the broker can be used now, and if not, why and what mends it. Rejects for a wrong argument only, asks anew
   * each time, and starts the broker only when `start` is true. Aborted or out of time, it answers that the broker did
   * not respond.
   *
   * @throws TypeError that names the argument, or BrokerError `request_unsupported` that names an unknown option.
   */
  async probeBroker(options: ProbeOptions = {}): Promise<BrokerProbe> {
    let call: Call;
    try {
      call = checkProbe(options);
    } catch (error) {
      throw await toThrow(error);
    }
    const { limits, correlationId } = call;
    const { broker, brokerDefaults } = this.#client;
    const { start } = options;
    if ("available" in broker) return { ...broker };
    try {
      return await askProbe(broker, limits, start === undefined ? {} : { start });
    } catch (error) {
      const { errorMessage: message, cause } = explain(error, brokerRequest(correlationId, brokerDefaults));
      return { available: false, reason: "broker_not_responding", message, cause };
    }
  }

  /**
   * The accounts that are signed in to this application, at the broker and in msal-node's cache; `source` says where. A
   * user is listed once for each tenant, and as the broker's where both hold the user in the same tenant. A broker that
   * fails is left out when there is a cache and `broker.required` is off.
   *
   * @throws BrokerError `cache_unreadable` when the cache plugin fails.
   */
  async getAllAccounts(request: AccountsRequest = {}): Promise<AccountInfo[]> {
    return this.#call(
      () => checkAccounts(request),
      (call) => listAccounts(this.#client, call),
    );
  }

  /**
   * A token without any user interface: from the broker for an account of the broker's and for `"os"`, else from
   * msal-node's cache, refreshed where it is due. Identical calls at the same time are one.
   *
   * @throws BrokerError `interaction_required` (msal-node's `InteractionRequiredAuthError`) where a person is needed;
   * `route_unavailable` when the account's own source cannot be used.
   */
  async acquireTokenSilent(request: SilentRequest): Promise<AuthenticationResult> {
    return this.#call(
      () => checkSilent(request, this.#client.configuration),
      (call) => routeSilent(this.#client, call),
    );
  }

  /**
   * A token with a window where it needs one: the broker's, else the system browser's, else a code for another device
   * when `deviceCodeCallback` is given. With `prompt: "none"` the broker shows no window.
   *
   * @throws BrokerError `user_canceled` when the person closed the window; no other route is tried then.
   * @throws BrokerError `route_unavailable` when no route is left; the message says why of each.
   */
  async acquireTokenInteractive(request: InteractiveRequest): Promise<AuthenticationResult> {
    return this.#call(
      () => checkInteractive(request, this.#client.configuration),
      async (call) => {
        const { routeInteractive } = await import("./router/interactive.js");
        return routeInteractive(this.#client, call);
      },
    );
  }

  /**
   * A token for whoever enters the code that `deviceCodeCallback` shows, on any device.
   *
   * @throws BrokerError `device_code_expired` when nobody did in time, `user_canceled` when somebody declined.
   */
  async acquireTokenByDeviceCode(request: DeviceCodeRequest): Promise<AuthenticationResult> {
    return this.#call(
      () => checkDeviceCode(request, this.#client.configuration),
      async (call) => {
        const { routeDeviceCode } = await import("./router/interactive.js");
        return routeDeviceCode(this.#client, call);
      },
    );
  }

  /**
   * Signs a user out of this application: the broker and msal-node's cache forget the account. The sign-in of the
   * operating system stays, and so does that of the browser.
   *
   * @throws BrokerError what the broker failed with; the cache has forgotten the user all the same.
   */
  async signOut(request: SignOutRequest): Promise<void> {
    return this.#call(
      () => checkSignOut(request),
      (call) => signOut(this.#client, call),
    );
  }

  /** Every call goes through here: it is checked, and its errors say what to do. */
  async #call<Request extends Call, Response>(
    check: () => Request,
    work: (call: Request) => Promise<Response>,
  ): Promise<Response> {
    let call: Request | undefined;
    try {
      call = check();
      return await work(call);
    } catch (error) {
      throw await this.#toThrow(error, call);
    }
  }

  async #toThrow(error: unknown, call: Call | undefined): Promise<unknown> {
    const { brokerDefaults, logger } = this.#client;
    if (call === undefined) return toThrow(error);
    const request = brokerRequest(call.correlationId, brokerDefaults);
    const thrown = await toThrow(
      error,
      "redirectUri" in call ? { ...request, ...redirectUriOf(call) } : request,
    );
    if (thrown instanceof BrokerError) {
      logger.error(() => `the call failed: ${thrown.errorCode}`, call.correlationId);
    }
    return thrown;
  }
}

/** The redirect URI that a request named itself. */
function redirectUriOf({
  redirectUri,
}: {
  readonly redirectUri: unknown;
}): Pick<BrokerRequest, "redirectUri"> | object {
  return typeof redirectUri === "string" ? { redirectUri } : {};
}

/** A wrong argument is thrown as it is, an error of a call with what to do about it and its class of msal-node. */
async function toThrow(error: unknown, request?: BrokerRequest): Promise<unknown> {
  const explained = request === undefined ? error : explain(error, request);
  return explained instanceof BrokerError ? asMsalError(explained) : explained;
}
