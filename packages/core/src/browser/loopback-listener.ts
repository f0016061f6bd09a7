import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** Longest body that is read, bytes; an answer of an authority has a few thousand. */
const LONGEST_BODY = 65_536;

/** How long a connection may take for its request, and stay idle, milliseconds: whoever opens one is on this machine. */
const PATIENCE_MS = 10_000;

/** The answer of an authorize endpoint, as the browser brought it. */
export interface LoopbackAnswer {
  /** How it was brought. Only `form_post` was asked for; `query` leaves the code in the browser's history. */
  readonly responseMode: "form_post" | "query";
  readonly fields: URLSearchParams;
}

/** What a listener is to wait for, and what it shows. */
export interface LoopbackOptions {
  /** The `state` of the authorize request. Only an answer that has it, once, is one. */
  readonly state: string;
  /** HTML for the browser that brought a code. */
  readonly successPage: string;
  /** HTML for the browser that brought an error. */
  readonly errorPage: string;
  /** The port to listen on when it is free; any other otherwise. */
  readonly preferredPort?: number | undefined;
}

/** A redirect URI on this machine (RFC 8252, section 7.3) that waits for one answer. */
export interface LoopbackListener {
  /** `http://localhost` with the port: Entra ignores the port for this name, not for an address. */
  readonly redirectUri: string;
  /** Resolves once the browser has been shown its page. Rejects when the listener fails or is closed before. */
  readonly answer: Promise<LoopbackAnswer>;
  /** Gives up waiting, unless an answer has come. */
  readonly fail: (error: Error) => void;
  /** Closes the port and every connection at once. */
  readonly close: () => void;
}

/**
 * Listens for the answer of an authorize endpoint, on 127.0.0.1 alone. Any page and any program can send requests here:
 * none of them throws, and none but one with the right `state` changes anything.
 *
 * Not msal-node's own: that throws out of its handler at a URL such as `//`, and reads bodies of any length.
 *
 * @throws Error the system's, when this process may not listen.
 */
export async function listenOnLoopback(options: LoopbackOptions): Promise<LoopbackListener> {
  const waiting = new Waiting();
  const server = createServer({ connectionsCheckingInterval: 1000 }, (request, response) => {
    // Only the connection itself can fail, and nobody is at its other end then.
    handle(request, response, options, waiting).catch(() => response.destroy());
  });
  server.headersTimeout = PATIENCE_MS;
  server.requestTimeout = PATIENCE_MS;
  server.timeout = PATIENCE_MS;
  const port = await listen(server, options.preferredPort);
  server.on("error", (error) => waiting.fail(error));
  return {
    redirectUri: `http://localhost:${port}`,
    answer: waiting.answer,
    fail: (error) => waiting.fail(error),
    close: () => {
      server.close();
      server.closeAllConnections();
      waiting.fail(new Error("the listener was closed"));
    },
  };
}

/** The one answer that is waited for. */
class Waiting {
  readonly answer: Promise<LoopbackAnswer>;
  #came = false;
  #resolve: (answer: LoopbackAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor() {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // It may be closed before anybody waits for it.
    this.answer.catch(() => {});
  }

  /** Takes the answer, and tells of it when the browser has its page: the listener may be closed then. */
  take(answer: LoopbackAnswer, response: ServerResponse): void {
    this.#came = true;
    if (response.destroyed) this.#resolve(answer);
    else response.once("close", () => this.#resolve(answer));
  }

  fail(error: Error): void {
    if (!this.#came) this.#reject(error);
  }
}

async function listen(server: Server, preferredPort: number | undefined): Promise<number> {
  try {
    await listenAt(server, preferredPort ?? 0);
  } catch (error) {
    if (preferredPort === undefined) throw error;
    await listenAt(server, 0);
  }
  const address = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("the listener has no port");
}

async function listenAt(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { state, successPage, errorPage }: LoopbackOptions,
  waiting: Waiting,
): Promise<void> {
  // Not parsed as a URL: what stands in a request line need not be one.
  const [path, query = ""] = (request.url ?? "").split("?", 2);
  const isPost = request.method === "POST" && path === "/";
  if (!isPost && !(request.method === "GET" && isAnswer(new URLSearchParams(query))))
    return reply(response, 404);
  if (isPost && !isForm(request)) return reply(response, 415);
  const body = isPost ? await bodyOf(request) : query;
  if (body === undefined) return reply(response, 413);
  const fields = new URLSearchParams(body);
  if (!hasState(fields, state)) return reply(response, 400);
  waiting.take({ responseMode: isPost ? "form_post" : "query", fields }, response);
  if (!isPost) return reply(response, 400, errorPage);
  reply(response, 200, fields.has("error") ? errorPage : successPage);
}

/** Ends a request, and its connection with it. */
function reply(response: ServerResponse, status: number, page = ""): void {
  response.writeHead(status, {
    "cache-control": "no-store",
    connection: "close",
    // The rest of the policy is in the page itself: an application's own page has another one.
    "content-security-policy": "frame-ancestors 'none'",
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(page);
}

const isAnswer = (fields: URLSearchParams): boolean => fields.has("code") || fields.has("error");

function isForm({ headers }: IncomingMessage): boolean {
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  return type.trim().toLowerCase() === "application/x-www-form-urlencoded";
}

/** Exactly one state, compared in a time that does not tell how much of it is right. */
function hasState(fields: URLSearchParams, expected: string): boolean {
  const [given = "", ...others] = fields.getAll("state");
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return others.length === 0 && a.length === b.length && timingSafeEqual(a, b);
}

/** The body as text; undefined, at once, when it is too long. */
function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > LONGEST_BODY) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("error", reject);
  });
}
