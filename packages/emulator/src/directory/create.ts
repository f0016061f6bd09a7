import { parseConfig } from "../config/load.js";
import type { EmulatorConfigInput } from "../config/schema.js";
import { refuseProduction } from "../production.js";
import { Directory, type DirectoryOptions } from "./directory.js";

/**
 * Makes a directory, for several faces to share.
 *
 * @param config - the configuration, as the file holds it; every part has a default.
 * @throws EmulatorError `config_invalid`, or `production_refused`.
 */
export function createDirectory(config: EmulatorConfigInput = {}, options: DirectoryOptions = {}): Directory {
  refuseProduction();
  return new Directory(parseConfig(config), options);
}
