import { randomBytes } from "node:crypto";

/** Secrets kept at most; the oldest go first. */
const LIMIT = 5_000;

/** Keeps what was issued and nobody may repeat, so that a test can look for it where it must not be. */
export class IssuedSecrets {
  readonly #secrets = new Set<string>();

  /** The last {@link LIMIT} secrets, the oldest first. */
  get all(): readonly string[] {
    return [...this.#secrets];
  }

  /** Keeps a secret, and gives it back. */
  keep(secret: string): string {
    this.#secrets.add(secret);
    dropOldest(this.#secrets, LIMIT);
    return secret;
  }

  /** Makes an opaque code or token, in the form of Entra's: a version, a dot, and base64url. */
  create(): string {
    return this.keep(`1.${randomBytes(64).toString("base64url")}`);
  }
}

/** Makes room in a collection that keeps the order in which things came. */
export function dropOldest(
  collection: { readonly size: number; keys(): Iterable<string>; delete(key: string): boolean },
  limit: number,
): void {
  if (collection.size <= limit) return;
  const [oldest] = collection.keys();
  if (oldest !== undefined) collection.delete(oldest);
}
