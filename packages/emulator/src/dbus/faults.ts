import { type Fault, type FaultName, faultSchema, type Method } from "../config/faults.js";
import { describeIssues } from "../config/load.js";
import { EmulatorError } from "../errors.js";
import { DBUS_ERROR } from "./names.js";
import { errorObject, type ErrorParts, type JsonObject } from "./replies.js";

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

/** What goes back to a caller. */
export type Answer =
  | { readonly kind: "reply"; readonly signature: string; readonly body: unknown[] }
  | { readonly kind: "dbus-error"; readonly name: string; readonly text: string }
  | { readonly kind: "silence" }
  | { readonly kind: "exit" };

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

const TOKEN_METHODS: ReadonlySet<Method> = new Set(["acquireTokenSilently", "acquireTokenInteractively"]);

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
      delayMs: this.#take(concerning((fault) => (fault.fault === "late-reply" ? fault.delayMs : undefined))) ?? 0,
      wrongIdentity: this.#take(concerning((fault) => fault.fault === "wrong-identity" || undefined)) ?? false,
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

/** What takes the place of doing what was asked. */
interface Replacement {
  readonly name: FaultName;
  readonly answer?: Answer;
  readonly refusal?: ErrorParts;
}

function replacement(fault: Fault, method: Method): Replacement | undefined {
  const name = fault.fault;
  switch (fault.fault) {
    case "status":
      return { name, refusal: refusal(fault.value, fault.context ?? `The emulator was asked to refuse ${method}.`) };
    case "empty-context":
      return { name, refusal: refusal(0, "") };
    case "dbus-error":
      return {
        name,
        answer: {
          kind: "dbus-error",
          name: fault.name,
          text: fault.text ?? `The emulator was asked to fail ${method}.`,
        },
      };
    case "wrong-reply-type":
      return { name, answer: { kind: "reply", signature: "ii", body: [1, 2] } };
    case "not-json":
      return { name, answer: { kind: "reply", signature: "s", body: ["<html>not JSON</html>"] } };
    case "empty-reply":
      return { name, answer: { kind: "reply", signature: "s", body: [""] } };
    case "no-reply":
      return { name, answer: { kind: "silence" } };
    case "exit":
      return { name, answer: { kind: "exit" } };
    default:
      return undefined;
  }
}

function refusal(status: number, message: string): ErrorParts {
  return { status, errorCode: 0, tag: "fault", message };
}

type Change = (reply: JsonObject) => JsonObject;

function applyAll(changes: readonly Change[]): Change {
  return (reply) => changes.reduce((changed, change) => change(changed), reply);
}

/** How a good reply is spoiled. */
function spoiling(fault: Fault): Change | undefined {
  switch (fault.fault) {
    case "missing-field":
      return (reply) => edit(reply, fault.field, remove);
    case "wrong-field":
      return (reply) => edit(reply, fault.field, (parent, key) => Reflect.set(parent, key, fault.value));
    case "seconds-expiry":
      return (reply) =>
        ["expiresOn", "extendedExpiresOn"].reduce(
          (spoiled, name) =>
            editValue(spoiled, name, (value) => (typeof value === "number" ? Math.floor(value / 1000) : value)),
          reply,
        );
    case "array-scopes":
      return (reply) =>
        editValue(reply, "grantedScopes", (value) => (typeof value === "string" ? value.split(" ") : value));
    case "string-numbers":
      return stringNumbers;
    default:
      return undefined;
  }
}

type Edit = (parent: object, key: string) => void;

/** A copy of the reply, changed at a dotted path; unchanged when the path leads nowhere. */
function edit(reply: JsonObject, path: string, apply: Edit): JsonObject {
  const copy = structuredClone(reply);
  const keys = path.split(".");
  const last = keys.pop();
  let parent: unknown = copy;
  for (const key of keys) parent = isObject(parent) ? Reflect.get(parent, key) : undefined;
  if (isObject(parent) && last !== undefined) apply(parent, last);
  return copy;
}

function remove(parent: object, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function editValue(reply: JsonObject, field: string, map: (value: unknown) => unknown): JsonObject {
  return edit(reply, `brokerTokenResponse.${field}`, (parent, key) => {
    Reflect.set(parent, key, map(Reflect.get(parent, key)));
  });
}

function stringNumbers(reply: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(reply, (_key, value) => (typeof value === "number" ? String(value) : value)));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A reply of JSON text. */
export function jsonAnswer(reply: JsonObject): Answer {
  return { kind: "reply", signature: "s", body: [JSON.stringify(reply)] };
}

/** An error as a method gives it: the token methods wrap it as they wrap a token. */
export function errorReply(method: Method, parts: ErrorParts): JsonObject {
  const error = { error: errorObject(parts) };
  return TOKEN_METHODS.has(method) ? { brokerTokenResponse: error } : error;
}

/** The D-Bus error for a fault of the emulator's own. */
export function internalError(text: string): Answer {
  return { kind: "dbus-error", name: DBUS_ERROR.failed, text };
}
