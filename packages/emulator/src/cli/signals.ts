/** The signals that ask a program to end. */
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that asks a program to end. */
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** Calls back for each ending signal, in place of dying of it; the function returned stops that. */
export function onEndingSignal(listener: (signal: EndingSignal) => void): () => void {
  for (const signal of ENDING_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, listener);
  };
}

/** Calls back for each error that nobody caught, in place of dying of it; the function returned stops that. */
export function onFatalError(listener: (error: unknown) => void): () => void {
  process.on("uncaughtException", listener);
  return () => process.off("uncaughtException", listener);
}

/** What ends a command that stays up: a signal, or the broker's leaving the bus. */
export interface Ending {
  /** To be called when the broker left the bus. */
  readonly onLeave: () => void;
  /** Resolves with the first signal, or with `left`. */
  readonly ended: Promise<EndingSignal | "left">;
}

/** Waits for the end from now on, so that a signal during the start is not lost. */
export function awaitEnding(): Ending {
  let onLeave = (): void => {};
  const ended = new Promise<EndingSignal | "left">((resolve) => {
    onLeave = () => resolve("left");
    onEndingSignal(resolve);
  });
  return { onLeave, ended };
}
