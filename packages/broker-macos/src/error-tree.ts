import type { NativeError } from "./addon.js";
import { type Layer, meaningOfCode } from "./error-codes.js";
import { subErrorIn } from "./sub-error.js";

/** The one error of a tree that says why an operation failed. */
export interface Failure {
  readonly layer: Layer;
  readonly code: number;
  /** Its own words. */
  readonly text: string;
  /** The OAuth error and suberror, where the authority gave them. */
  readonly oauthError?: string | undefined;
  readonly subError?: string | undefined;
}

/** The code of `AuthenticationServices` that stands for "look at the error below". */
const LOOK_BELOW = -6000;

/** Deeper than any tree that was seen; what is below is not looked at. */
const DEEPEST = 16;

/** Each layer by the domain of its errors. Microsoft's runtime puts a prefix of its own before the names of its client. */
const LAYERS: readonly (readonly [RegExp, Layer])[] = [
  [/^com\.apple\.AuthenticationServices\.AuthorizationError$/, "apple"],
  [/^(?:MSAI)?MSALErrorDomain$/, "msale"],
  [/^(?:MSAI)?MSIDOAuthErrorDomain$/, "oauth"],
  [/^(?:MSAI)?MSIDErrorDomain$/, "mside"],
  [/^NSURLErrorDomain$/, "netwk"],
];

/**
 * Finds out which error of a tree says why: the first of the broker's own, or the network's, that has a meaning, wherever it
 * is in the tree; else the first of them; else the one on top.
 *
 * @returns undefined when it points to an error below and there is none.
 */
export function failureOf(error: NativeError): Failure | undefined {
  let current: NativeError | undefined = error;
  let first: Failure | undefined;
  for (let depth = 0; current !== undefined && depth < DEEPEST; depth += 1) {
    const layer = layerOf(current);
    if (layer !== "apple" && layer !== "other") {
      const found = failure(current, layer);
      if (hasMeaning(found)) return found;
      first ??= found;
    }
    current = current.underlying;
  }
  if (first !== undefined) return first;
  const { code, underlying } = error;
  if (layerOf(error) !== "apple" || code !== LOOK_BELOW) return failure(error, layerOf(error));
  return underlying && failure(underlying, layerOf(underlying));
}

/** Whether an error says more than that something failed. */
function hasMeaning({ layer, code, text, oauthError }: Failure): boolean {
  return oauthError !== undefined || meaningOfCode(layer, code) !== undefined || /AADSTS\d/.test(text);
}

function layerOf({ domain }: NativeError): Layer {
  return LAYERS.find(([pattern]) => pattern.test(domain))?.[1] ?? "other";
}

function failure({ code, description, userInfo }: NativeError, layer: Layer): Failure {
  const read = (name: string): string | undefined => infoOf(userInfo, name);
  // The public error is coarse; the exact one is beside it, and may be one that nobody knows.
  const exact = Number(read("InternalErrorCodeKey"));
  const isExact = meaningOfCode(layer, exact) !== undefined || meaningOfCode(layer, code) === undefined;
  const text = read("ErrorDescriptionKey") ?? description;
  // Entra's own number, where it comes beside its words.
  const number = /\d{4,9}/.exec(read("STSErrorCodesKey") ?? "")?.[0];
  return {
    layer,
    code: Number.isSafeInteger(exact) && exact !== 0 && isExact ? exact : code,
    text: number === undefined || text.includes(number) ? text : `AADSTS${number}: ${text}`,
    oauthError: read("OAuthErrorKey")?.toLowerCase(),
    subError: subErrorIn(read("OAuthSubErrorKey")),
  };
}

/** An entry of `userInfo` by its name without the prefixes that it may have. */
function infoOf(userInfo: NativeError["userInfo"], name: string): string | undefined {
  for (const prefix of ["MSAL", "MSID", "MSAIMSAL", "MSAIMSID"]) {
    const value = userInfo[`${prefix}${name}`];
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}
