import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { redact } from "../errors/redact.js";
import { systemKind } from "../platform.js";
import { browserAvailability } from "./desktop.js";
import type { Desktop, Launcher } from "./launchers.js";
import { onPath } from "./on-path.js";

/**
 * How long a launcher is watched for failing, milliseconds. One that is still there then has become the browser, as
 * xdg-open does where none was open.
 */
const WATCHED_MS = 2000;

/** Most that is kept of a launcher's words, UTF-16 code units. */
const LONGEST_WORDS = 1000;

/** This machine, as the system's browser is concerned. */
export function thisDesktop(): Desktop {
  return { platform: systemKind(), env: process.env, has: onPath(process.env) };
}

/**
 * Opens a URL in the system's browser, and resolves once it is in the browser's hands. The process may end while the
 * browser is open; nothing is written to this process's output.
 *
 * Not by the `open` package: that drops what the launcher says and how it ended, so a browser that did not start would
 * look like one that did.
 *
 * @throws Error when the URL is none of http or https, when no browser can be opened here, or when it did not start, in
 * the launcher's own words.
 */
export async function openBrowser(
  url: string,
  desktop: Desktop = thisDesktop(),
  watchedMs: number = WATCHED_MS,
): Promise<void> {
  const { href, protocol } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") {
    throw new TypeError(`only http and https URLs are opened in the browser; received one of ${protocol}`);
  }
  const browser = browserAvailability(desktop);
  if (!browser.available) throw new Error(browser.message);
  await launch(browser.launcher, href, desktop, watchedMs);
}

function launch(launcher: Launcher, url: string, { env }: Desktop, watchedMs: number): Promise<void> {
  const child = spawn(launcher.program, launcher.arguments(url), {
    // A process group of its own: Ctrl-C in the terminal ends the application, not the browser that it started.
    detached: process.platform !== "win32",
    env,
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const words = collectWords(child);
  return new Promise<void>((resolve, reject) => {
    let how = "";
    const settle = (): void => {
      clearTimeout(timer);
      letGo(child);
      if (how === "") return resolve();
      const said = redact(words().replaceAll(url, "(the URL)").trim());
      reject(new Error(`the browser did not start: ${launcher.program} ${how}${said && `: ${said}`}`));
    };
    const timer = setTimeout(settle, watchedMs);
    child.once("error", (error) => {
      how = redact(error.message);
      settle();
    });
    child.once("exit", (code, signal) => {
      if (code === 0) return settle();
      how = code === null ? `was ended by ${String(signal)}` : `ended with ${code}`;
    });
    // Only now has everything been read that a launcher said before it failed.
    child.once("close", settle);
  });
}

/** Reads on after enough was kept: a browser must not wait for a reader of what it says. */
function collectWords({ stderr }: ChildProcess): () => string {
  let words = "";
  stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    if (words.length < LONGEST_WORDS) words += chunk;
  });
  return () => words;
}

/** Lets this process end before the browser does. */
function letGo(child: ChildProcess): void {
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
}
