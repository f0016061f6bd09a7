/**
 * Tells a listener of what happened. What it throws is its own affair, and no answer's: it becomes a warning of the
 * process.
 */
export function notify<Event>(
  name: string,
  listener: ((event: Event) => void) | undefined,
  event: Event,
): void {
  try {
    listener?.(event);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.emitWarning(`the listener ${name} threw, and the emulator goes on: ${why}`, "EmulatorWarning");
  }
}
