import { BrokerError } from "./errors/broker-error.js";
import { type Limits, settle } from "./settle.js";
import type { CallOptions } from "./contract.js";

/**
 * Makes identical calls that are in flight at the same time one call.
 *
 * A call that ends because of its own caller's signal or time limit is no answer for the others: they start again, and are
 * one call again.
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
    return running === undefined
      ? this.#start(key, limits, work)
      : settle(() => this.#follow(running, key, limits, work), limits);
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

  async #follow(
    running: Promise<Answer>,
    key: string,
    limits: Limits,
    work: (options: CallOptions) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await running;
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      if (!endedByItsCaller(error)) throw ownError(error, limits.correlationId);
      const next = this.#calls.get(key);
      return await (next === undefined
        ? this.#start(key, limits, work)
        : this.#follow(next, key, limits, work));
    }
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
