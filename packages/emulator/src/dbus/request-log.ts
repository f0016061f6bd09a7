import type { Method } from "../config/faults.js";
import type { BrokerRequestBody } from "./requests.js";

/** A call that the broker was asked. */
export interface RecordedRequest {
  readonly method: Method;
  /** The first argument, for example `0.0`. */
  readonly protocolVersion: string;
  /** The second argument. */
  readonly correlationId: string;
  /** The third argument, parsed, without tokens and passwords; undefined when it could not be used. */
  readonly body: BrokerRequestBody | undefined;
  /** The caller's unique name on the bus. */
  readonly sender: string;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
}

/** How a call ended. */
export interface CompletedCall {
  readonly request: RecordedRequest;
  /** The application (client) ID, as the request gave it; empty when it gave none. */
  readonly clientId: string;
  /** The username that the answer is about; absent when it is about nobody. */
  readonly username?: string;
  /** `ok`, or what went wrong in a few words. */
  readonly outcome: string;
  /** From the call to the answer, in milliseconds. */
  readonly ms: number;
}

/** Requests kept at most; the oldest go first. */
const LIMIT = 5_000;

/** Keeps the last requests. */
export class RequestLog {
  readonly #requests: RecordedRequest[] = [];

  /** The requests, the oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  add(request: RecordedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > LIMIT) this.#requests.shift();
  }
}
