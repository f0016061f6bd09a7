import type { Fault, FaultName } from "../config/faults.js";
import { FaultList, type FaultPlan, type Faults } from "../dbus/faults.js";
import { EmulatorError } from "../errors.js";
import { BUS_METHOD, type ContractMethod } from "./contract-methods.js";

/** The faults that need no bus to happen on. */
const SERVED: ReadonlySet<FaultName> = new Set<FaultName>([
  "status",
  "empty-context",
  "no-reply",
  "late-reply",
  "exit",
  "wrong-identity",
]);

/** The faults of a broker in process: those of the bus that concern what a broker answers, and not how. */
export class InProcessFaults implements Faults {
  readonly #list = new FaultList([]);

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    if (!SERVED.has(fault.fault)) {
      throw new EmulatorError(
        "config_invalid",
        `the fault "${fault.fault}" needs a bus, and a broker in process has none; it can have ${[...SERVED].join(", ")}`,
      );
    }
    this.#list.add(fault);
  }

  clear(): void {
    this.#list.clear();
  }

  /** Uses up what there is for a call of this method. */
  take(method: ContractMethod): FaultPlan {
    return this.#list.take(BUS_METHOD[method]);
  }
}
