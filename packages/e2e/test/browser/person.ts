import type { Configuration, PublicClientApplication } from "@authbroker/core";
import {
  type EmulatorConfigInput,
  type ScriptedPerson,
  type ScriptedResult,
  signInWith,
} from "@authbroker/emulator";
import { startWorld, type World } from "../support/sign-in-app.js";

/** A directory with its authority, and a client that no broker serves. */
export interface BrowserWorld extends World {
  readonly app: PublicClientApplication;
}

/** Starts an authority and a client of it whose interactive calls take the browser. */
export async function startBrowserWorld(
  config: EmulatorConfigInput = {},
  configuration: Partial<Configuration> = {},
): Promise<BrowserWorld> {
  const world = await startWorld(config);
  return { ...world, app: await world.createApp({ broker: {}, ...configuration }) };
}

/** A person in front of a browser, and what they came by. */
export interface Person {
  /** The addresses that the browser was opened at. */
  readonly opened: readonly URL[];
  /** Resolves when the browser is opened for the first time. */
  readonly opening: Promise<void>;
  /** The last page of each time. */
  readonly seen: readonly Promise<ScriptedResult>[];
  /** What the client is given to open the browser with. */
  readonly openBrowser: (url: string) => Promise<void>;
}

/** A person who does as scripted each time the browser opens. */
export function personWho(script: ScriptedPerson = {}): Person {
  const opened: URL[] = [];
  const seen: Promise<ScriptedResult>[] = [];
  const { promise: opening, resolve } = deferred<void>();
  return {
    opened,
    opening,
    seen,
    openBrowser: (url) => {
      opened.push(new URL(url));
      seen.push(signInWith(url, script));
      resolve();
      return Promise.resolve();
    },
  };
}

/** A browser that opens and in which nobody does anything; resolves with the address, once there is one. */
export function idleBrowser(): { readonly url: Promise<URL>; readonly openBrowser: Person["openBrowser"] } {
  const { promise: url, resolve: found } = deferred<URL>();
  return {
    url,
    openBrowser: (address) => {
      found(new URL(address));
      return Promise.resolve();
    },
  };
}

/** Where the client waits for the answer to an authorize request, by the address that it listens on. */
export function listenerOf(authorizeUrl: URL): string {
  const redirectUri = new URL(authorizeUrl.searchParams.get("redirect_uri") ?? "");
  return `http://127.0.0.1:${redirectUri.port}/`;
}

/** A promise, and what settles it. */
export function deferred<Value>(): {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
} {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
