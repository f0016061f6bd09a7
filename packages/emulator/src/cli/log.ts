import pc from "picocolors";
import type { CompletedRequest } from "../authority/request-log.js";
import type { AppConfig } from "../config/schema.js";
import type { CompletedCall } from "../dbus/request-log.js";
import { withoutTokens } from "../redact.js";

/** Writes what happens, one line each, for a person to follow. */
export interface Log {
  /** A call that was answered. */
  call(call: CompletedCall): void;
  /** A request that the authority answered. */
  request(request: CompletedRequest): void;
  /** Anything else. */
  note(text: string): void;
}

/** Nothing at all. */
export const quietLog: Log = { call() {}, request() {}, note() {} };

/**
 * A log on standard error: standard output belongs to the command that runs, or to the lines to export. It has no
 * tokens: what a call carried is not in it, only who asked what and how it ended.
 */
export function createLog(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv, apps: AppNames): Log {
  const names = new Map(apps.map(({ clientId, name }) => [clientId.toLowerCase(), name]));
  const colors = pc.createColors(wantsColor(stream, env));
  const write = (line: string): void => {
    stream.write(`${colors.dim("authbroker-emulator")} ${line}\n`);
  };
  const nameOf = (clientId: string): string =>
    printable(names.get(clientId.toLowerCase()) ?? (clientId || "-"));
  return {
    note: (text) => write(text),
    request({ request: { method, path, parameters }, status, outcome, ms }) {
      const color = outcome === "ok" ? colors.green : colors.yellow;
      const { client_id: clientId = "", grant_type: grant = "" } = parameters;
      const what = `${colors.bold(method)} ${printable(path)}${grant && ` ${printable(grant)}`}`;
      const took = colors.dim(`${Math.round(ms)} ms`);
      write(`${what}  ${nameOf(clientId)}  ${color(`${status} ${printable(outcome)}`)}  ${took}`);
    },
    call({ request, clientId, username = "-", outcome, ms }) {
      const color = outcome === "ok" ? colors.green : colors.yellow;
      const took = colors.dim(`${Math.round(ms)} ms`);
      const who = `${nameOf(clientId)}  ${printable(username)}`;
      write(
        `${colors.bold(request.method.padEnd(LONGEST_NAME))}  ${who}  ${color(printable(outcome))}  ${took}`,
      );
    },
  };
}

/** The width of `acquireTokenInteractively`, so that the columns line up for the methods that matter. */
const LONGEST_NAME = 25;

/** The longest text of a caller's that a line holds. */
const LONGEST_TEXT = 160;

/** What applications are called. */
type AppNames = readonly Pick<AppConfig, "clientId" | "name">[];

/** Text from a caller, made safe for a terminal and for keeping: no control characters, no tokens, not endless. */
function printable(text: string): string {
  const line = withoutTokens(text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " "));
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

function wantsColor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env["NO_COLOR"]) return false;
  return Boolean(env["FORCE_COLOR"]) || (stream.isTTY && env["TERM"] !== "dumb");
}
