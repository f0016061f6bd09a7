import { type AccountInfo, BrokerError } from "@authbroker/core";
import type { AccountId } from "./bridge.js";

/**
 * The accounts that pages were told of. A page names one by two fields, and the request is made with the account that the
 * client gave: what a page writes into an account reaches neither a broker nor a cache.
 */
export class Accounts {
  readonly #known = new Map<string, AccountInfo>();

  /** Keeps an account that the client gave. */
  add(account: AccountInfo): void {
    this.#known.set(keyOf(account), account);
  }

  /** Drops an account that was signed out. */
  remove(account: AccountId): void {
    this.#known.delete(keyOf(account));
  }

  /**
   * The account that a page means.
   *
   * @param list Asks the client, and adds what it says; called where no page was told of the account.
   * @throws BrokerError `no_account_found`.
   */
  async find(id: AccountId, list: () => Promise<unknown>): Promise<AccountInfo> {
    const known = this.#known.get(keyOf(id));
    if (known !== undefined) return known;
    await list();
    const found = this.#known.get(keyOf(id));
    if (found !== undefined) return found;
    throw new BrokerError("no_account_found", {
      message: "the account is not signed in to this application",
      hint: "Ask getAllAccounts() which accounts are, or call signIn().",
    });
  }
}

const keyOf = ({ homeAccountId, tenantId }: AccountId): string => `${homeAccountId} ${tenantId}`;
