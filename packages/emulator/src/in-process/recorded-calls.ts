import type { BrokerRequest } from "@authbroker/core";
import type { ContractMethod } from "./contract-methods.js";

/** A call that the broker in process was asked. */
export interface RecordedCall {
  readonly method: ContractMethod;
  /** The request as the contract has it. */
  readonly request: BrokerRequest;
  /** When it came, milliseconds since 1970. */
  readonly at: number;
}

/** Calls kept at most; the oldest go first. */
const LIMIT = 5_000;

/** Keeps the last calls. */
export class CallLog {
  readonly #calls: RecordedCall[] = [];

  /** The calls, the oldest first. */
  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  add(method: ContractMethod, request: BrokerRequest): void {
    this.#calls.push({ method, request, at: Date.now() });
    if (this.#calls.length > LIMIT) this.#calls.shift();
  }
}
