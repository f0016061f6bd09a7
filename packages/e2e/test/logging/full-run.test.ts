import { fork } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

/** What the run reports. */
interface Report {
  readonly clients: readonly { readonly name: string; readonly lines: string[]; readonly ids: string[] }[];
  readonly secrets: readonly string[];
  readonly verifiers: readonly string[];
  readonly cookies: readonly string[];
  /** Everything that can be printed of each error. */
  readonly errors: readonly string[];
}

/** A run that is over. */
interface Run {
  readonly report: Report;
  readonly output: string;
}

const HEADER =
  /^\[[^\]]+ GMT\] : \[([0-9a-f-]{36})\] : @\w+\/[\w-]+@[\d.a-z-]+ : (?:Error|Warning|Info|Verbose|Trace) - \S/;

const NAMES = [
  "adele@contoso.example",
  "lee@contoso.example",
  "adele%40contoso",
  "lee%40contoso",
  "Adele Vance",
  "Lee Gu",
];

const runs = new Map<string, Promise<Run>>();

/** The run with or without user names; each is made once. */
function runOf(pii: "pii" | "no pii"): Promise<Run> {
  const run = runs.get(pii) ?? start(pii);
  runs.set(pii, run);
  return run;
}

async function start(pii: "pii" | "no pii"): Promise<Run> {
  const child = fork(fileURLToPath(new URL("./full-run.mjs", import.meta.url)), [pii], { silent: true });
  const reported = new Promise<Report>((resolve) =>
    child.once("message", (report: Report) => resolve(report)),
  );
  const ended = new Promise<unknown>((resolve) => child.once("exit", resolve));
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the child has no streams");
  const [out, err, status] = await Promise.all([text(stdout), text(stderr), ended]);
  const output = out + err;
  if (status !== 0) throw new Error(`the run ended with ${String(status)}: ${output}`);
  return { report: await reported, output };
}

const linesOf = ({ clients }: Report): string[] => clients.flatMap(({ lines }) => lines);

const withAny = (texts: readonly string[], parts: readonly string[]): string[] =>
  texts.filter((each) => parts.some((part) => each.toLowerCase().includes(part.toLowerCase())));

describe.each(["no pii", "pii"] as const)(
  "a run over every route with failures in between, at Trace, %s",
  (pii) => {
    let report: Report;
    let output: string;

    beforeAll(async () => {
      ({ report, output } = await runOf(pii));
    }, 90_000);

    test("took every route, failed in many ways, and logged each call", () => {
      expect(report.errors.length).toBeGreaterThan(60);
      for (const { name, lines, ids } of report.clients) {
        expect(lines.length, name).toBeGreaterThan(ids.length);
        expect(
          ids.filter((id) => !lines.some((line) => line.includes(id))),
          name,
        ).toEqual([]);
      }
      expect(withAny(linesOf(report), ["@azure/msal-node"]).length).toBeGreaterThan(50);
      expect(report.secrets.length).toBeGreaterThan(20);
      expect(report.verifiers.length).toBeGreaterThan(3);
      expect(report.cookies.length).toBeGreaterThan(0);
    });

    test("wrote nothing to stdout or stderr", () => {
      expect(output).toBe("");
    });

    test.each(["in process", "on the bus", "browser", "device code"])(
      "gave the client of the %s route the lines of its own calls, each with the call's correlation id",
      (route) => {
        const client = report.clients.find(({ name }) => name === route);
        const ids = new Set(client?.ids);
        const strange = client?.lines.filter((line) => !ids.has(HEADER.exec(line)?.[1] ?? ""));
        expect(strange).toEqual([]);
      },
    );

    test("logged no token, code, verifier or cookie", () => {
      const { secrets, verifiers, cookies } = report;
      expect(withAny(linesOf(report), [...secrets, ...verifiers, ...cookies])).toEqual([]);
      expect(linesOf(report).filter((line) => /eyJ[\w-]{10,}/.test(line))).toEqual([]);
    });

    test("put no token, code, verifier, cookie or user name into an error", () => {
      const { secrets, verifiers, cookies, errors } = report;
      expect(withAny(errors, [...secrets, ...verifiers, ...cookies, ...NAMES])).toEqual([]);
    });
  },
);

test("without piiLoggingEnabled, no line names anybody", async () => {
  const { report } = await runOf("no pii");
  expect(withAny(linesOf(report), NAMES)).toEqual([]);
}, 90_000);
