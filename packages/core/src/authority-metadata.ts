import { BrokerError } from "./errors/broker-error.js";
import { requireJsonObject } from "./requests/check.js";

/** The members of a discovery document that sign-ins, codes and refresh tokens go to, or come from. */
const ENDPOINTS = ["authorization_endpoint", "token_endpoint", "end_session_endpoint", "jwks_uri"] as const;

/** What `localhost` may be written as. */
const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Checks `auth.authorityMetadata`, which sends refresh tokens wherever it says: its endpoints are https, or those of an
 * emulator on this very machine, and the latter not in production.
 *
 * @throws TypeError when it is no JSON text of an object.
 * @throws BrokerError `untrusted_authority`.
 */
export function checkAuthorityMetadata(text: unknown): void {
  const metadata = requireJsonObject("auth.authorityMetadata", text);
  for (const name of ENDPOINTS) {
    const endpoint = metadata[name];
    if (endpoint === undefined) continue;
    const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (url?.protocol === "https:") continue;
    const emulated = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
    if (emulated && !isProduction()) continue;
    throw new BrokerError("untrusted_authority", {
      message: `"auth.authorityMetadata" has a ${name} ${emulated ? "of an emulator on this machine, and this is a production build" : "that is no https URL"}`,
      hint: 'Leave "auth.authorityMetadata" out: only tests and demos need it.',
    });
  }
}

/** What `NODE_ENV` says, and an Electron application that was packaged: `defaultApp` is set when it was not. */
function isProduction(): boolean {
  const packaged = process.versions["electron"] !== undefined && !("defaultApp" in process);
  return process.env["NODE_ENV"] === "production" || packaged;
}
