import {
  type Broker,
  type BrokerAccount,
  type BrokerAccountsRequest,
  BrokerError,
  type BrokerProbe,
  type BrokerRequest,
  type BrokerSignOutRequest,
  type CallOptions,
  type InteractiveTokenRequest,
  type ProbeOptions,
  type TokenRequest,
  type TokenResponse,
} from "@authbroker/core";
import { type CallClock, resourceRequestUrl, startCallClock } from "@authbroker/core/broker";
import type { Addon, SsoAnswer } from "./addon.js";
import { HeaderFields } from "./headers.js";
import type { BindingKey } from "./pop.js";
import type { AskingProgram } from "./redirect-errors.js";
import { applicationIdentifier, type Caller, redirectUriOf } from "./redirect-uri.js";
import {
  accountsRequest,
  defaultAccountRequest,
  interactiveRequest,
  removeAccountRequest,
  silentRequest,
  type SsoOperation,
  type TokenParameters,
} from "./requests.js";
import { isDone, parseAccounts, parseDefaultAccount, parseToken, relayedError } from "./responses.js";
import type { Settings } from "./settings.js";
import { Sso } from "./sso.js";

/** Limits of calls that are made without one, milliseconds. */
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;

/** A client of Microsoft's Enterprise SSO extension. */
export class MacosBroker implements Broker {
  readonly contractVersion = 1;
  readonly platform = "macos";
  readonly #settings: Settings;
  readonly #sso: Sso;
  #key: Promise<BindingKey> | undefined;
  #windowOpen = false;

  /** @param requireAddon Loads the addon; rejects as BrokerError `broker_load_failed` what does not load. */
  constructor(settings: Settings, requireAddon: () => Addon) {
    this.#settings = settings;
    this.#sso = new Sso(requireAddon, settings.wantsChild);
  }

  redirectUri(): string {
    return this.#settings.redirectUri ?? redirectUriOf(this.#caller());
  }

  async probe(options: ProbeOptions = {}): Promise<BrokerProbe> {
    // Most processes never probe, and start sooner without the code for it.
    const { probe } = await import("./probe.js");
    return probe(this.#sso, options);
  }

  async getAccounts(
    request: BrokerAccountsRequest,
    options?: CallOptions,
  ): Promise<readonly BrokerAccount[]> {
    const clock = startCallClock(options, SILENT_TIMEOUT_MS);
    return parseAccounts(await this.#ask(accountsRequest(request), request, clock));
  }

  async acquireTokenSilent(request: TokenRequest, options?: CallOptions): Promise<TokenResponse> {
    const clock = startCallClock(options, SILENT_TIMEOUT_MS);
    const named = await this.#withUser(request, clock);
    return this.#acquire((parameters) => silentRequest(named, parameters), request, clock);
  }

  async acquireTokenInteractive(
    request: InteractiveTokenRequest,
    options?: CallOptions,
  ): Promise<TokenResponse> {
    const clock = startCallClock(options, INTERACTIVE_TIMEOUT_MS);
    clock.left();
    if (this.#windowOpen) throw (await import("./errors.js")).windowOpen();
    this.#windowOpen = true;
    try {
      return await this.#acquire((parameters) => interactiveRequest(request, parameters), request, clock);
    } finally {
      this.#windowOpen = false;
    }
  }

  async signOut(request: BrokerSignOutRequest, options?: CallOptions): Promise<void> {
    const clock = startCallClock(options, SILENT_TIMEOUT_MS);
    const operation = removeAccountRequest(request);
    if (isDone(await this.#ask(operation, request, clock))) return;
    throw (await import("./errors.js")).unexplained(operation.operation);
  }

  /** The extension refuses a silent request that names nobody, and has an operation that names the default account. */
  async #withUser(request: TokenRequest, clock: CallClock): Promise<TokenRequest> {
    if (request.account !== undefined || request.loginHint !== undefined) return request;
    const account = parseDefaultAccount(await this.#ask(defaultAccountRequest(request), request, clock));
    if (account !== undefined) return { ...request, account };
    throw new BrokerError("no_account_found", {
      message: "the broker has no default account",
      hint: "Call acquireTokenInteractive to sign in.",
    });
  }

  async #acquire(
    build: (parameters: TokenParameters) => SsoOperation,
    request: TokenRequest,
    clock: CallClock,
  ): Promise<TokenResponse> {
    const { clientSku } = this.#settings;
    const { pop } = request;
    const key = pop && resourceRequestUrl(pop) && (await this.#bindingKey());
    const operation = build({ clientSku, keyToBind: key?.confirmation, now: new Date() });
    const response = parseToken(await this.#ask(operation, request, clock), request, new Date());
    if (key === undefined || pop === undefined) return response;
    return { ...response, accessToken: await key.sign(pop, response.accessToken, new Date()) };
  }

  /** One key for the life of the process; made when the first proof of possession is asked for. */
  #bindingKey(): Promise<BindingKey> {
    this.#key ??= this.#newKey();
    return this.#key;
  }

  async #newKey(): Promise<BindingKey> {
    try {
      const { createBindingKey } = await import("./pop.js");
      return await createBindingKey();
    } catch (error) {
      // The next call tries again.
      this.#key = undefined;
      throw error;
    }
  }

  /** The answer to an operation, which is no error. */
  async #ask(operation: SsoOperation, request: BrokerRequest, clock: CallClock): Promise<HeaderFields> {
    let answer: SsoAnswer;
    try {
      answer = await this.#sso.perform(operation, clock.left());
    } catch (error) {
      const { operationError } = await import("./errors.js");
      throw await operationError(error, operation.operation, this.#program(request), clock);
    }
    const fields = new HeaderFields(answer, operation.operation);
    const said = relayedError(fields);
    if (said === undefined) return fields;
    const { answerError } = await import("./errors.js");
    throw await answerError(said, this.#program(request));
  }

  #program({ clientId, redirectUri }: BrokerRequest): AskingProgram {
    return { clientId, redirectUri, bundleIdentifier: applicationIdentifier(this.#caller()) };
  }

  #caller(): Caller | undefined {
    try {
      return this.#sso.caller;
    } catch {
      // A call says why the addon does not load.
      return undefined;
    }
  }
}
