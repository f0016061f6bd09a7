import type { Addon } from "./addon.js";

/** How often the main run loop is served while an operation waits for it, milliseconds. */
const INTERVAL_MS = 10;

/**
 * Serves macOS' main run loop while an operation waits for it. Node.js runs a loop of its own, and nobody else serves the
 * main queue, on which the extension answers and its window is shown. In Electron, which runs the main loop, it does nothing.
 */
export class Pump {
  readonly #addon: Pick<Addon, "needsPump" | "pump">;
  #timer: NodeJS.Timeout | undefined;

  constructor(addon: Pick<Addon, "needsPump" | "pump">) {
    this.#addon = addon;
  }

  /** To be called after each start of an operation; it ends by itself. */
  run(): void {
    if (this.#timer !== undefined || !this.#addon.needsPump()) return;
    this.#timer = setInterval(() => this.#tick(), INTERVAL_MS);
    // The operation itself keeps the process, and no longer than it lasts.
    this.#timer.unref();
  }

  #tick(): void {
    if (this.#addon.needsPump()) this.#addon.pump();
    else this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
