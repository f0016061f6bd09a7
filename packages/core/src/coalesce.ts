import { BrokerError } from "./errors/broker-error.js";
import { type Limits, settle } from "./settle.js";
import type { CallOptions } from "./contract.js";
import { now } from "./time.js";

/**
 * With less than this left nothing is started, milliseconds: callers of one moment run out of time one after the other,
 * and nobody answers within what lies between them.
 */
const LEAST_MS = 10;

/**
 * Makes identical calls that are in flight at the same time one call. Whoever joins gets an answer of their own to change.
 *
 * A call that ends because of its own caller's signal or time limit is no answer for the others: one of them starts again
 * within what is left of its own time, the rest join it. Each starts at most once, so what rejects that way by itself is
 * asked no oftener than there are callers.
 */
export class InFlight<Answer> {
  readonly #calls = new Map<string, Promise<Answer>>();

  /**
   * Runs a call so that it settles, or joins the one that runs.
   *
   * @param key Everything that makes two calls the same, the user first of all.
   * @param work The call, within the limits it is given.
   */
  share(key: string, limits: Limits, work: (options: CallOptions) => Promise<Answer>): Promise<Answer> {
    const running = this.#calls.get(key);
    return running === undefined ? this.#start(key, limits, work) : this.#join(running, key, limits, work);
  }

  #join(
    running: Promise<Answer>,
    key: string,
    limits: Limits,
    work: (options: CallOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const end = now() + limits.timeoutMs;
    const follow = async (call: Promise<Answer>, options: CallOptions): Promise<Answer> => {
      try {
        return structuredClone(await call);
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        if (!endedByItsCaller(error)) throw ownError(error, limits.correlationId);
        const timeoutMs = end - now();
        // Its own limit, or its own signal, ends what is too late to start: another caller's abort is none of its own.
        if (timeoutMs <= LEAST_MS || options.signal?.aborted === true) return new Promise<never>(() => {});
        const next = this.#calls.get(key);
        if (next !== undefined) return follow(next, options);
        this.#register(key, answer);
        return work({ ...options, timeoutMs });
      }
    };
    // Also what it starts itself ends with it: a second limit would outlive the caller it is for.
    const answer = settle((options) => follow(running, options), limits);
    return answer;
  }

  #start(key: string, limits: Limits, work: (options: CallOptions) => Promise<Answer>): Promise<Answer> {
    const call = settle(work, limits);
    this.#register(key, call);
    return call;
  }

  #register(key: string, call: Promise<Answer>): void {
    this.#calls.set(key, call);
    const forget = (): void => {
      if (this.#calls.get(key) === call) this.#calls.delete(key);
    };
    call.then(forget, forget);
  }
}

function endedByItsCaller({ errorCode }: BrokerError): boolean {
  return errorCode === "request_aborted" || errorCode === "request_timeout";
}

/** The error of a shared call as one caller's: with the correlation id of its own call, and its own to change. */
function ownError(error: BrokerError, correlationId: string): BrokerError {
  const own = new BrokerError(error.errorCode, { message: error.errorMessage });
  const prototype: unknown = Object.getPrototypeOf(error);
  if (typeof prototype === "object") Object.setPrototypeOf(own, prototype);
  Object.defineProperties(own, Object.getOwnPropertyDescriptors(error));
  own.correlationId = correlationId;
  return own;
}
