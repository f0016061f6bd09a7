import { isDeepStrictEqual } from "node:util";
import type { EmulatorConfigInput } from "./config/schema.js";
import type { Directory, DirectoryConfig } from "./directory/directory.js";
import { EmulatorError } from "./errors.js";

/**
 * That a function was given no option that it does not have: one that is misspelt would do nothing.
 *
 * @throws EmulatorError `config_invalid`.
 */
export function refuseUnknownOptions(
  name: string,
  options: object,
  known: Readonly<Record<string, true>>,
): void {
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(known, key));
  if (unknown === undefined) return;
  throw new EmulatorError(
    "config_invalid",
    `${name} has no option "${unknown}"; it has ${Object.keys(known).join(", ")}`,
  );
}

/** The parts of the configuration that a directory is made of. */
const DIRECTORY_PARTS = ["tenants", "users", "apps", "policies", "broker.device"] as const;

/**
 * That a configuration beside a directory says of it nothing else than that directory's own: nobody would read it.
 *
 * @param input - the configuration as the caller gave it, and `config` with its defaults filled in.
 * @throws EmulatorError `config_invalid`.
 */
export function refuseOtherDirectory(
  directory: Directory | undefined,
  input: EmulatorConfigInput | undefined,
  config: DirectoryConfig,
): void {
  if (directory === undefined || input === undefined) return;
  const other = DIRECTORY_PARTS.find(
    (part) =>
      partOf(input, part) !== undefined &&
      !isDeepStrictEqual(partOf(config, part), partOf(directory.configured, part)),
  );
  if (other === undefined) return;
  throw new EmulatorError(
    "config_invalid",
    `config.${other} is not that of the directory that was given, and nobody would read it: give it to createDirectory`,
  );
}

function partOf(
  config: EmulatorConfigInput | DirectoryConfig,
  part: (typeof DIRECTORY_PARTS)[number],
): unknown {
  return part === "broker.device" ? config.broker?.device : config[part];
}
