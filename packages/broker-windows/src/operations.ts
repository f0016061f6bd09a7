import { type CallClock, onAbort, requestAborted, startCallClock } from "@authbroker/core/broker";
import type {
  AccountsAnswer,
  Addon,
  AddonError,
  Pending,
  ProviderAnswer,
  ProviderRequest,
  TokenAnswer,
} from "./addon.js";
import { callError, isAddonError } from "./errors.js";
import type { WebTokenRequest } from "./requests.js";

/**
 * The operations of one call of the contract, under the one time limit of it. What Windows does not find is undefined;
 * every other failure is a `BrokerError`.
 */
export class Operations {
  readonly #addon: Addon;
  readonly #clock: CallClock;

  constructor(addon: Addon, clock: CallClock) {
    this.#addon = addon;
    this.#clock = clock;
  }

  /** Undefined where Windows has no such provider. */
  findProvider(provider: ProviderRequest): Promise<ProviderAnswer | undefined> {
    return this.#perform("FindAccountProviderAsync", "provider_not_found", (timeoutMs) =>
      this.#addon.findProvider({ provider, timeoutMs }),
    );
  }

  /** Undefined where Windows has no such provider. */
  findAccounts(provider: ProviderRequest, clientId: string): Promise<AccountsAnswer | undefined> {
    return this.#perform("FindAllAccountsAsync", "provider_not_found", (timeoutMs) =>
      this.#addon.findAccounts({ provider, clientId, timeoutMs }),
    );
  }

  /** Undefined where the provider does not have the account of the request. */
  getToken(request: WebTokenRequest): Promise<TokenAnswer | undefined> {
    const name = request.mode === "silent" ? "GetTokenSilentlyAsync" : "RequestTokenForWindowAsync";
    return this.#perform(name, "account_not_found", (timeoutMs) =>
      this.#addon.getToken({ ...request, timeoutMs }),
    );
  }

  /** False where the provider does not have the account. */
  async signOut(provider: ProviderRequest, clientId: string, accountId: string): Promise<boolean> {
    const done = await this.#perform("SignOutAsync", "account_not_found", (timeoutMs) => {
      const { id, answer } = this.#addon.signOut({ provider, clientId, accountId, timeoutMs });
      return { id, answer: answer.then(() => true) };
    });
    return done === true;
  }

  /**
   * The same operations with a part of the time that is left.
   *
   * @throws BrokerError `request_aborted`.
   */
  within(share: number): Operations {
    const { timeoutMs = 0, ...rest } = this.#clock.left();
    return new Operations(this.#addon, startCallClock({ ...rest, timeoutMs: timeoutMs * share }, 0));
  }

  async #perform<Answer>(
    name: string,
    notFound: AddonError["code"],
    start: (timeoutMs: number) => Pending<Answer>,
  ): Promise<Answer | undefined> {
    const { signal, timeoutMs = 0 } = this.#clock.left();
    try {
      return await this.#settled(start(timeoutMs), signal);
    } catch (error) {
      if (isAddonError(error) && error.code === notFound) return undefined;
      throw callError(error, name, this.#clock);
    }
  }

  /** Nobody waits for Windows to notice that an operation was given up. */
  #settled<Answer>({ id, answer }: Pending<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    if (signal === undefined) return answer;
    return new Promise<Answer>((resolve, reject) => {
      const stop = onAbort(signal, () => {
        this.#addon.cancel(id);
        reject(requestAborted(signal));
      });
      answer.finally(stop).then(resolve, reject);
    });
  }
}
