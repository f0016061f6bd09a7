import { EmulatorError } from "../errors.js";
import { type Fault, faultSchema, METHODS } from "./faults.js";
import { describeIssues } from "./load.js";

/** What the text after the first `=` is, for each fault that takes something. */
const MAIN_PARAMETER: Readonly<Record<string, string>> = {
  status: "value",
  "dbus-error": "name",
  "late-reply": "delayMs",
  "slow-ping": "delayMs",
  "missing-field": "field",
  "wrong-field": "field",
};

/** How a fault is written on the command line. */
export const FAULT_GRAMMAR = "[METHOD:]FAULT[=VALUE][,KEY=VALUE]…";

const SHAPE = /^(?:(?<method>[A-Za-z]+):)?(?<fault>[a-z-]+)(?:=(?<rest>.*))?$/s;

/**
 * Reads a fault as it is written on the command line, for example `acquireTokenSilently:late-reply=500,times=1`.
 *
 * @throws EmulatorError `config_invalid`, with the grammar or the list of names.
 */
export function parseFault(text: string): Fault {
  const { method, fault, rest } = SHAPE.exec(text)?.groups ?? {};
  if (fault === undefined) throw invalid(text, [`it is written ${FAULT_GRAMMAR}`]);
  const known: readonly string[] = METHODS;
  if (method !== undefined && !known.includes(method)) {
    throw invalid(text, [`unknown method "${method}"; the methods are ${METHODS.join(", ")}`]);
  }
  const parsed = faultSchema.safeParse({
    fault,
    ...(method === undefined ? {} : { method }),
    ...parameters(text, fault, rest),
  });
  if (!parsed.success) throw invalid(text, describeIssues(parsed.error));
  return parsed.data;
}

function parameters(text: string, fault: string, rest: string | undefined): Record<string, unknown> {
  if (rest === undefined) return {};
  const main = MAIN_PARAMETER[fault];
  const [first, ...others] = rest.split(",");
  if (main === undefined && first !== undefined && !first.includes("=")) {
    throw invalid(text, [`${fault} takes no value`]);
  }
  const pairs = main === undefined ? rest.split(",") : [`${main}=${first}`, ...others];
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, ...value] = pair.split("=");
      if (key === undefined || value.length === 0) throw invalid(text, [`"${pair}" is not KEY=VALUE`]);
      return [key, parameterValue(fault, key, value.join("="))];
    }),
  );
}

/** Numbers for the keys that count, JSON for the value of a field, text for the rest. */
function parameterValue(fault: string, key: string, text: string): unknown {
  if (key === "times" || key === "delayMs" || (fault === "status" && key === "value")) return Number(text);
  if (fault !== "wrong-field" || key !== "value") return text;
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is a string: `value=abc` need not be quoted twice on a command line.
    return text;
  }
}

function invalid(text: string, lines: readonly string[]): EmulatorError {
  return new EmulatorError("config_invalid", `the fault "${text}" cannot be used: ${lines.join("; ")}`);
}
