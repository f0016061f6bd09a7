import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { sessionOf } from "./cookies.js";
import { bodyTooLarge, repeatedParameter, unusableBody } from "./protocol-errors.js";

/** Parameters of a query or a form; each is there once. */
export type Parameters = ReadonlyMap<string, string>;

/** A request as the routes see it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** The first segment of the path: `common`, `organizations`, a tenant's id or name. */
  readonly tenant: string;
  /** The path behind the tenant, without a slash in front. */
  readonly endpoint: string;
  readonly query: Parameters;
  readonly form: Parameters;
  /** The session that the browser's cookie names. */
  readonly session: string | undefined;
  /** The credential of an `Authorization: Bearer` header. */
  readonly bearer: string | undefined;
  /** The client's own id for the request, else a new one. */
  readonly correlationId: string;
  /** This answer's id. */
  readonly requestId: string;
}

/** The longest body that is read: a form of a sign-in is a few kilobytes. */
const BODY_LIMIT = 65_536;

const FORM_TYPE = "application/x-www-form-urlencoded";

/** The ids that clients send are GUIDs; anything else is not echoed into headers and pages. */
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What is known of a request before its parameters were read, and whatever is wrong with those. */
export interface RequestLine extends Pick<
  HttpRequest,
  "method" | "path" | "tenant" | "endpoint" | "requestId"
> {
  readonly url: URL;
}

/** Reads the request line. A target that is no path is read as the path `/`. */
export function readRequestLine({ method = "GET", url: target = "/" }: IncomingMessage): RequestLine {
  const origin = "http://localhost";
  const url = URL.canParse(target, origin) ? new URL(target, origin) : new URL(origin);
  const [, tenant = "", ...endpoint] = url.pathname.split("/");
  return {
    method,
    path: url.pathname,
    tenant: decoded(tenant),
    endpoint: endpoint.join("/"),
    requestId: randomUUID(),
    url,
  };
}

/**
 * Reads the rest of a request.
 *
 * @throws Refusal when the body is too large or no form, or a parameter is repeated.
 */
export async function readRequest(message: IncomingMessage, line: RequestLine): Promise<HttpRequest> {
  const { url, ...rest } = line;
  const form = parameters(new URLSearchParams(await readForm(message)));
  const query = parameters(url.searchParams);
  return {
    ...rest,
    query,
    form,
    session: sessionOf(message.headers.cookie),
    bearer: /^Bearer (?<token>\S+)$/i.exec(message.headers.authorization ?? "")?.groups?.["token"],
    correlationId: correlationIdOf(message, query, form),
  };
}

/** The client's id for the request, from where MSAL puts it: the query, the form of a device code poll, a header. */
function correlationIdOf(message: IncomingMessage, query: Parameters, form: Parameters): string {
  const name = "client-request-id";
  const sent = query.get(name) ?? form.get(name) ?? message.headers[name];
  return typeof sent === "string" && GUID.test(sent) ? sent : randomUUID();
}

async function readForm(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Refused in the middle, the connection must live on to say so.
  const body: AsyncIterable<Buffer> = message.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw bodyTooLarge(BODY_LIMIT);
    chunks.push(chunk);
  }
  if (length === 0) return "";
  const [type = ""] = (message.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== FORM_TYPE) throw unusableBody(type);
  return Buffer.concat(chunks).toString("utf8");
}

function parameters(entries: URLSearchParams): Parameters {
  const found = new Map<string, string>();
  for (const [name, value] of entries) {
    if (found.has(name)) throw repeatedParameter(name);
    found.set(name, value);
  }
  return found;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
