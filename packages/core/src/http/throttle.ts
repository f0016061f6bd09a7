/** Most requests that are held back at a time. */
const MOST = 100;

/**
 * Requests that a server wants no repetition of for a while. This library says `retry-after, h429` in
 * `x-ms-lib-capability`, and so keeps to it: msal-node's own way of doing so forgets the time with a cache plugin, and
 * what the error was.
 */
export class Throttle {
  readonly #until = new Map<string, number>();

  /**
   * Holds a request back.
   *
   * @param key What makes requests the same; never with a secret in it.
   * @param seconds For how long.
   */
  hold(key: string, seconds: number): void {
    this.#until.delete(key);
    this.#until.set(key, performance.now() + seconds * 1000);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST && oldest !== undefined) this.#until.delete(oldest);
  }

  /** The seconds, whole ones and at least 1, for which a request is still held back; undefined when it is not. */
  remaining(key: string): number | undefined {
    const left = (this.#until.get(key) ?? 0) - performance.now();
    if (left > 0) return Math.ceil(left / 1000);
    this.#until.delete(key);
    return undefined;
  }
}

/**
 * What makes two token requests the same: who asks whom, for whom and for what. Codes and tokens are left out.
 *
 * @returns Undefined for the redemption of a code: a code is good for once, so that no other request repeats it.
 */
export function throttleKey(url: URL, form: URLSearchParams, homeAccountId = ""): string | undefined {
  if (form.get("grant_type") === "authorization_code") return undefined;
  const fields = ["client_id", "grant_type", "scope", "claims", "resource"];
  return JSON.stringify([url.origin, url.pathname, homeAccountId, ...fields.map((field) => form.get(field))]);
}
