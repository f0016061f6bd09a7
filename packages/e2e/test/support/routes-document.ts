import { readFileSync } from "node:fs";

/** The document that says which way each call goes. */
const DOCUMENT = new URL("../../../../docs/routes.md", import.meta.url);

/** A row of the tables of decisions. */
export interface DecisionRow {
  /** For example `S1`. */
  readonly id: string;
  /** Whose the account of the call is, or which call it is. */
  readonly subject: string;
  readonly situation: string;
  readonly outcome: string;
  /** The route or the error code that the outcome begins with, where it begins with one. */
  readonly code: string | undefined;
  /** The stable words of the routes that are passed over. */
  readonly reasons: readonly string[];
}

/** The decisions, in the order of the document. */
export function decisionRows(): readonly DecisionRow[] {
  return rowsOfTables()
    .filter(([id = ""]) => /^[A-Z]\d+$/.test(id))
    .map(([id = "", subject = "", situation = "", outcome = ""]) => ({
      id,
      subject,
      situation,
      outcome,
      code: /^`(\w+)`/.exec(outcome)?.[1],
      reasons: [...outcome.matchAll(/\(`(\w+)`\)/g)].map(([, reason = ""]) => reason),
    }));
}

/** A row of the table of what each route honours. */
export interface FieldRow {
  /** The fields that the row is about, as it writes them. */
  readonly fields: readonly string[];
  /** What each route does with them, by the heading of its column. */
  readonly cells: ReadonlyMap<string, string>;
}

/** What each route honours, in the order of the document. */
export function fieldRows(): readonly FieldRow[] {
  const rows = rowsOfTables();
  const start = rows.findIndex(([first]) => first === "field");
  const [, ...routes] = rows[start] ?? [];
  return rows
    .slice(start + 1)
    .filter(([first = ""]) => first.startsWith("`"))
    .map(([first = "", ...cells]) => ({
      fields: [...first.matchAll(/`([^`]+)`/g)].map(([, field = ""]) => field),
      cells: new Map(routes.map((route, index) => [route, cells[index] ?? ""])),
    }));
}

/** The cells of every table of the document. */
function rowsOfTables(): readonly (readonly string[])[] {
  return readFileSync(DOCUMENT, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
