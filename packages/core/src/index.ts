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
export { type BrokerOptions, type Configuration } from "./configuration.js";
export {
  BrokerError,
  type BrokerErrorInit,
  type BrokerErrorOrigin,
  BrokerPackageMissingError,
} from "./errors/broker-error.js";
export type { ErrorCode } from "./errors/codes.js";
export type { MsalNodeClasses } from "./errors/msal-classes.js";
export {
  createNativeBrokerPlugin,
  type NativeBrokerPlugin,
  type NativeBrokerPluginOptions,
} from "./native-broker-plugin.js";
export { type AuthbrokerPlugin, authbrokerPlugin } from "./plugin/identity.js";
export { type SystemKind, systemKind } from "./platform.js";
export { PublicClientApplication } from "./public-client-application.js";
export { type RedirectUri, redirectUris, type RedirectUrisOptions } from "./redirect-uris.js";
export type {
  AccountInfo,
  AccountsRequest,
  DeviceCodeRequest,
  InteractiveRequest,
  SignOutRequest,
  SilentRequest,
} from "./requests/types.js";
export type { AuthenticationResult, Route } from "./results.js";
export { CONSOLE_WINDOW_HANDLE, type ParentWindowHandle } from "./window-handle.js";
