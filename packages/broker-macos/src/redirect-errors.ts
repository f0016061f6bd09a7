import type { BrokerRequest } from "@authbroker/core";
import type { RelayedMeaning } from "@authbroker/core/broker";
import type { Meaning } from "./error-codes.js";
import { UNSIGNED_REDIRECT_URI } from "./protocol.js";
import { signedRedirectUri } from "./redirect-uri.js";

/** How an application is registered, with the redirect URIs of every route. */
const GUIDE = "https://github.com/authbroker/authbroker/blob/main/docs/registering-your-app.md";

/** An application that is not registered as a public client (AADSTS7000215, AADSTS7000218), for example for lack of its URI. */
const NOT_PUBLIC: ReadonlySet<number> = new Set([7_000_215, 7_000_218]);

/** Who asked. */
export interface AskingProgram extends Pick<BrokerRequest, "clientId" | "redirectUri"> {
  /** The bundle identifier of the application; empty where the program is no bundle. */
  readonly bundleIdentifier: string;
}

/** Whether a meaning is about the app registration. */
export function isRegistration({ code }: RelayedMeaning): boolean {
  return code === "redirect_uri_mismatch" || code === "app_registration_invalid";
}

/** What to do about the app registration, with the two redirect URIs that an application has on macOS. */
export function withRedirectUris(relayed: RelayedMeaning, program: AskingProgram): RelayedMeaning {
  const { code, errorNo, hint } = relayed;
  if (code === "redirect_uri_mismatch") return { ...relayed, hint: registerBoth(program) };
  const lacksPerhaps = errorNo === undefined || NOT_PUBLIC.has(errorNo);
  if (code !== "app_registration_invalid" || !lacksPerhaps) return relayed;
  return { ...relayed, hint: `${hint} ${bothUris(program)}` };
}

/** What a broker means that compares the redirect URI with the program and finds that they differ. */
export function redirectRefused(program: AskingProgram): Meaning {
  return {
    code: "redirect_uri_mismatch",
    message: `the broker does not take the redirect URI ${program.redirectUri} from this program`,
    hint: `Give the other one as "redirectUri", or update Company Portal, which refuses the first from signed programs before 5.2603. ${registerBoth(program)}`,
  };
}

function registerBoth(program: AskingProgram): string {
  return `Register both for the application ${program.clientId} under "Mobile and desktop applications". ${bothUris(program)} ${GUIDE}`;
}

function bothUris({ bundleIdentifier }: AskingProgram): string {
  return `On macOS it is ${UNSIGNED_REDIRECT_URI} for Node.js itself and for unsigned programs, and ${signedRedirectUri(bundleIdentifier || "BUNDLE_ID")} for a signed application.`;
}
