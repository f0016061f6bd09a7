export type { Authority, AuthorityOptions } from "./authority/authority.js";
export { createAuthority } from "./authority/authority.js";
export type { AuthorityConfig, AuthorityConfigInput } from "./authority/config.js";
export type { AuthorityFaults } from "./authority/fault-list.js";
export { parseAuthorityFault } from "./authority/fault-text.js";
export type { AuthorityFault, AuthorityFaultName, FaultEndpoint } from "./authority/faults.js";
export { AUTHORITY_FAULT_NAMES } from "./authority/faults.js";
export type { AuthorityListeners } from "./authority/handler.js";
export type { AuthorityMetadata } from "./authority/metadata.js";
export type { AuthorityRequest, CompletedRequest } from "./authority/request-log.js";
export type { ScriptedPerson, ScriptedResult } from "./authority/scripted-browser.js";
export { approveUserCode, signInWith } from "./authority/scripted-browser.js";
export type { StartAuthorityOptions } from "./authority/start.js";
export { startAuthority } from "./authority/start.js";
export type { Fault, FaultName, FaultScope, Method, PlainFault } from "./config/faults.js";
export { FAULT_NAMES, METHODS } from "./config/faults.js";
export { parseFault } from "./config/fault-text.js";
export { configJsonSchema } from "./config/json-schema.js";
export { readConfig } from "./config/load.js";
export type { PolicyConfig } from "./config/policies.js";
export type {
  AppConfig,
  BrokerVersion,
  DeviceConfig,
  EmulatorConfig,
  EmulatorConfigInput,
  InteractionConfig,
  TenantConfig,
  UserConfig,
} from "./config/schema.js";
export { BROKER_VERSIONS } from "./config/schema.js";
export type { Faults } from "./dbus/faults.js";
export type { InteractionDecision, InteractionRequest, OnInteraction } from "./dbus/interactions.js";
export { BROKER_INTERFACE, BROKER_NAME, BROKER_PATH } from "./dbus/names.js";
export type { PrivateBus, PrivateBusOptions } from "./dbus/private-bus.js";
export { startPrivateBus } from "./dbus/private-bus.js";
export type { CompletedCall, RecordedRequest } from "./dbus/request-log.js";
export type { BrokerRequestBody } from "./dbus/requests.js";
export type { BrokerListeners, BrokerService } from "./dbus/service.js";
export type { WindowSignIn } from "./directory/broker-tokens.js";
export { createDirectory } from "./directory/create.js";
export type { AccountReference, App, Directory, DirectoryOptions } from "./directory/directory.js";
export type { Session, SignIn } from "./directory/session.js";
export type { User } from "./directory/users.js";
export type { EmulatedBroker, EmulatedBrokerOptions } from "./in-process/broker.js";
export { createEmulatedBroker } from "./in-process/broker.js";
export type { RecordedCall } from "./in-process/recorded-calls.js";
export type { EmulatorAuthorityOptions } from "./configured-authority.js";
export type { Emulator, EmulatorOptions } from "./emulator.js";
export { startEmulator } from "./emulator.js";
export type { EmulatorErrorCode } from "./errors.js";
export { EmulatorError } from "./errors.js";
