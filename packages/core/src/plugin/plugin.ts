import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from "@azure/msal-node";
import { toAccountInfo } from "../accounts.js";
import type { Broker, BrokerProbe, BrokerRequest, BrokerUnavailable } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { explain } from "../errors/explain.js";
import { asErrorOf, asMsalError } from "../errors/msal-classes.js";
import type { LoggerOptions } from "../log/logger.js";
import type { NativeBrokerPlugin } from "../native-broker-plugin.js";
import type { SystemKind } from "../platform.js";
import { DEFAULT_AUTHORITY } from "../requests/authority.js";
import { requireNonEmptyString } from "../requests/check.js";
import { brokerRequest } from "../requests/for-broker.js";
import { checkCorrelationId } from "../requests/token-call.js";
import { Client } from "../router/client.js";
import { accountById, brokerAccountById, brokerAccounts, signOutAccount, toMsalAccount } from "./accounts.js";
import type { CheckedOptions } from "./options.js";
import {
  interactiveCall,
  type NativeInteractiveRequest,
  type NativeSilentRequest,
  silentCall,
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
      async (client) => {
        requireNonEmptyString("accountId", accountId);
        return { correlationId, account: await accountById(client, accountId, correlationId) };
      },
      ({ account }) => Promise.resolve(account),
    );
  }

  async getAllAccounts(clientId: string, correlationId: string): Promise<AccountInfo[]> {
    return this.#call(
      clientId,
      async (client) => ({ correlationId, accounts: await brokerAccounts(client, correlationId) }),
      ({ accounts }) => Promise.resolve(accounts.map((account) => toMsalAccount(toAccountInfo(account)))),
    );
  }

  async acquireTokenSilent(request: NativeSilentRequest): Promise<AuthenticationResult> {
    return this.#call(
      request.clientId,
      (client) => silentCall(client, request),
      (call, client) => tokenSilently(client, call),
    );
  }

  async acquireTokenInteractive(
    request: NativeInteractiveRequest,
    windowHandle?: Uint8Array,
  ): Promise<AuthenticationResult> {
    return this.#call(
      request.clientId,
      (client) => interactiveCall(client, request, windowHandle),
      (call, client) => tokenInteractively(client, call),
    );
  }

  async signOut(request: Parameters<INativeBrokerPlugin["signOut"]>[0]): Promise<void> {
    const { accountId, clientId } = request;
    const correlationId = checkCorrelationId(request.correlationId);
    return this.#call(
      clientId,
      async (client) => {
        requireNonEmptyString("accountId", accountId);
        return { correlationId, account: await brokerAccountById(client, accountId, correlationId) };
      },
      ({ account }, client) => signOutAccount(client, account, correlationId),
    );
  }

  /** Every call goes through here: it is checked, and its errors say what to do in classes of msal-node. */
  async #call<Call extends Explained, Answer>(
    clientId: unknown,
    check: (client: Client) => Promise<Call>,
    work: (call: Call, client: Client) => Promise<Answer>,
  ): Promise<Answer> {
    let explained: { readonly request: BrokerRequest; readonly client: Client } | undefined;
    try {
      const client = this.#client(clientId);
      const call = await check(client);
      const { correlationId, redirectUri = client.brokerDefaults.redirectUri } = call;
      const { brokerDefaults } = client;
      explained = { request: brokerRequest(correlationId, { ...brokerDefaults, redirectUri }), client };
      return await work(call, client);
    } catch (error) {
      if (explained === undefined) throw await this.#asMsal(error);
      const { client, request } = explained;
      const thrown = explain(error, request);
      client.logger.error(() => `the call failed: ${thrown.errorCode}`, request.correlationId);
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
