export * from "./contract.js";
export {
  BrokerError,
  type BrokerErrorInit,
  type BrokerErrorOrigin,
  BrokerPackageMissingError,
} from "./errors/broker-error.js";
export type { ErrorCode } from "./errors/codes.js";
