import type { Authority } from "../authority/authority.js";
import { configuredAuthority, environmentOf } from "../configured-authority.js";
import { createDirectory } from "../directory/create.js";
import { startEmulator } from "../emulator.js";
import { authorityOptions, type CommonOptions, type Setting } from "./options.js";

/** What `run` and `start` bring up. */
export interface Stage {
  /** What a client's environment needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly authority: Authority | undefined;
  stop(): Promise<void>;
}

/**
 * Brings up a bus with a broker and the authority, or with `--no-broker` the authority alone.
 *
 * @param onLeave - called when the broker left the bus.
 * @throws EmulatorError as `startEmulator` does.
 */
export async function startStage(
  { config, log }: Setting,
  options: CommonOptions,
  onLeave: () => void,
): Promise<Stage> {
  const wanted = authorityOptions(options, log);
  if (options.broker !== false) {
    return await startEmulator({ config, authority: wanted, onCompleted: (call) => log.call(call), onLeave });
  }
  const directory = createDirectory(config);
  const authority = configuredAuthority(directory, config, wanted);
  await authority?.listen();
  const stop = async (): Promise<void> => await authority?.close();
  return { env: environmentOf(directory, authority, wanted), authority, stop };
}
