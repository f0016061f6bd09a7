/** Has so many run at once; whoever comes later waits, and begins in the order of coming. */
export class Turns {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  /** @param most How many may run at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Begins in a moment or, when as many run as may, when others have left.
   *
   * @param begin Throws nothing.
   * @returns What leaves, to be called at the end; before its beginning, it gives the turn up.
   */
  take(begin: () => void): () => void {
    let left = false;
    const run = (): void => {
      this.#running += 1;
      begin();
    };
    const leave = (): void => {
      if (left) return;
      left = true;
      if (this.#waiting.delete(run)) return;
      this.#running -= 1;
      this.#next();
    };
    this.#waiting.add(run);
    // Whoever begins may end at once, and has to know how.
    queueMicrotask(() => this.#next());
    return leave;
  }

  #next(): void {
    const [run] = this.#waiting;
    if (run === undefined || this.#running >= this.#most) return;
    this.#waiting.delete(run);
    run();
  }
}
