import type { Fault, FaultName, Method } from "../config/faults.js";
import type { Answer } from "./answers.js";
import type { ErrorParts, JsonObject } from "./replies.js";

/** What takes the place of doing what was asked. */
export interface Replacement {
  readonly name: FaultName;
  readonly answer?: Answer;
  readonly refusal?: ErrorParts;
}

/** What a fault answers in place of doing what was asked; undefined for one that does not. */
export function replacement(fault: Fault, method: Method): Replacement | undefined {
  const name = fault.fault;
  switch (fault.fault) {
    case "status":
      return {
        name,
        refusal: refusal(fault.value, fault.context ?? `The emulator was asked to refuse ${method}.`),
      };
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

/** How a good reply is spoiled. */
export type Change = (reply: JsonObject) => JsonObject;

/** How a fault spoils a good reply; undefined for one that does not. */
export function spoiling(fault: Fault): Change | undefined {
  switch (fault.fault) {
    case "missing-field":
      return (reply) => edit(reply, fault.field, remove);
    case "wrong-field":
      return (reply) => edit(reply, fault.field, (parent, key) => Reflect.set(parent, key, fault.value));
    case "seconds-expiry":
      return (reply) =>
        ["expiresOn", "extendedExpiresOn"].reduce(
          (spoiled, name) =>
            editValue(spoiled, name, (value) =>
              typeof value === "number" ? Math.floor(value / 1000) : value,
            ),
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
  for (const key of keys) {
    parent = isObject(parent) && Object.hasOwn(parent, key) ? Reflect.get(parent, key) : undefined;
  }
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
  return Object.fromEntries(Object.entries(reply).map(([key, value]) => [key, numbersAsStrings(value)]));
}

function numbersAsStrings(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(numbersAsStrings);
  return isObject(value) ? stringNumbers({ ...value }) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
