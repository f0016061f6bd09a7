import { spawn } from "node:child_process";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { onTestFinished } from "vitest";
import { startEmulatedWorld } from "./emulated-world.js";

/**
 * How to start the example: the program and its first arguments. A packaged application refuses the authority of an
 * emulator, and has the broker alone.
 *
 * @typedef {{ readonly program: string, readonly args: readonly string[], readonly packaged: boolean }} Command
 */

/**
 * Starts the example in a world of the emulator's, and takes hold of its page. Both end with the test.
 *
 * @param {Command} command
 * @param {import("@authbroker/emulator").EmulatorOptions} [options]
 */
export async function launch({ program, args, packaged }, options) {
  const world = await startEmulatedWorld(options);
  onTestFinished(() => world.stop());
  const child = spawn(program, [...args, "--remote-debugging-port=0"], {
    env: { ...process.env, ...world.env, ...(packaged && { AUTHBROKER_AUTHORITY_METADATA: "" }) },
    stdio: ["ignore", "inherit", "pipe"],
  });
  const ended = once(child, "exit");
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  const says = listen(child);
  const browser = await chromium.connectOverCDP(await says(/DevTools listening on (ws:\S+)/));
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent("page"));
  if (page === undefined) throw new Error("the example opened no page");
  onTestFinished(async () => {
    // Its last window ends the application.
    if (!page.isClosed()) await page.close();
    await ended;
    await browser.close();
  });
  await page.locator(":is(#signed-in, #signed-out):not([hidden])").waitFor();
  return { page, world, ended, says };
}

/**
 * Waits for something that the example says on stderr, from its start on.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {(pattern: RegExp) => Promise<string>} what the pattern's first group matches
 */
function listen(child) {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    said += text;
    child.emit("said");
  });
  return async (pattern) => {
    for (;;) {
      const found = pattern.exec(said)?.[1];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`the example ended, and has said: ${said}`);
      await Promise.race([once(child, "said"), once(child, "exit")]);
    }
  };
}
