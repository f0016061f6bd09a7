import { homeAccountIdOf, type User } from "./users.js";
import { scopeKey } from "./scopes.js";

/** What each person let each application do. */
export class Consents {
  readonly #given = new Map<string, Set<string>>();

  /** Notes that a person consents. */
  give(user: User, clientId: string, scopes: readonly string[]): void {
    const key = consentKey(user, clientId);
    const given = this.#given.get(key) ?? new Set();
    for (const scope of scopes) given.add(scopeKey(scope));
    this.#given.set(key, given);
  }

  /** Whether a person consented to a scope. */
  has(user: User, clientId: string, scope: string): boolean {
    return this.#given.get(consentKey(user, clientId))?.has(scopeKey(scope)) ?? false;
  }
}

function consentKey(user: User, clientId: string): string {
  return `${homeAccountIdOf(user)} ${clientId}`.toLowerCase();
}
