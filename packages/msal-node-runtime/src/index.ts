export type { Account } from "./accounts.js";
export type { AuthParameters } from "./auth-parameters.js";
export { ErrorStatus, LogLevel } from "./enums.js";
export type { MsalRuntimeError } from "./errors.js";
export type { LoggerCallback } from "./logger.js";
export {
  type AsyncHandle,
  type Callback,
  msalNodeRuntime,
  type MsalNodeRuntime,
} from "./msal-node-runtime.js";
export type { AuthResult, DiscoverAccountsResult, ReadAccountResult, SignOutResult } from "./results.js";
