import type { ICachePlugin } from "@azure/msal-node";

/** A cache plugin over a text, as an application's own is over a file. */
export interface TextPlugin extends ICachePlugin {
  text: string;
  /** How often the text was read. */
  reads: number;
  writes: number;
}

/** Makes a cache plugin over a text. */
export function textPlugin(text = ""): TextPlugin {
  const plugin: TextPlugin = {
    text,
    reads: 0,
    writes: 0,
    async beforeCacheAccess({ tokenCache }) {
      await Promise.resolve();
      plugin.reads += 1;
      if (plugin.text !== "") tokenCache.deserialize(plugin.text);
    },
    async afterCacheAccess({ cacheHasChanged, tokenCache }) {
      await Promise.resolve();
      if (!cacheHasChanged) return;
      plugin.writes += 1;
      plugin.text = tokenCache.serialize();
    },
  };
  return plugin;
}
