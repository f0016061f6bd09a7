import { describeIssues } from "../config/load.js";
import { EmulatorError } from "../errors.js";
import { type Replacement, replacement } from "./fault-effects.js";
import {
  type AuthorityFault,
  type AuthorityFaultName,
  authorityFaultSchema,
  endpointOf,
  type FaultEndpoint,
} from "./faults.js";

/** What the authority does wrong, and when. */
export interface AuthorityFaults {
  /**
   * Adds a fault; several for the same endpoint take turns in the order they were added.
   *
   * @throws EmulatorError `config_invalid`.
   */
  add(fault: AuthorityFault): void;
  /** Removes every fault. */
  clear(): void;
}

/** What the faults make of one request. */
export interface AuthorityFaultPlan {
  /** The names of the faults that came up. */
  readonly names: readonly AuthorityFaultName[];
  /** Done in place of what was asked. */
  readonly instead: Replacement | undefined;
  /** Milliseconds that the answer is held back. */
  readonly delayMs: number;
  /** The faults that spoil a good answer. */
  readonly spoiling: ReadonlySet<AuthorityFaultName>;
}

/** Milliseconds that `slow` takes when it does not say. */
const SLOW_MS = 1000;

/** A request that nothing goes wrong with. */
export const NO_FAULTS: AuthorityFaultPlan = {
  names: [],
  instead: undefined,
  delayMs: 0,
  spoiling: new Set(),
};

/** The faults of one authority. */
export class AuthorityFaultList implements AuthorityFaults {
  #active: { readonly fault: AuthorityFault; remaining: number }[] = [];

  constructor(faults: readonly AuthorityFault[]) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: AuthorityFault): void {
    const parsed = authorityFaultSchema.safeParse(fault);
    if (!parsed.success) throw new EmulatorError("config_invalid", describeIssues(parsed.error).join("; "));
    this.#active.push({ fault: parsed.data, remaining: parsed.data.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  /** Uses up what there is for a request: one fault that takes the answer's place, and all that spoil or delay it. */
  take(endpoint: FaultEndpoint): AuthorityFaultPlan {
    const taken: AuthorityFault[] = [];
    let instead: Replacement | undefined;
    for (const entry of this.#active) {
      if (endpointOf(entry.fault) !== endpoint) continue;
      const replaced = replacement(entry.fault);
      if (replaced !== undefined && instead !== undefined) continue;
      instead ??= replaced;
      entry.remaining -= 1;
      taken.push(entry.fault);
    }
    this.#active = this.#active.filter(({ remaining }) => remaining > 0);
    return {
      names: taken.map(({ fault }) => fault),
      instead,
      delayMs: Math.max(0, ...taken.map(({ fault, delayMs = SLOW_MS }) => (fault === "slow" ? delayMs : 0))),
      spoiling: new Set(taken.map(({ fault }) => fault)),
    };
  }
}
