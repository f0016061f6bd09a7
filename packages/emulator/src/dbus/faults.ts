import { type Fault, faultSchema, type Method } from "../config/faults.js";
import { describeIssues } from "../config/load.js";
import { EmulatorError } from "../errors.js";
import { type Answer, TOKEN_METHODS } from "./answers.js";
import { type Change, replacement, spoiling } from "./fault-effects.js";
import type { ErrorParts, JsonObject } from "./replies.js";

/** What the broker does wrong, and when. */
export interface Faults {
  /**
   * Adds a fault; several for the same call take turns in the order they were added.
   *
   * @throws EmulatorError `config_invalid`.
   */
  add(fault: Fault): void;
  /** Removes every fault. */
  clear(): void;
}

/** What the faults make of one call. */
export interface FaultPlan {
  /** The name of the fault that takes the place of an answer; empty when none does. */
  readonly name: string;
  /** Answered in place of doing what was asked. */
  readonly instead: Answer | undefined;
  /** Refused with in place of doing what was asked. */
  readonly refusal: ErrorParts | undefined;
  /** Milliseconds that the answer is held back. */
  readonly delayMs: number;
  /** Whether another user than the one asked for is answered with. */
  readonly wrongIdentity: boolean;
  /** Spoils a good reply. */
  spoil(reply: JsonObject): JsonObject;
}

/** The faults of one broker. */
export class FaultList implements Faults {
  #active: { readonly fault: Fault; remaining: number }[] = [];

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    const parsed = faultSchema.safeParse(fault);
    if (!parsed.success) throw new EmulatorError("config_invalid", describeIssues(parsed.error).join("; "));
    this.#active.push({ fault: parsed.data, remaining: parsed.data.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  /** Whether the broker must not own its name. */
  get absent(): boolean {
    return this.#active.some(({ fault }) => fault.fault === "absent");
  }

  /** Milliseconds that a ping is held back. */
  takePingDelay(): number {
    return this.#take((fault) => (fault.fault === "slow-ping" ? fault.delayMs : undefined)) ?? 0;
  }

  /** Uses up what there is for a call of this method. */
  take(method: Method): FaultPlan {
    const concerning =
      <Result>(read: (fault: Fault) => Result | undefined) =>
      (fault: Fault): Result | undefined =>
        concerns(fault, method) ? read(fault) : undefined;
    const replaced = this.#take(concerning((fault) => replacement(fault, method)));
    return {
      name: replaced?.name ?? "",
      instead: replaced?.answer,
      refusal: replaced?.refusal,
      delayMs:
        this.#take(concerning((fault) => (fault.fault === "late-reply" ? fault.delayMs : undefined))) ?? 0,
      wrongIdentity:
        this.#take(concerning((fault) => fault.fault === "wrong-identity" || undefined)) ?? false,
      spoil: applyAll(this.#takeAll(concerning(spoiling))),
    };
  }

  /** The first active fault that `read` makes something of, counted down. */
  #take<Result>(read: (fault: Fault) => Result | undefined): Result | undefined {
    for (const entry of this.#active) {
      const result = read(entry.fault);
      if (result === undefined) continue;
      entry.remaining -= 1;
      this.#dropSpent();
      return result;
    }
    return undefined;
  }

  #takeAll<Result>(read: (fault: Fault) => Result | undefined): Result[] {
    const results = this.#active.flatMap((entry) => {
      const result = read(entry.fault);
      if (result === undefined) return [];
      entry.remaining -= 1;
      return [result];
    });
    this.#dropSpent();
    return results;
  }

  #dropSpent(): void {
    this.#active = this.#active.filter(({ remaining }) => remaining > 0);
  }
}

function concerns(fault: Fault, method: Method): boolean {
  return fault.method === undefined ? TOKEN_METHODS.has(method) : fault.method === method;
}

function applyAll(changes: readonly Change[]): Change {
  return (reply) => changes.reduce((changed, change) => change(changed), reply);
}
