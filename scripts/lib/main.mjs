import { SetUpError, say } from "./log.mjs";
import { Interrupted } from "./run.mjs";

/**
 * Runs a script's body and ends the process as it says: with the exit code it returns, with 1 when something is
 * missing, and with the shell's number when it was interrupted.
 *
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (error instanceof Interrupted) {
      say("\nStopped.");
      process.exitCode = error.exitCode;
    } else if (error instanceof SetUpError) {
      say(`\n${error.message}`);
      process.exitCode = 1;
    } else {
      throw error;
    }
  }
}
