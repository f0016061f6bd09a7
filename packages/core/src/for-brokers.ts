/**
 * What those who write a {@link Broker} build it from, so that every broker reads, checks, times and fails alike:
 * `@authbroker/core/broker`. Applications need none of it.
 *
 * @packageDocumentation
 */
export { onAbort, requestAborted } from "./abort.js";
export { type CallClock, startCallClock } from "./call-clock.js";
export { CONTRACT_VERSION } from "./contract.js";
export { explainOAuthError, type RelayedMeaning, type RelayedOAuthError } from "./errors/relayed.js";
export { type ClientInfo, homeAccountIdOf, homeParts, type IdTokenClaims } from "./id-token.js";
export { parseClientInfo, parseIdToken } from "./id-token.js";
export { isJsonObject, type JsonObject, parseJson } from "./json.js";
export { unavailable, wordsOf } from "./probe.js";
export { defaultRedirectUri } from "./redirect-uris.js";
export { authorityOfTenant, isEntraAuthority, splitAuthority } from "./requests/authority.js";
export { resourceRequestUrl } from "./requests/pop.js";
export { sendableText, unsendable } from "./requests/sendable-text.js";
export { LARGEST_DATE } from "./time.js";
export { environmentOf, requireSameUser, tokenAccount, type TokenOwner } from "./token-account.js";
export { loadNativePart, type NativePart } from "./native-part.js";
