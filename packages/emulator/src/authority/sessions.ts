import { randomBytes } from "node:crypto";
import type { User } from "../directory/directory.js";
import { dropOldest } from "../directory/secrets.js";
import type { Session } from "../directory/session.js";

/** Browsers kept at most. */
const LIMIT = 10_000;

/** Who is signed in in which browser. */
export class BrowserSessions {
  readonly #browsers = new Map<string, Map<User, Session>>();

  /** Who is signed in in a browser, the longest first. */
  of(browser: string | undefined): ReadonlyMap<User, Session> {
    return this.#browsers.get(browser ?? "") ?? new Map();
  }

  /**
   * Keeps a person's sign-in.
   *
   * @returns the browser's id: a new one for a browser that is not known.
   */
  keep(browser: string | undefined, user: User, session: Session): string {
    const known = browser === undefined ? undefined : this.#browsers.get(browser);
    // An id that a client made up is not taken over: somebody else may know it (session fixation).
    const id = known === undefined || browser === undefined ? randomBytes(24).toString("base64url") : browser;
    this.#browsers.set(id, (known ?? new Map<User, Session>()).set(user, session));
    dropOldest(this.#browsers, LIMIT);
    return id;
  }

  /** Signs everybody out of a browser. */
  end(browser: string | undefined): void {
    if (browser !== undefined) this.#browsers.delete(browser);
  }
}
