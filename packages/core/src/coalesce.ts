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
    return running === undefined ? this.#start(key, limits, work) : this.#join(running, key, limits, work);
  }

  #join(
    running: Promise<Answer>,
    key: string,
    limits: Limits,
    work: (options: CallOptions) => Promise<Answer>,
  ): Promise<Answer> {
    let waiting = true;
    const again = (): Promise<Answer> => this.#calls.get(key) ?? this.#start(key, limits, work);
    const leave = (): void => {
      waiting = false;
    };
    const answer = settle(() => follow(running, again, () => waiting, limits.correlationId), limits);
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

/** Waits for another's call; when that ends because its caller does, for the next one, as long as anybody waits here. */
async function follow<Answer>(
  running: Promise<Answer>,
  again: () => Promise<Answer>,
  isWaiting: () => boolean,
  correlationId: string,
): Promise<Answer> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (!endedByItsCaller(error) || !isWaiting()) throw ownError(error, correlationId);
    return await follow(again(), again, isWaiting, correlationId);
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
