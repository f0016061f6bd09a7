import type { HttpRequest, Parameters } from "./http-request.js";

/** A request that the authority was asked. */
export interface AuthorityRequest {
  readonly method: string;
  readonly path: string;
  readonly correlationId: string;
  /** Query and form parameters by name; of a secret, or of what may be one, only the length. */
  readonly parameters: Readonly<Record<string, string>>;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
}

/** How a request ended. */
export interface CompletedRequest {
  readonly request: AuthorityRequest;
  /** The status of the response; 0 when there was none. */
  readonly status: number;
  /** `ok`, or what went wrong in a few words. */
  readonly outcome: string;
  /** From the request to the end of the response, in milliseconds. */
  readonly ms: number;
}

/** The parameters whose values are no secret. Codes, verifiers and tokens, and all that is not known, are not here. */
const PUBLIC = new Set([
  "brk_client_id",
  "claims",
  "client-request-id",
  "client_id",
  "client_info",
  "code_challenge_method",
  "domain_hint",
  "grant_type",
  "login_hint",
  "nonce",
  "post_logout_redirect_uri",
  "prompt",
  "redirect_uri",
  "resource",
  "response_mode",
  "response_type",
  "scope",
  "step",
  "token_type",
  "username",
  "x-client-sku",
  "x-client-ver",
]);

/** Requests kept at most; the oldest go first. */
const LIMIT = 5_000;

/** Keeps the last requests. */
export class RequestLog {
  readonly #requests: AuthorityRequest[] = [];

  /** The requests, the oldest first. */
  get requests(): readonly AuthorityRequest[] {
    return this.#requests;
  }

  add(request: AuthorityRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > LIMIT) this.#requests.shift();
  }
}

/** A request as it is kept. */
export function recorded(
  {
    method,
    path,
    correlationId,
    query,
    form,
  }: Pick<HttpRequest, "method" | "path" | "correlationId" | "query" | "form">,
  at: number,
): AuthorityRequest {
  return { method, path, correlationId, parameters: { ...readable(query), ...readable(form) }, at };
}

function readable(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(
    [...parameters].map(([name, value]) => [
      name,
      PUBLIC.has(name.toLowerCase()) || value === "" ? value : `[${value.length} characters]`,
    ]),
  );
}
