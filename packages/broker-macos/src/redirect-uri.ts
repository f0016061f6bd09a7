import type { SystemFacts } from "./addon.js";
import { UNSIGNED_REDIRECT_URI } from "./protocol.js";

/** What of the process the redirect URI depends on. */
export type Caller = Pick<SystemFacts, "bundleIdentifier" | "teamIdentifier">;

/** The helpers of an Electron application, `.helper` and for example `.helper.Renderer`, which run its processes. */
const HELPER = /\.helper(?:\.(?:Renderer|GPU|Plugin|EH))?$/i;

/**
 * The bundle identifier of the application that a process is of; empty where it is no bundle, or nothing is known.
 *
 * @param inElectron Whether it has helpers: another program that ends in `.helper` is called so.
 */
export function applicationIdentifier(
  caller: Caller | undefined,
  inElectron: boolean = process.versions["electron"] !== undefined,
): string {
  const { bundleIdentifier = "" } = caller ?? {};
  return inElectron ? bundleIdentifier.replace(HELPER, "") : bundleIdentifier;
}

/** Whether the extension takes a process for an application of its own name: a bundle that a team has signed. */
export function isSignedApplication(caller: Caller | undefined): boolean {
  return caller !== undefined && caller.bundleIdentifier !== "" && caller.teamIdentifier !== "";
}

/** The redirect URI that the extension expects of a process. */
export function redirectUriOf(caller: Caller | undefined, inElectron?: boolean): string {
  return isSignedApplication(caller)
    ? signedRedirectUri(applicationIdentifier(caller, inElectron))
    : UNSIGNED_REDIRECT_URI;
}

/** The redirect URI of a signed application. */
export function signedRedirectUri(bundleIdentifier: string): string {
  return `msauth.${bundleIdentifier}://auth`;
}
