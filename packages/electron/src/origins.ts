import { BrokerError } from "@authbroker/core";
import type { InvokeEvent } from "./electron.js";

/** A page of the application's own: of a scheme of its own, of its files, or of a development server on this machine. */
const OWN_PAGES =
  /^(?:file:\/\/|(?!https?:|file:)[a-z][a-z\d+.-]*:\/\/[^\s/?#]+|https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)$/;

/**
 * The origins whose pages may call.
 *
 * @throws TypeError that names the argument, for a list that is empty or has something that comes from the network: who
 * controls such a page would sign in as the application.
 */
export function checkOrigins(origins: unknown): ReadonlySet<string> {
  if (!Array.isArray(origins) || origins.length === 0) {
    throw new TypeError('"origins" must be an array of at least one origin, such as "app://notes"');
  }
  return new Set(
    origins.map((origin: unknown, index) => {
      if (typeof origin === "string" && OWN_PAGES.test(origin)) return origin;
      throw new TypeError(
        `"origins[${index}]" must be the origin of pages that are part of the application, such as "app://notes", "file://" or "http://localhost:5173"; received ${String(origin)}`,
      );
    }),
  );
}

/**
 * Lets a call pass that a page of a listed origin makes itself. A frame inside a page is refused whatever its origin: who
 * frames it decides what a person believes to click on.
 *
 * @throws BrokerError `request_unsupported`.
 * @see https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages
 */
export function requireOwnPage({ senderFrame }: InvokeEvent, origins: ReadonlySet<string>): void {
  if (senderFrame === null) throw refused("a page that is gone", undefined);
  const { origin, parent } = senderFrame;
  if (!origins.has(origin)) {
    throw refused(
      `a page of ${origin === "null" ? "an opaque origin" : origin}`,
      origin === "null"
        ? "Register the page's scheme with protocol.registerSchemesAsPrivileged() as standard, before the app is ready."
        : 'If the page is part of the application, list its origin in "origins" of serveAuthbroker().',
    );
  }
  if (parent !== null) throw refused("a frame inside a page", "Call from the page itself.");
}

function refused(who: string, hint: string | undefined): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `${who} may not call the sign-in of this application`,
    hint,
  });
}
