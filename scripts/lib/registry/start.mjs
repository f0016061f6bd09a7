import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runServer } from "verdaccio";

/** What anybody on this machine may do, for as long as the registry runs. */
const EVERYTHING = { access: "$all", publish: "$all", unpublish: "$all" };

/**
 * A registry on loopback that holds what is published to it, and asks no other registry for the rest.
 *
 * @typedef {object} Registry
 * @property {string} url ends with a slash
 * @property {() => Promise<void>} close ends it, and removes what it holds
 */

/**
 * Starts an empty registry, on a port that is free.
 *
 * @returns {Promise<Registry>}
 */
export async function startRegistry() {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-registry-"));
  const server = await runServer({
    self_path: folder,
    storage: folder,
    uplinks: {},
    packages: { "**": EVERYTHING },
    auth: {},
    middlewares: {},
    web: { enable: false },
    log: { type: "stdout", format: "json", level: "fatal" },
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
