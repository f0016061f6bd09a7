import type {
  AccountInfo,
  AuthenticationResult,
  InteractiveRequest,
  PublicClientApplication,
} from "@authbroker/core";
import { Accounts } from "./accounts.js";
import type { BridgeAccount, BridgeProbe, SignInResult, TokenResult } from "./bridge.js";
import type { Window } from "./electron.js";
import type { Method } from "./protocol.js";
import type { Received } from "./received.js";
import { bridgeAccount, bridgeProbe, signInResult, tokenResult } from "./results.js";
import { requireListed } from "./scopes.js";

/** What of a `PublicClientApplication` the bridge uses. */
export type Client = Pick<
  PublicClientApplication,
  "acquireTokenInteractive" | "acquireTokenSilent" | "getAllAccounts" | "probeBroker" | "signOut"
>;

/** What the application gives its pages. */
export interface Grants {
  /** What pages may sign in for. */
  readonly scopes: readonly string[];
  /** What pages may have tokens for. */
  readonly tokenScopes: readonly string[];
  readonly openBrowser: InteractiveRequest["openBrowser"];
}

/** One call of a page. */
export interface PageCall {
  /** Aborts when the page says so, and when it is closed, left or gone. */
  readonly signal: AbortSignal;
  /** A UUID in lower case that names the call in every log. */
  readonly correlationId: string;
  /** The window that the page is in: the `parentWindowHandle` of a request. */
  readonly window: Window | null;
}

/** The methods of the bridge that are calls of the client. */
export type ClientMethod = Exclude<Method, "abort" | "call">;

const COMMON = ["correlationId", "timeoutMs"] as const;
const INTERACTIVE = [...COMMON, "account", "claims", "domainHint", "loginHint", "prompt", "scopes"] as const;

/** The fields that each method takes. */
export const FIELDS: Readonly<Record<ClientMethod, readonly string[]>> = {
  probeBroker: COMMON,
  getAllAccounts: COMMON,
  signIn: INTERACTIVE,
  signOut: [...COMMON, "account"],
  acquireTokenSilent: [...COMMON, "account", "claims", "forceRefresh", "scopes"],
  acquireTokenInteractive: INTERACTIVE,
};

/** The methods of the bridge over a client. */
export class ClientMethods implements Record<ClientMethod, unknown> {
  readonly #client: Client;
  readonly #openBrowser: Grants["openBrowser"];
  readonly #signInScopes: ReadonlySet<string>;
  readonly #tokenScopes: ReadonlySet<string>;
  readonly #accounts = new Accounts();

  constructor(client: Client, { scopes, tokenScopes, openBrowser }: Grants) {
    this.#client = client;
    this.#openBrowser = openBrowser;
    this.#signInScopes = new Set([...scopes, ...tokenScopes]);
    this.#tokenScopes = new Set(tokenScopes);
  }

  async probeBroker(received: Received, { signal }: PageCall): Promise<BridgeProbe> {
    return bridgeProbe(await this.#client.probeBroker({ signal, ...timeLimit(received) }));
  }

  async getAllAccounts(received: Received, call: PageCall): Promise<BridgeAccount[]> {
    return (await this.#list(received, call)).map(bridgeAccount);
  }

  async signIn(received: Received, call: PageCall): Promise<SignInResult> {
    const scopes = received.strings("scopes") ?? [...this.#signInScopes];
    requireListed(scopes, this.#signInScopes, "scopes");
    return signInResult(await this.#interactive(scopes, received, call));
  }

  async signOut(received: Received, call: PageCall): Promise<void> {
    const account = await this.#account(received, call);
    await this.#client.signOut({ ...limits(received, call), account });
    this.#accounts.remove(account);
  }

  async acquireTokenSilent(received: Received, call: PageCall): Promise<TokenResult> {
    const scopes = this.#scopesOfToken(received);
    const claims = received.string("claims");
    const forceRefresh = received.boolean("forceRefresh");
    const result = await this.#client.acquireTokenSilent({
      ...limits(received, call),
      scopes,
      account: await this.#account(received, call),
      ...(claims !== undefined && { claims }),
      ...(forceRefresh !== undefined && { forceRefresh }),
    });
    return tokenResult(result);
  }

  async acquireTokenInteractive(received: Received, call: PageCall): Promise<TokenResult> {
    return tokenResult(await this.#interactive(this.#scopesOfToken(received), received, call));
  }

  async #interactive(
    scopes: readonly string[],
    received: Received,
    call: PageCall,
  ): Promise<AuthenticationResult> {
    const result = await this.#client.acquireTokenInteractive({
      ...limits(received, call),
      ...(scopes.length > 0 && { scopes }),
      ...hints(received),
      ...(received.has("account") && { account: await this.#account(received, call) }),
      ...(call.window && { parentWindowHandle: call.window }),
      ...(this.#openBrowser && { openBrowser: this.#openBrowser }),
    });
    if (result.account) this.#accounts.add(result.account);
    return result;
  }

  /** A request for no scope would bring a token all the same, for Microsoft Graph. */
  #scopesOfToken(received: Received): readonly string[] {
    const scopes = received.strings("scopes") ?? [];
    if (scopes.length === 0) throw new TypeError('"scopes" must be an array of at least one scope');
    requireListed(scopes, this.#tokenScopes, "tokenScopes");
    return scopes;
  }

  #account(received: Received, call: PageCall): Promise<AccountInfo> {
    const id = received.accountId("account");
    return this.#accounts.find(id, () => this.#list(received, call));
  }

  async #list(received: Received, call: PageCall): Promise<readonly AccountInfo[]> {
    const accounts = await this.#client.getAllAccounts(limits(received, call));
    for (const account of accounts) this.#accounts.add(account);
    return accounts;
  }
}

function limits(
  received: Received,
  { signal, correlationId }: PageCall,
): Pick<PageCall, "correlationId" | "signal"> & { readonly timeoutMs?: number } {
  return { signal, correlationId, ...timeLimit(received) };
}

function timeLimit(received: Received): { readonly timeoutMs?: number } {
  const timeoutMs = received.number("timeoutMs");
  return timeoutMs === undefined ? {} : { timeoutMs };
}

/** The fields of an interactive request that are text. */
function hints(
  received: Received,
): Pick<InteractiveRequest, "claims" | "domainHint" | "loginHint" | "prompt"> {
  const [claims, domainHint, loginHint, prompt] = ["claims", "domainHint", "loginHint", "prompt"].map(
    (field) => received.string(field),
  );
  return {
    ...(claims !== undefined && { claims }),
    ...(domainHint !== undefined && { domainHint }),
    ...(loginHint !== undefined && { loginHint }),
    ...(prompt !== undefined && { prompt }),
  };
}
