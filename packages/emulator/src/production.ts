import { EmulatorError } from "./errors.js";

/**
 * That this process is no production: a token of the emulator must not be taken for a real one there.
 *
 * @throws EmulatorError `production_refused`.
 */
export function refuseProduction(): void {
  if (process.env["NODE_ENV"] !== "production") return;
  throw new EmulatorError(
    "production_refused",
    "the emulator does not run with NODE_ENV=production: its tokens are signed by a key that nobody should trust. Unset NODE_ENV, or set it to test",
  );
}
