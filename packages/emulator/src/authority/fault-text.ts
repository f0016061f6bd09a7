import { onceEach } from "../config/fault-text.js";
import { describeIssues } from "../config/load.js";
import { EmulatorError } from "../errors.js";
import { type AuthorityFault, authorityFaultSchema } from "./faults.js";

/** How a fault of the authority is written on the command line. */
export const AUTHORITY_FAULT_GRAMMAR = "[ENDPOINT:]FAULT[,KEY=NUMBER]…";

/**
 * Reads a fault of the authority as it is written on the command line, for example `token:mfa-required,times=1`.
 *
 * @throws EmulatorError `config_invalid`.
 */
export function parseAuthorityFault(text: string): AuthorityFault {
  const [head = "", ...pairs] = text.split(",");
  const [first = "", second, ...more] = head.split(":");
  if (more.length > 0) throw invalid(text, `"${head}" has more than an endpoint and a fault`);
  const [endpoint, fault] = second === undefined ? [undefined, first] : [first, second];
  const parsed = authorityFaultSchema.safeParse({
    fault,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...onceEach(
      pairs.map((pair) => readPair(text, pair)),
      (key) => invalid(text, `${key} is there twice`),
    ),
  });
  if (!parsed.success) throw invalid(text, describeIssues(parsed.error).join("; "));
  return parsed.data;
}

/** Every key but the names counts something. */
function readPair(text: string, pair: string): [string, number] {
  const { key, value } = /^(?<key>\w+)=(?<value>\d+)$/.exec(pair)?.groups ?? {};
  if (key === undefined || value === undefined) throw invalid(text, `"${pair}" is not KEY=NUMBER`);
  return [key, Number(value)];
}

function invalid(text: string, why: string): EmulatorError {
  return new EmulatorError(
    "config_invalid",
    `the fault "${text}" cannot be used: ${why}. It is written ${AUTHORITY_FAULT_GRAMMAR}`,
  );
}
