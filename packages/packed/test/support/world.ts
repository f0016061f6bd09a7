import { type Emulator, startEmulator } from "@authbroker/emulator";
import { join } from "node:path";
import { dependenciesOf } from "../../../../scripts/lib/installed.mjs";
import { packedFile, published } from "../../../../scripts/lib/packed.mjs";
import { publishInstalled, publishTarball } from "../../../../scripts/lib/registry/publish.mjs";
import { startRegistry } from "../../../../scripts/lib/registry/start.mjs";
import { manifestOf, root } from "../../../../scripts/lib/workspace.mjs";

/** What applications meet: a registry with the packages, and a broker and an authority to sign in with. */
export interface World {
  /** The registry's address, with a slash at the end. */
  readonly registry: string;
  readonly emulator: Emulator;
  end(): Promise<void>;
}

/** The packages of others that an application gets with ours. */
const OTHERS = [
  { name: "@azure/msal-node", from: join(root, "packages", "core") },
  ...published().flatMap(dependenciesOf),
].filter(({ name }) => !name.startsWith("@authbroker/"));

/** Starts a registry that holds the packed packages and what they depend on, and nothing else; and an emulator. */
export async function startWorld(): Promise<World> {
  const registry = await startRegistry();
  const ours = published().map((folder) => publishTarball(registry.url, packedFile(manifestOf(folder).name)));
  const others = publishInstalled(registry.url, OTHERS);
  const [emulator] = await Promise.all([startEmulator(), others, ...ours]);
  return {
    registry: registry.url,
    emulator,
    async end() {
      await Promise.all([emulator.stop(), registry.close()]);
    },
  };
}
