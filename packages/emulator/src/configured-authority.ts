import { type Authority, type AuthorityOptions, createAuthority } from "./authority/authority.js";
import {
  authorityEnvironment,
  nameOverrideEnvironment,
  PUBLIC_CLOUD_ORIGIN,
} from "./authority/environment.js";
import type { EmulatorConfig } from "./config/schema.js";
import type { Directory } from "./directory/directory.js";
import { refuseUnknownOptions } from "./options.js";

/** How the emulator starts its authority. */
export interface EmulatorAuthorityOptions extends Pick<
  AuthorityOptions,
  "port" | "publicBase" | "tls" | "onRequestCompleted"
> {
  /** Take the place of login.microsoftonline.com itself, over https, for apps that preload the name override. */
  readonly nameOverride?: boolean | undefined;
}

const KNOWN_OPTIONS = {
  port: true,
  publicBase: true,
  tls: true,
  onRequestCompleted: true,
  nameOverride: true,
} satisfies Record<keyof EmulatorAuthorityOptions, true>;

/**
 * The authority that the options of an emulator ask for; undefined when they ask for none.
 *
 * @throws EmulatorError `config_invalid`.
 */
export function configuredAuthority(
  directory: Directory,
  config: EmulatorConfig,
  options: EmulatorAuthorityOptions | false,
): Authority | undefined {
  if (options === false) return undefined;
  refuseUnknownOptions("authority", options, KNOWN_OPTIONS);
  const { nameOverride = false, ...rest } = options;
  const overriding = nameOverride ? { tls: true, publicBase: PUBLIC_CLOUD_ORIGIN } : {};
  return createAuthority({ ...rest, ...overriding, directory, config: config.authority });
}

/** What a client's environment needs, the bus aside: an application to be, and the authority. */
export function environmentOf(
  { apps }: Directory,
  authority: Authority | undefined,
  options: EmulatorAuthorityOptions | false,
): Readonly<Record<string, string>> {
  const app = { AUTHBROKER_CLIENT_ID: apps[0]?.clientId ?? "", AUTHBROKER_EMULATOR: "1" };
  if (authority === undefined || options === false) return app;
  const overriding = options.nameOverride === true;
  const rest = overriding
    ? nameOverrideEnvironment(authority, process.env["NODE_OPTIONS"])
    : authorityEnvironment(authority);
  return { ...app, ...rest };
}
