import { homedir, hostname } from "node:os";
import { basename } from "node:path";

/** A name shorter than this is taken out only where it is a word of its own. */
const SHORT = 8;

/** A claim shorter than this, a version or a yes, says nothing about anybody. */
const TELLING = 5;

/** What says who somebody is, or is as good as a password, whoever's it is. */
const PATTERNS = [
  // A JWT, whole or cut: every one begins with the base64url of {".
  { pattern: /eyJ[\w-]{5,}(?:\.[\w-]*)*/g, instead: "(token)" },
  { pattern: /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, instead: "(id)" },
  // A bundle identifier names its maker; the one of unsigned programs is everybody's.
  { pattern: /(?<![\w.-])msauth\.(?!com\.msauth\.unsignedapp\b)[\w.-]+/gi, instead: "msauth.(application)" },
  { pattern: /[^\s'"<>()[\]{}|,;:=@&?/]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/giu, instead: "(user)" },
  { pattern: /\b[\w-]+(?:\.[\w-]+)*\.onmicrosoft\.\w+/gi, instead: "(domain)" },
  { pattern: /[\w+=-]{44,}/g, instead: "(left out)" },
];

/**
 * What a report must not hold: what the tokens and the accounts of this run say about people and organisations, and what
 * this machine and its user are called.
 */
export class Secrets {
  /**
   * @readonly
   * @type {Set<string>}
   */
  #known = new Set();

  constructor() {
    this.#learn(homedir(), basename(homedir()), hostname());
  }

  /**
   * @param {Pick<
   *   import("@authbroker/core").AccountInfo,
   *   "username" | "name" | "homeAccountId" | "localAccountId" | "tenantId"
   * >} account
   */
  learnAccount({ username, name = "", homeAccountId, localAccountId, tenantId }) {
    const domain = username.slice(username.indexOf("@") + 1);
    this.#learn(username, domain, name, ...name.split(" "), homeAccountId, localAccountId, tenantId);
  }

  /** @param {import("@authbroker/core").AuthenticationResult} result */
  learnResult({ accessToken, idToken, idTokenClaims, account }) {
    for (const token of [accessToken, idToken]) this.#learn(token, ...token.split("."));
    for (const claim of Object.values(idTokenClaims).flat()) {
      if (typeof claim === "string" && claim.length >= TELLING) this.#learn(claim);
    }
    if (account) this.learnAccount(account);
  }

  /** @param {readonly string[]} texts */
  #learn(...texts) {
    for (const text of texts) {
      // As itself, and as a URL has it.
      if (text.length > 1) this.#known.add(text).add(encodeURIComponent(text));
    }
  }

  /**
   * The text without any of it.
   *
   * @param {string} text
   */
  without(text) {
    let clean = text;
    for (const known of [...this.#known].toSorted((one, other) => other.length - one.length)) {
      clean = clean.replaceAll(everyOccurrence(known), "(left out)");
    }
    for (const { pattern, instead } of PATTERNS) clean = clean.replaceAll(pattern, instead);
    return clean;
  }
}

/** @param {string} text */
function everyOccurrence(text) {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const [before, after] =
    text.length < SHORT ? [String.raw`(?<![\p{L}\p{N}])`, String.raw`(?![\p{L}\p{N}])`] : ["", ""];
  return new RegExp(`${before}${escaped}${after}`, "giu");
}
