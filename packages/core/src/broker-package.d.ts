/**
 * A broker package as core sees it, whichever it is. The packages depend on core, so core knows them by their contract
 * only: its tsconfig maps their names to this file.
 */
import type { Broker, BrokerPackage } from "./contract.js";

export declare const broker: Broker;
export declare const version: string;
export declare const load: BrokerPackage["load"];
