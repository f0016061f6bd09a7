import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { callOver, type Column } from "../support/field-call.js";
import { fieldRows } from "../support/routes-document.js";
import { FIELD_PROOFS, type FieldProof } from "./field-proofs.js";

const COLUMNS: readonly Column[] = ["broker", "cache", "browser", "device code"];

const ROWS = fieldRows();

/** Each cell of the table, with the proof of its field. */
const CELLS = ROWS.flatMap(({ fields, cells }) =>
  fields.flatMap((field) => COLUMNS.map((column) => [field, column, cells.get(column)] as const)),
);

beforeEach(() => {
  for (const name of ["DISPLAY", "WAYLAND_DISPLAY"]) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test("each field of the table in docs/routes.md has a proof, and each proof a field", () => {
  expect(ROWS.flatMap(({ fields }) => fields)).toEqual(Object.keys(FIELD_PROOFS));
});

test.each(CELLS)("%s on the %s route: %s", async (field, column, text) => {
  const proof = proofOf(field);
  const [cell, check, sample = proof.sample] = proof[column];
  expect(text, "the table says something else than is proved").toBe(cell);
  const call = await callOver(column, sample);
  if (check === undefined) return expectRefused(field, call.seen.error);
  expect(call.seen.error).toBeUndefined();
  expect(call.seen.outcome).toBe(column.replace(" ", "_"));
  check(call);
});

test.each([
  ["extraScopesToConsent", "broker"],
  ["sid", "browser"],
] as const)("%s is refused on the %s route where it cannot be honoured", async (field, column) => {
  const { seen } = await callOver(column, proofOf(field).sample);
  expectRefused(field, seen.error);
  expect([seen.asked.filter((method) => method !== "probe"), seen.opened]).toEqual([[], []]);
});

function proofOf(field: string): FieldProof {
  const proof = FIELD_PROOFS[field];
  if (proof === undefined) throw new Error(`the field ${field} has no proof`);
  return proof;
}

/** The error names the field, as the request has it. */
function expectRefused(field: string, error: unknown): void {
  const [name = ""] = field.split(":");
  expect(error).toMatchObject({
    errorCode: "request_unsupported",
    message: expect.stringContaining(`"${name}"`),
  });
}
