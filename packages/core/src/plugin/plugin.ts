import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from "@azure/msal-node";
import type { Broker, BrokerProbe, BrokerUnavailable } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { explain } from "../errors/explain.js";
import { asErrorOf, asMsalError } from "../errors/msal-classes.js";
import type { LoggerOptions } from "../log/logger.js";
import type { NativeBrokerPlugin } from "../native-broker-plugin.js";
import type { SystemKind } from "../platform.js";
import { DEFAULT_AUTHORITY } from "../requests/authority.js";
import { requireNonEmptyString, requireObject } from "../requests/check.js";
import { brokerRequest } from "../requests/for-broker.js";
import { checkCorrelationId, type TokenCall } from "../requests/token-call.js";
import { Client } from "../router/client.js";
import { accountById, brokerAccounts, defaultLimits, signOutAccount, toOuterAccount } from "./accounts.js";
import type { CheckedOptions } from "./options.js";
import {
  type Checked,
  interactiveCall,
  type NativeInteractiveRequest,
  type NativeSilentRequest,
  silentCall,
  withAccount,
} from "./requests.js";
import { tokenInteractively, tokenSilently } from "./tokens.js";

/** What of a call its errors are explained by. */
interface Explained {
  readonly correlationId: string;
  readonly redirectUri?: string | undefined;
}

/** See {@link NativeBrokerPlugin}. */
export class BrokerPlugin implements NativeBrokerPlugin {
  readonly isBrokerAvailable: boolean;
  readonly probe: BrokerProbe;
  readonly #options: CheckedOptions;
  readonly #broker: Broker | BrokerUnavailable;
  readonly #system: SystemKind;
  /** By client ID, which msal-node names in each call. */
  readonly #clients = new Map<string, Client>();
  #loggerOptions: LoggerOptions | undefined;
  #lastClientId: string | undefined;

  constructor(
    options: CheckedOptions,
    broker: Broker | BrokerUnavailable,
    probe: BrokerProbe,
    system: SystemKind,
  ) {
    this.#options = options;
    this.#broker = broker;
    this.#system = system;
    this.probe = probe;
    this.isBrokerAvailable = probe.available;
  }

  setLogger(loggerOptions: LoggerOptions): void {
    this.#loggerOptions = loggerOptions;
    this.#clients.clear();
  }

  async getAccountById(accountId: string, correlationId: string): Promise<AccountInfo> {
    const clientId = this.#options.clientId ?? this.#lastClientId;
    if (clientId === undefined) {
      throw new TypeError(
        '"clientId" must be given to createNativeBrokerPlugin(): getAccountById names no application, and no call before did',
      );
    }
    return this.#call(
      clientId,
      () => {
        requireNonEmptyString("accountId", accountId);
        return defaultLimits(checkCorrelationId(correlationId));
      },
      async (limits, client) => toOuterAccount((await accountById(client, accountId, limits)).account),
    );
  }

  async getAllAccounts(clientId: string, correlationId: string): Promise<AccountInfo[]> {
    return this.#call(
      clientId,
      () => defaultLimits(checkCorrelationId(correlationId)),
      async (limits, client) => (await brokerAccounts(client, limits)).map(toOuterAccount),
    );
  }

  async acquireTokenSilent(request: NativeSilentRequest): Promise<AuthenticationResult> {
    requireObject("request", request);
    return this.#call(
      request.clientId,
      (client) => explainedBy(silentCall(client, request)),
      async (checked, client) => tokenSilently(client, await withAccount(client, checked)),
    );
  }

  async acquireTokenInteractive(
    request: NativeInteractiveRequest,
    windowHandle?: Uint8Array,
  ): Promise<AuthenticationResult> {
    requireObject("request", request);
    return this.#call(
      request.clientId,
      (client) => explainedBy(interactiveCall(client, request, windowHandle)),
      async (checked, client) => tokenInteractively(client, await withAccount(client, checked)),
    );
  }

  async signOut(request: Parameters<INativeBrokerPlugin["signOut"]>[0]): Promise<void> {
    requireObject("request", request);
    const { accountId, clientId, correlationId } = request;
    return this.#call(
      clientId,
      () => {
        requireNonEmptyString("accountId", accountId);
        return defaultLimits(checkCorrelationId(correlationId));
      },
      (limits, client) => signOutAccount(client, accountId, limits),
    );
  }

  /**
   * Every call goes through here: it is checked, and its errors say what to do in classes of msal-node.
   *
   * @param check Refuses what is wrong with the request, before anything is asked.
   * @param work Asks the broker.
   */
  async #call<Call extends Explained, Answer>(
    clientId: unknown,
    check: (client: Client) => Call,
    work: (call: Call, client: Client) => Promise<Answer>,
  ): Promise<Answer> {
    let client: Client;
    let call: Call;
    try {
      client = this.#client(clientId);
      call = check(client);
    } catch (error) {
      throw await this.#asMsal(error);
    }
    try {
      return await work(call, client);
    } catch (error) {
      const { correlationId, redirectUri = client.brokerDefaults.redirectUri } = call;
      const thrown = explain(error, brokerRequest(correlationId, { ...client.brokerDefaults, redirectUri }));
      client.logger.error(() => `the call failed: ${thrown.errorCode}`, correlationId);
      throw await this.#asMsal(thrown);
    }
  }

  async #asMsal(error: unknown): Promise<unknown> {
    if (!(error instanceof BrokerError)) return error;
    const { msalNode } = this.#options;
    return msalNode === undefined ? asMsalError(error) : asErrorOf(msalNode, error);
  }

  #client(clientId: unknown): Client {
    requireNonEmptyString("clientId", clientId);
    this.#lastClientId = clientId;
    const known = this.#clients.get(clientId);
    if (known !== undefined) return known;
    const { clientCapabilities, flags, implementation } = this.#options;
    const loggerOptions = this.#loggerOptions;
    const configuration = {
      clientId,
      // Every request of msal-node's names its own.
      authority: DEFAULT_AUTHORITY,
      clientCapabilities,
      flags,
      implementation,
      required: true,
      // msal-node requires the resource before it asks its plugin.
      isMcp: false,
      msal: { auth: { clientId }, ...(loggerOptions === undefined ? {} : { system: { loggerOptions } }) },
    };
    const client = new Client(configuration, this.#broker, this.#system);
    this.#clients.set(clientId, client);
    return client;
  }
}

function explainedBy<Call extends TokenCall>(checked: Checked<Call>): Checked<Call> & Explained {
  const { correlationId, redirectUri } = checked.call;
  return { ...checked, correlationId, redirectUri };
}
