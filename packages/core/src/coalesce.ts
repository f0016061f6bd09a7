import { BrokerError } from "./errors/broker-error.js";
import { type Limits, settle } from "./settle.js";
import type { CallOptions } from "./contract.js";

/**
 * Makes identical calls that are in flight at the same time one call. Whoever joins gets an answer of their own to change.
 *
 * A call that ends because of its own caller's signal or time limit is no answer for the others: one of them starts again,
 * the rest join it. Each starts at most once, so what rejects that way by itself is asked no oftener than there are callers.
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
    let waiting = true;
    const again = (): Promise<Answer> => {
      const next = this.#calls.get(key);
      return next === undefined ? this.#start(key, limits, work) : follow(next);
    };
    const follow = async (call: Promise<Answer>): Promise<Answer> => {
      try {
        return structuredClone(await call);
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        if (waiting && endedByItsCaller(error)) return again();
        throw ownError(error, limits.correlationId);
      }
    };
    const leave = (): void => {
      waiting = false;
    };
    const answer = settle(() => follow(running), limits);
    answer.then(leave, leave);
    return answer;
  }

  #start(key: string, limits: Limits, work: (options: CallOptions) => Promise<Answer>): Promise<Answer> {
    const call = settle(work, limits);
    this.#calls.set(key, call);
    this.#forgetAfter(key, call);
    return call;
  }

  #forgetAfter(key: string, call: Promise<Answer>): void {
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
