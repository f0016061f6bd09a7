// The child that asks the extension for a process whose own main thread cannot: see child-process.ts.
import { fileURLToPath } from "node:url";
import { type Addon, isAddon, type SsoRequest } from "./addon.js";
import { isAddonError, isRefusal } from "./addon-error.js";
import type { ChildMessage } from "./child-process.js";
import { startsHere } from "./start.js";

// The parent has gone, and nobody waits for the answer.
process.once("disconnect", () => process.exit());

process.once("message", (request) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parent's own; the addon checks each field
  void answer(request as SsoRequest).then((message) => process.send?.(message, () => process.disconnect()));
});

/** An error that is none of the addon's ends the process, which tells the parent. */
async function answer(request: SsoRequest): Promise<ChildMessage> {
  try {
    return { answer: await startsHere(loadAddon())(request).answer };
  } catch (thrown) {
    if (isRefusal(thrown)) return { refused: thrown.message };
    if (!isAddonError(thrown)) throw thrown;
    const { code, message, error } = thrown;
    return { failed: { code, message, ...(error === undefined ? {} : { error }) } };
  }
}

/** The parent's, loaded without core, which would take longer than the addon. This file is never part of a bundle. */
function loadAddon(): Addon {
  const file = new URL("../prebuilds/darwin-x64+arm64/broker-macos.node", import.meta.url);
  const module: { readonly exports: unknown } = { exports: {} };
  process.dlopen(module, fileURLToPath(file));
  if (!isAddon(module.exports)) throw new Error("that is not the addon of this version");
  return module.exports;
}
