import { randomUUID } from "node:crypto";
import { requestAborted } from "@authbroker/core/broker";
import { type Client, type ClientMethod, ClientMethods, FIELDS, type PageCall } from "./client-methods.js";
import type { InvokeEvent } from "./electron.js";
import { bridgeError } from "./errors.js";
import { checkArguments, type PageMethods, type ServeOptions } from "./options.js";
import { checkOrigins, requireOwnPage } from "./origins.js";
import { PageCalls } from "./page-calls.js";
import type { Channel, Outcome } from "./protocol.js";
import { Received } from "./received.js";
import { checkScopes } from "./scopes.js";

const CHANNEL: Channel = "@authbroker/electron";

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
  checkArguments(client, options);
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
 * application is told. What Node.js copies and Electron does not, a `Blob` say, is still Electron's to refuse.
 *
 * @throws Error that names the method, for the application and its page.
 */
function copied(method: unknown, answer: unknown): unknown {
  try {
    return structuredClone(answer);
  } catch (cause) {
    // The cause quotes what it could not copy, source code say, and that is not for a page.
    const what = `the method "${String(method)}" gave an answer that cannot be copied to a page`;
    throw new Error(`${what}. Answer with plain data: no function, promise, symbol, proxy or NativeImage.`, {
      cause,
    });
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
    const aborted = (): void => reject(requestAborted(signal, correlationId));
    signal.addEventListener("abort", aborted, { once: true });
    Promise.resolve(method(parameter, call)).then(resolve, reject);
  });
}
