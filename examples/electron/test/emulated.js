// npm run emulated: the example in Electron, with the emulator's broker and authority, and an API, around it. Another
// command than Electron's can follow.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { startEmulatedWorld } from "./emulated-world.js";

const electron = [
  process.execPath,
  createRequire(import.meta.url).resolve("electron/cli.js"),
  fileURLToPath(new URL("..", import.meta.url)),
];
const [program = "", ...args] = process.argv.length > 2 ? process.argv.slice(2) : electron;

const world = await startEmulatedWorld();
const child = spawn(program, args, { env: { ...process.env, ...world.env }, stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.on(signal, () => child.kill(signal));
const [code] = await once(child, "close");
await world.stop();
process.exitCode = code ?? 1;
