/**
 * The broker packages as core sees them. They depend on core, so that core can know them by their contract only.
 */
declare module "@authbroker/broker-*" {
  export const broker: import("./contract.js").Broker;
  export const load: import("./contract.js").BrokerPackage["load"];
}
