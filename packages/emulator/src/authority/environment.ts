import type { Authority } from "./authority.js";

/** The origin whose place the name override takes. */
export const PUBLIC_CLOUD_ORIGIN = "https://login.microsoftonline.com";

/** What has Node.js load the name override first. */
const PRELOAD = `--import ${new URL("../name-override.js", import.meta.url).href}`;

/** The authority that apps are configured with; where they really go, the metadata or the name override says. */
const APP_AUTHORITY = `${PUBLIC_CLOUD_ORIGIN}/common`;

/**
 * What an app's environment needs to sign in at an authority: the authority and the metadata to configure its client
 * with, and for scripts the origin and the token of the control endpoints.
 */
export function authorityEnvironment(authority: Authority): Readonly<Record<string, string>> {
  return {
    AUTHBROKER_AUTHORITY: APP_AUTHORITY,
    AUTHBROKER_AUTHORITY_METADATA: JSON.stringify(authority.metadata()),
    AUTHBROKER_AUTHORITY_URL: authority.url,
    AUTHBROKER_AUTHORITY_CONTROL_TOKEN: authority.controlToken,
  };
}

/** `NODE_OPTIONS` without the preload that an emulator around this one put there. */
export function withoutNameOverride(nodeOptions: string): string {
  return nodeOptions.replaceAll(PRELOAD, "").trim();
}

/**
 * What the environment of an unmodified app needs instead: a preload that sends the hosts of the public cloud here.
 *
 * @param nodeOptions - the `NODE_OPTIONS` that are there already.
 */
export function nameOverrideEnvironment(
  authority: Authority,
  nodeOptions = "",
): Readonly<Record<string, string>> {
  return {
    AUTHBROKER_AUTHORITY: APP_AUTHORITY,
    AUTHBROKER_AUTHORITY_URL: authority.url,
    AUTHBROKER_AUTHORITY_CONTROL_TOKEN: authority.controlToken,
    AUTHBROKER_NAME_OVERRIDE: new URL(authority.url).port,
    AUTHBROKER_NAME_OVERRIDE_CA: authority.caCertificate ?? "",
    NODE_OPTIONS: `${withoutNameOverride(nodeOptions)} ${PRELOAD}`.trim(),
  };
}
