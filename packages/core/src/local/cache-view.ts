import type { CacheKVStore, ICachePlugin, PublicClientApplication } from "@azure/msal-node";
import type { MsalNode } from "./msal-node.js";
import { cacheUnreadable } from "../cache/guarded-plugin.js";

/**
 * Reads msal-node's token cache without msal-node's own look-ups, which copy the whole cache for every account.
 *
 * With a cache plugin, the plugin's text is what counts, since another process may have changed it. It is read into a
 * client of its own, and only when it is another text than the last time: msal-node's client would be emptied first, and
 * whoever looks meanwhile would find nothing.
 */
export class CacheView {
  readonly #client: PublicClientApplication;
  readonly #plugin: ICachePlugin | undefined;
  readonly #msal: MsalNode;
  readonly #clientId: string;
  #read: { readonly text: string; readonly store: CacheKVStore } | undefined;

  /** @param plugin A guarded one. */
  constructor(msal: MsalNode, client: PublicClientApplication, clientId: string, plugin?: ICachePlugin) {
    this.#client = client;
    this.#plugin = plugin;
    this.#msal = msal;
    this.#clientId = clientId;
  }

  /**
   * The entries of the cache. Whoever changes them changes the cache.
   *
   * @throws BrokerError `cache_unreadable` when the plugin fails, or its text is no cache of MSAL's.
   */
  async read(): Promise<CacheKVStore> {
    if (this.#plugin === undefined) return this.#client.getTokenCache().getKVStore();
    const text = await this.#textOf(this.#plugin);
    if (this.#read?.text !== text) this.#read = { text, store: this.#parse(text) };
    return this.#read.store;
  }

  /** Has the plugin hand over its text, as msal-node would have it do. */
  async #textOf(plugin: ICachePlugin): Promise<string> {
    let text = "";
    const cache = {
      // Before the first sign-in many a store gives undefined, which msal-node takes for an empty cache.
      deserialize: (given: string | null | undefined): void => {
        text = given ?? "";
      },
      serialize: (): string => text,
    };
    const context = new this.#msal.TokenCacheContext(cache, false);
    await plugin.beforeCacheAccess(context);
    await plugin.afterCacheAccess(context);
    return text;
  }

  #parse(text: string): CacheKVStore {
    if (text === "") return {};
    const { PublicClientApplication } = this.#msal;
    const cache = new PublicClientApplication({ auth: { clientId: this.#clientId } }).getTokenCache();
    try {
      cache.deserialize(text);
    } catch (cause) {
      throw cacheUnreadable("read", "its text is no token cache of MSAL's", cause);
    }
    return cache.getKVStore();
  }
}
