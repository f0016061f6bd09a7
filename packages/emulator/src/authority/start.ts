import type { EmulatorConfigInput } from "../config/schema.js";
import { parseConfig } from "../config/load.js";
import { createDirectory } from "../directory/create.js";
import { type Authority, type AuthorityOptions, createAuthority } from "./authority.js";

/** Options of {@link startAuthority}. */
export interface StartAuthorityOptions extends Omit<AuthorityOptions, "config" | "directory"> {
  /** The configuration, as the file holds it; every part has a default. */
  readonly config?: EmulatorConfigInput | undefined;
}

/**
 * Starts an authority with a directory of its own, on any operating system: what `startEmulator` starts, without D-Bus.
 *
 * @throws EmulatorError with the reason as its code: a wrong configuration, `NODE_ENV=production`, or a port in use.
 */
export async function startAuthority(options: StartAuthorityOptions = {}): Promise<Authority> {
  const { config: input = {}, ...rest } = options;
  const directory = createDirectory(input);
  const authority = createAuthority({ ...rest, directory, config: parseConfig(input).authority });
  await authority.listen();
  return authority;
}
