// npm run test:electron: the example packaged, in windows of a real Electron, and the packages' own tests on Electron's
// Node.js. It takes the Electron that AUTHBROKER_TEST_ELECTRON names, else that of the electron package.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { SetUpError, say } from "../../../../scripts/lib/log.mjs";
import { main } from "../../../../scripts/lib/main.mjs";
import { run } from "../../../../scripts/lib/run.mjs";
import { build, needsLinux } from "../../../../scripts/lib/set-up.mjs";
import { ensureSystemPackages, TO_RUN, TO_SHOW } from "../../../../scripts/lib/system-packages.mjs";
import { tool } from "../../../../scripts/lib/workspace.mjs";

/** What needs neither a window nor a browser, and is native or loads what is; not how that is built. */
const ON_ELECTRONS_NODE = [
  "packages/electron",
  ...["addon", "e2e", "protocol"].map((kind) => `packages/broker-linux/test/${kind}`),
];

const AS_NODE = { ELECTRON_RUN_AS_NODE: "1" };
const VERSIONS =
  "const { electron, node, chrome, napi } = process.versions; `${electron}: Node.js ${node}, Chromium ${chrome}, Node-API ${napi}`";

await main(async () => {
  needsLinux("npm run test:electron");
  const electron = findElectron();
  await build();
  await ensureSystemPackages([...TO_RUN, ...(process.env["DISPLAY"] ? [] : TO_SHOW)]);
  const { output } = await run(electron, ["-p", VERSIONS], { env: AS_NODE });
  say(`Electron ${output.trim()}, ${electron}`);

  const display = await startDisplay();
  const env = { AUTHBROKER_TEST_ELECTRON: electron, ...(display && { DISPLAY: display.name }) };
  const config = join(import.meta.dirname, "vitest.config.js");
  const windowed = await run(process.execPath, [tool("vitest"), "run", "--config", config], {
    output: "inherit",
    env,
  });
  display?.stop();

  say("\nThe packages' own tests, on Electron's Node.js (ELECTRON_RUN_AS_NODE=1):");
  const onNode = await run(electron, [tool("vitest"), "run", ...ON_ELECTRONS_NODE], {
    output: "inherit",
    // A display is a way to sign in, and these tests are of a machine without one.
    env: { ...AS_NODE, ...env, DISPLAY: "", WAYLAND_DISPLAY: "" },
  });
  return windowed.exitCode || onNode.exitCode;
});

/** @throws {SetUpError} that says where one comes from */
function findElectron() {
  const named = process.env["AUTHBROKER_TEST_ELECTRON"];
  const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  const electron = named ?? join(folder, "dist", "electron");
  if (existsSync(electron) && basename(electron) === "electron") return electron;
  throw new SetUpError(
    `${named === undefined ? "The electron package has no Electron yet" : `AUTHBROKER_TEST_ELECTRON names no file called electron: ${named}`}. ` +
      "Have it downloaded (npx install-electron, in examples/electron), or name another in AUTHBROKER_TEST_ELECTRON. " +
      "Where there is none, npm test -- examples/electron runs the same scenarios, with the main process in Node.js and the page in Chromium.",
  );
}

/** A display, where there is none. It says its name on the descriptor that it is given. */
async function startDisplay() {
  if (process.env["DISPLAY"]) return undefined;
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill());
  const named = child.stdio[3];
  if (!named) throw new SetUpError("Xvfb did not start");
  const [name] = await once(named, "data");
  return { name: `:${String(name).trim()}`, stop: () => child.kill() };
}
