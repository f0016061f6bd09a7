export { onAbort } from "./abort.js";
export { type CallClock, requestAborted, startCallClock } from "./call-clock.js";
export type { Broker, BrokerAccount, BrokerAvailable, BrokerLimit, BrokerPackage } from "./contract.js";
export type { BrokerPlatform } from "./contract.js";
export type { BrokerProbe, BrokerPrompt, BrokerRequest, BrokerUnavailable, CallOptions } from "./contract.js";
export type {
  InteractiveTokenRequest,
  PopParameters,
  ProbeOptions,
  TokenRequest,
  TokenResponse,
} from "./contract.js";
export type { LimitReason, UnavailableReason } from "./contract.js";
export type { AccountsRequest as BrokerAccountsRequest } from "./contract.js";
export type { SignOutRequest as BrokerSignOutRequest } from "./contract.js";
export { CONTRACT_VERSION } from "./contract.js";
export { type BrokerOptions, type Configuration } from "./configuration.js";
export {
  BrokerError,
  type BrokerErrorInit,
  type BrokerErrorOrigin,
  BrokerPackageMissingError,
} from "./errors/broker-error.js";
export type { ErrorCode } from "./errors/codes.js";
export { loadFailed } from "./errors/load-failed.js";
export { explainOAuthError, type RelayedMeaning, type RelayedOAuthError } from "./errors/relayed.js";
export { type ClientInfo, homeAccountIdOf, homeParts, type IdTokenClaims } from "./id-token.js";
export { parseClientInfo, parseIdToken } from "./id-token.js";
export { isJsonObject, type JsonObject, parseJson } from "./json.js";
export {
  createNativeBrokerPlugin,
  type MsalNodeClasses,
  type NativeBrokerPlugin,
  type NativeBrokerPluginOptions,
} from "./native-broker-plugin.js";
export { type AuthbrokerPlugin, authbrokerPlugin } from "./plugin/identity.js";
export { type SystemKind, systemKind } from "./platform.js";
export { unavailable, wordsOf } from "./probe.js";
export { PublicClientApplication } from "./public-client-application.js";
export {
  defaultRedirectUri,
  type RedirectUri,
  redirectUris,
  type RedirectUrisOptions,
} from "./redirect-uris.js";
export { authorityOfTenant, isEntraAuthority, splitAuthority } from "./requests/authority.js";
export { resourceRequestUrl } from "./requests/pop.js";
export { sendableText, unsendable } from "./requests/sendable-text.js";
export type {
  AccountInfo,
  AccountsRequest,
  DeviceCodeRequest,
  InteractiveRequest,
  SignOutRequest,
  SilentRequest,
} from "./requests/types.js";
export type { AuthenticationResult, Route } from "./results.js";
export { environmentOf, requireSameUser, tokenAccount, type TokenOwner } from "./token-account.js";
export { CONSOLE_WINDOW_HANDLE, type ParentWindowHandle } from "./window-handle.js";
