import { clearInterval, setInterval } from "node:timers";
import type { Addon } from "./addon.js";

/** How often the main run loop is served while an operation waits for it, milliseconds. */
const INTERVAL_MS = 10;

/**
 * How often it is served after the last operation: the window of one that was given up is still to be closed, and its end
 * still to be told, which lets go of what it holds.
 */
const TURNS_AFTERWARDS = 100;

interface Timers {
  readonly setInterval: typeof setInterval;
  readonly clearInterval: typeof clearInterval;
}

/**
 * Those of Node.js, bound when this module was imported: what stands in for them later, in an application's tests with
 * fake timers, would leave the extension's answer lying.
 */
const TIMERS: Timers = { setInterval, clearInterval };

/**
 * Serves macOS' main run loop while an operation waits for it, and for a second afterwards. Node.js runs a loop of its own,
 * and nobody else serves the main queue, on which the extension answers and its window is shown. In Electron, which runs the
 * main loop, it does nothing.
 */
export class Pump {
  readonly #addon: Pick<Addon, "needsPump" | "pump">;
  readonly #timers: Timers;
  #timer: NodeJS.Timeout | undefined;
  #turnsLeft = 0;

  constructor(addon: Pick<Addon, "needsPump" | "pump">, timers: Timers = TIMERS) {
    this.#addon = addon;
    this.#timers = timers;
  }

  /** To be called after each start of an operation; it ends by itself. */
  run(): void {
    if (this.#timer !== undefined || !this.#addon.needsPump()) return;
    this.#turnsLeft = TURNS_AFTERWARDS;
    this.#timer = this.#timers.setInterval(() => this.#tick(), INTERVAL_MS);
    // The operation itself keeps the process, and no longer than it lasts.
    this.#timer.unref();
  }

  #tick(): void {
    this.#turnsLeft = this.#addon.needsPump() ? TURNS_AFTERWARDS : this.#turnsLeft - 1;
    this.#addon.pump();
    if (this.#turnsLeft > 0) return;
    this.#timers.clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
