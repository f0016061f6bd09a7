import type { SystemFacts } from "./addon.js";
import { UNSIGNED_REDIRECT_URI } from "./protocol.js";

/** What of the process the redirect URI depends on. */
export type Caller = Pick<SystemFacts, "bundleIdentifier" | "teamIdentifier">;

/** The helpers of an Electron application, `.helper` and for example `.helper.Renderer`, which run its processes. */
const HELPER = /\.helper(?:\.\w+)?$/i;

/** The bundle identifier of the application that a process is of; empty where it is no bundle, or nothing is known. */
export function applicationIdentifier(caller: Caller | undefined): string {
  return caller?.bundleIdentifier.replace(HELPER, "") ?? "";
}

/** Whether the extension takes a process for an application of its own name: a bundle that a team has signed. */
export function isSignedApplication(caller: Caller | undefined): boolean {
  return caller !== undefined && caller.bundleIdentifier !== "" && caller.teamIdentifier !== "";
}

/** The redirect URI that the extension expects of a process. */
export function redirectUriOf(caller: Caller | undefined): string {
  return isSignedApplication(caller)
    ? signedRedirectUri(applicationIdentifier(caller))
    : UNSIGNED_REDIRECT_URI;
}

/** The redirect URI of a signed application. */
export function signedRedirectUri(bundleIdentifier: string): string {
  return `msauth.${bundleIdentifier}://auth`;
}
