import { EmulatorError } from "../errors.js";
import { type Fault, FAULT_NAMES, FAULT_VALUE_KEYS, faultSchema, METHODS } from "./faults.js";
import { describeIssues } from "./load.js";

/** How a fault is written on the command line. */
export const FAULT_GRAMMAR = "[METHOD:]FAULT[=VALUE][,KEY=VALUE]…";

const SHAPE = /^(?:(?<method>[A-Za-z]+):)?(?<fault>[a-z-]+)(?:=(?<value>[^,]*))?(?:,(?<pairs>.*))?$/s;

/**
 * Reads a fault as it is written on the command line, for example `acquireTokenSilently:late-reply=500,times=1`. No
 * value can hold a comma.
 *
 * @throws EmulatorError `config_invalid`, with the grammar or the list of names.
 */
export function parseFault(text: string): Fault {
  const { method, fault, value, pairs } = SHAPE.exec(text)?.groups ?? {};
  if (fault === undefined) throw invalid(text, [`it is written ${FAULT_GRAMMAR}`]);
  const known: readonly string[] = METHODS;
  if (method !== undefined && !known.includes(method)) {
    throw invalid(text, [`unknown method "${method}"; the methods are ${METHODS.join(", ")}`]);
  }
  const main = FAULT_VALUE_KEYS.get(fault);
  if (value !== undefined && main === undefined && FAULT_NAMES.some((name) => name === fault)) {
    throw invalid(text, [`${fault} takes no value`]);
  }
  const parsed = faultSchema.safeParse({
    fault,
    ...(method === undefined ? {} : { method }),
    ...onceEach(
      [
        ...(value === undefined || main === undefined
          ? []
          : [[main, parameterValue(text, fault, main, value)] as const]),
        ...(pairs === undefined ? [] : parameters(text, fault, pairs)),
      ],
      (key) => invalid(text, [`${key} is there twice`]),
    ),
  });
  if (!parsed.success) throw invalid(text, describeIssues(parsed.error));
  return parsed.data;
}

/** The keys and values as an object; a key that is there twice would lose one of them. */
export function onceEach(
  pairs: readonly (readonly [key: string, value: unknown])[],
  twice: (key: string) => EmulatorError,
): Record<string, unknown> {
  const keys = pairs.map(([key]) => key);
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) throw twice(repeated);
  return Object.fromEntries(pairs);
}

function parameters(text: string, fault: string, pairs: string): (readonly [string, unknown])[] {
  return pairs.split(",").map((pair) => {
    const [key, ...value] = pair.split("=");
    if (key === undefined || value.length === 0) throw invalid(text, [`"${pair}" is not KEY=VALUE`]);
    return [key, parameterValue(text, fault, key, value.join("="))];
  });
}

/** Numbers for the keys that count, JSON for the value of a field, text for the rest. */
function parameterValue(text: string, fault: string, key: string, value: string): unknown {
  if (key === "times" || key === "delayMs" || (fault === "status" && key === "value")) {
    if (!/^\d+$/.test(value)) throw invalid(text, [`${key} is a whole number, written in digits`]);
    return Number(value);
  }
  if (fault !== "wrong-field" || key !== "value") return value;
  try {
    return JSON.parse(value);
  } catch {
    // What is no JSON is a string: `value=abc` need not be quoted twice on a command line.
    return value;
  }
}

function invalid(text: string, lines: readonly string[]): EmulatorError {
  return new EmulatorError("config_invalid", `the fault "${text}" cannot be used: ${lines.join("; ")}`);
}
