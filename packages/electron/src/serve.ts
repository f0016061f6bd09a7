import { randomUUID } from "node:crypto";
import type { InteractiveRequest } from "@authbroker/core";
import { requestAborted } from "@authbroker/core/broker";
import { type Client, type ClientMethod, ClientMethods, FIELDS, type PageCall } from "./client-methods.js";
import type { InvokeEvent, IpcMain, Windows } from "./electron.js";
import { bridgeError } from "./errors.js";
import { checkOrigins, requireOwnPage } from "./origins.js";
import { PageCalls } from "./page-calls.js";
import type { Channel, Outcome } from "./protocol.js";
import { Received } from "./received.js";
import { checkScopes } from "./scopes.js";

const CHANNEL: Channel = "@authbroker/electron";

/**
 * Methods of the application's own, by name. What a page passes is hostile: look at its type before you use it. The answer is
 * copied to the page, and has to be plain data.
 */
export type PageMethods = Readonly<Record<string, (parameter: unknown, call: PageCall) => unknown>>;

/** What {@link serveAuthbroker} takes. */
export interface ServeOptions {
  /** Electron's `ipcMain`, or the `webContents.ipc` of one window. */
  readonly ipcMain: IpcMain;
  /** Electron's class `BrowserWindow`, to find the window that a sign-in window belongs to. */
  readonly BrowserWindow: Windows;
  /**
   * The origins of the application's own pages, for example `app://notes`. No other page may call, and none that comes from
   * the network can be listed.
   */
  readonly origins: readonly string[];
  /** What pages may sign in for, and do where they do not say; without it `openid`, `profile` and `offline_access`. */
  readonly scopes?: readonly string[];
  /**
   * What pages may have access tokens for. Without it no token leaves the main process. A token serves every permission
   * that the user has consented to at its resource, not only the scope it was asked for.
   */
  readonly tokenScopes?: readonly string[];
  /** What pages may have the main process do, for example call an API with a token. */
  readonly methods?: PageMethods;
  /** Opens the browser, where a sign-in needs it: `shell.openExternal`, say. Without it the client does. */
  readonly openBrowser?: InteractiveRequest["openBrowser"];
  /** Is told what a call failed with, whole: a page gets neither its cause nor its stack. */
  readonly onError?: (error: unknown) => void;
}

/** What {@link serveAuthbroker} gives. */
export interface AuthbrokerService {
  /** Serves no page any more, and aborts the calls that are open. */
  close(): void;
}

/**
 * Serves the calls that pages make of `window.authbroker`, with a client of the main process. The window of a page becomes
 * the parent of the sign-in window, and a call is aborted when its page is closed, left or gone.
 *
 * @throws TypeError that names the argument. Error of Electron when `ipcMain` is served already.
 */
export function serveAuthbroker(client: Client, options: ServeOptions): AuthbrokerService {
  const { ipcMain, BrowserWindow, methods = {}, openBrowser, onError } = options;
  const origins = checkOrigins(options.origins);
  const clientMethods = new ClientMethods(client, {
    scopes: checkScopes("scopes", options.scopes),
    tokenScopes: checkScopes("tokenScopes", options.tokenScopes),
    openBrowser,
  });
  const calls = new PageCalls();

  /** Reads what a page passed, and does the work with what Electron knows of the page. */
  const run = (
    { sender }: InvokeEvent,
    received: Received,
    work: (call: PageCall) => Promise<unknown>,
  ): Promise<unknown> => {
    const correlationId = received.uuid("correlationId") ?? randomUUID();
    const window = BrowserWindow.fromWebContents(sender);
    return calls.run(sender, correlationId, (signal) => work({ signal, correlationId, window }));
  };

  const answer = async (event: InvokeEvent, sent: readonly unknown[]): Promise<unknown> => {
    requireOwnPage(event, origins);
    const [method, request, name, parameter] = sent;
    if (isClientMethod(method)) {
      const received = new Received(request, FIELDS[method]);
      return run(event, received, (call) => clientMethods[method](received, call));
    }
    const received = new Received(request, ["correlationId"]);
    switch (method) {
      case "call": {
        const own = ownMethod(methods, name);
        return run(event, received, async (call) => copied(name, await settle(own, parameter, call)));
      }
      case "abort":
        return calls.abort(event.sender, received.uuid("correlationId") ?? "");
      default:
        throw new TypeError("there is no such method");
    }
  };

  ipcMain.handle(CHANNEL, async (event, ...sent): Promise<Outcome> => {
    try {
      return { value: await answer(event, sent) };
    } catch (error) {
      tell(onError, error);
      return { error: bridgeError(error) };
    }
  });
  return {
    close() {
      ipcMain.removeHandler(CHANNEL);
      calls.abortAll();
    },
  };
}

function isClientMethod(method: unknown): method is ClientMethod {
  return typeof method === "string" && Object.hasOwn(FIELDS, method);
}

function ownMethod(methods: PageMethods, name: unknown): PageMethods[string] {
  const method = typeof name === "string" && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method;
  const known = Object.keys(methods);
  throw new TypeError(
    known.length === 0
      ? 'serveAuthbroker() was given no "methods" for pages to call'
      : `"method" must be one of the "methods" of serveAuthbroker(): ${known.join(", ")}`,
  );
}

/**
 * A copy of what a method of the application's gave. Electron makes one too, but where it cannot, neither the method nor its
 * application is told.
 *
 * @throws Error that names the method, for the application and its page.
 */
function copied(method: unknown, answer: unknown): unknown {
  try {
    return structuredClone(answer);
  } catch (cause) {
    // The cause quotes what it could not copy, source code say, and that is not for a page.
    const what = `the method "${String(method)}" gave an answer that cannot be copied to a page`;
    throw new Error(`${what}. Answer with plain data: no function, symbol or proxy.`, { cause });
  }
}

/**
 * Tells the application of an error. What that throws is no page's affair, and must not be lost either. It becomes a warning
 * of the process: for an uncaught exception Electron shows a person a dialog, and this is a log that failed.
 */
function tell(onError: ServeOptions["onError"], error: unknown): void {
  try {
    onError?.(error);
  } catch (thrown) {
    const [why, detail = ""] = thrown instanceof Error ? [thrown.message, thrown.stack] : [String(thrown)];
    process.emitWarning(`"onError" of serveAuthbroker() threw: ${why}`, {
      type: "AuthbrokerWarning",
      detail,
    });
  }
}

/** A method of the application's may not look at the signal; its page gets an answer at once all the same. */
function settle(method: PageMethods[string], parameter: unknown, call: PageCall): Promise<unknown> {
  const { signal, correlationId } = call;
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(Object.assign(requestAborted(signal), { correlationId }));
    signal.addEventListener("abort", aborted, { once: true });
    Promise.resolve(method(parameter, call)).then(resolve, reject);
  });
}
