import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { published } from "../../../../scripts/lib/packed.mjs";
import { manifestOf, members, root } from "../../../../scripts/lib/workspace.mjs";
import { type Proof, type Row, table } from "./command-table.js";
import { every } from "./support/commands.js";

const typed = every(/^/);

test.each(typed)("%s is in the table, once", (command) => {
  expect(table.filter((row) => isOf(command, row))).toHaveLength(1);
});

describe.each(table)("$command", (row) => {
  test("is a command of a document", () => {
    expect(typed.filter((command) => isOf(command, row))).not.toEqual([]);
  });

  test("is proved by what is there, or there is a reason why not", () => {
    expect(faultOf(row.proof, row.command)).toBeUndefined();
  });
});

test("each npm run is of a script that there is", () => {
  const scripts = [root, ...members()].flatMap((folder) => Object.keys(manifestOf(folder).scripts ?? {}));
  const named = typed.flatMap((line) => /\bnpm run (?<name>[\w:-]+)/.exec(line)?.groups?.["name"] ?? []);
  expect(scripts).toEqual(expect.arrayContaining(named));
});

test("npx gets what is ours from our scope: anybody can register the bare name of a command", () => {
  const ours = published().flatMap((folder) => Object.keys(manifestOf(folder).bin ?? {}));
  expect(ours).not.toEqual([]);
  expect(typed.filter((line) => ours.some((name) => line.startsWith(`npx ${name} `)))).toEqual([]);
});

function isOf(command: string, { command: kind }: Row): boolean {
  return typeof kind === "string" ? command === kind : kind.test(command);
}

/** What is wrong with a proof. */
function faultOf(proof: Proof, command: Row["command"]): string | undefined {
  if ("notRun" in proof) return proof.notRun === "" ? "there is no reason" : undefined;
  const path = "test" in proof ? proof.test : proof.workflow;
  if (!existsSync(join(root, path))) return `there is no ${path}`;
  const text = readFileSync(join(root, path), "utf8");
  if ("test" in proof) {
    return text.includes(`"${proof.titled}"`) ? undefined : `${path} has no test "${proof.titled}"`;
  }
  return linesRunBy(text).some((line) => line === command) ? undefined : `${path} does not run it`;
}

/** The lines that a workflow gives to a shell. */
function linesRunBy(workflow: string): readonly string[] {
  const { jobs }: { jobs: Record<string, { steps?: readonly { run?: string }[] }> } = parse(workflow);
  return Object.values(jobs).flatMap(({ steps = [] }) =>
    steps.flatMap(({ run = "" }) => run.split("\n").map((line) => line.trim())),
  );
}
