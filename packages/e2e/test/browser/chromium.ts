import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";

/** The programs that Chromium is called on the systems that have it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;

/** For a browser without a screen, run by root, that asks nobody but the test's own servers. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;

/** Starts Chromium, with an empty profile of its own. */
export function launchChromium(...flags: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: find(), args: [...FLAGS, ...flags] });
}

/** One Chromium for the tests of a file. */
export interface Chromium {
  /** A page in a browser that nobody signed in with before; it ends with the test. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** A browser that nobody signed in with before, for several pages; it ends with the test. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
}

/** Starts Chromium before the tests of a file, and ends it after them. */
export function useChromium(): Chromium {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  const newContext = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    if (browser === undefined) throw new Error("Chromium runs only while the tests do");
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    onTestFinished(() => context.close());
    return context;
  };
  return { newContext, newPage: async (options) => (await newContext(options)).newPage() };
}

function find(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = paths.find(isExecutable);
  if (found === undefined) throw new Error(`none of ${NAMES.join(", ")} is on the PATH; install Chromium`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
