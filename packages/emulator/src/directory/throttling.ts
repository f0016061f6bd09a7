import { EmulatorError } from "../errors.js";
import { refuse } from "./catalogue.js";
import type { Clock } from "./session.js";

/** Whether a directory issues new tokens now, or has too many requests. */
export class Throttling {
  readonly #now: Clock;
  /** Seconds since 1970. */
  #until = 0;

  constructor(now: Clock) {
    this.#now = now;
  }

  /**
   * Refuses from now on, for that many seconds.
   *
   * @throws EmulatorError `config_invalid` for what is no number of seconds.
   */
  start(seconds: number): void {
    if (!(Number.isInteger(seconds) && seconds >= 0)) {
      throw new EmulatorError("config_invalid", `throttle: ${seconds} is not a whole number of seconds`);
    }
    this.#until = this.#now() + seconds;
  }

  /**
   * That new tokens are issued now.
   *
   * @throws Refusal AADSTS90055, with the seconds that are left.
   */
  check(): void {
    const retryAfter = this.#until - this.#now();
    if (retryAfter > 0) throw refuse(90055, { retryAfter });
  }
}
