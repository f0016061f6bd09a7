import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemsOrDamage } from "../lib/damaged-file.mjs";
import { mingwTool } from "../lib/mingw.mjs";
import { problemsOf } from "../lib/pe/rules.mjs";

const EXPORT = "__declspec(dllexport)";
const SOUND_SOURCE = `${EXPORT} int entry(void) { return 0; }\n`;
const SOUND_FLAGS = ["-Wl,--dynamicbase,--nxcompat,--high-entropy-va"];

/** @type {import("../lib/pe/rules.mjs").Rules} */
const RULES = {
  architecture: "x64",
  exports: ["entry"],
  nodeApi: new Set(["napi_create_object"]),
};

/** @type {string} */
let folder;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "authbroker-pe-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * A library that mingw-w64 makes.
 *
 * @param {{ source?: string, flags?: readonly string[] }} [parts]
 */
function library({ source = SOUND_SOURCE, flags = SOUND_FLAGS } = {}) {
  const compiler = mingwTool("x86_64", "g++");
  if (compiler === undefined) throw new Error("there is no x86_64-w64-mingw32-g++");
  const [input, output] = [join(folder, "library.c"), join(folder, "library.dll")];
  writeFileSync(input, source);
  execFileSync(compiler, ["-x", "c", input, "-x", "none", "-shared", "-s", "-o", output, ...flags]);
  return readFileSync(output);
}

/**
 * A library with another table of imports, which takes the place of its last section.
 *
 * @param {Buffer} file
 * @param {Buffer} imports
 * @param {number} address of theirs
 */
function withImports(file, imports, address) {
  const header = file.readUInt32LE(0x3c);
  const last = header + 24 + file.readUInt16LE(header + 20) + 40 * (file.readUInt16LE(header + 6) - 1);
  file.writeUInt32LE(address, last + 12);
  file.writeUInt32LE(imports.length, last + 16);
  file.writeUInt32LE(file.length, last + 20);
  // The second of the directories, of eight bytes each.
  file.writeUInt32LE(address, header + 24 + 112 + 8);
  return Buffer.concat([file, imports]);
}

/** @param {Buffer} file */
const saidOf = (file) => problemsOrDamage(() => problemsOf(file, RULES));

test("nothing is wrong with a library that is as it should be", () => {
  expect(problemsOf(library(), RULES)).toEqual([]);
});

describe("one sentence says of a wrong library", () => {
  const callsUser32 = `int MessageBeep(unsigned); ${EXPORT} int entry(void) { return MessageBeep(0); }\n`;

  test("that it imports another library than KERNEL32 and the C runtime", () => {
    const file = library({ source: callsUser32, flags: [...SOUND_FLAGS, "-luser32"] });
    expect(problemsOf(file, RULES)).toEqual(["It imports USER32.dll (MessageBeep)."]);
  });

  test("that it has not the protections that Windows offers", () => {
    const flags = ["-Wl,--disable-dynamicbase,--disable-nxcompat,--disable-high-entropy-va"];
    expect(problemsOf(library({ flags }), RULES)).toEqual([
      "It lacks DYNAMIC_BASE (its address is random).",
      "It lacks NX_COMPAT (its data is never run).",
      "It lacks HIGH_ENTROPY_VA (its address has 64 bits).",
    ]);
  });

  test("that it cannot be at another address than the one it was linked for", () => {
    const file = library();
    // GNU's linker always makes them for a library: the entry for them is the sixth, of eight bytes each.
    file.fill(0, file.readUInt32LE(0x3c) + 24 + 112 + 8 * 5, file.readUInt32LE(0x3c) + 24 + 112 + 8 * 6);
    expect(problemsOf(file, RULES)).toEqual(["It has no relocations: it cannot be at a random address."]);
  });

  test("that a part of it can be both written and run", () => {
    const source = `${SOUND_SOURCE}__attribute__((section(".both,\\"wx\\"#"))) int both = 1;\n`;
    expect(problemsOf(library({ source }), RULES)).toContain(
      "The section .both can be both written and run.",
    );
  });

  test("that it exports something else", () => {
    const source = `${EXPORT} int other(void) { return 0; }\n`;
    expect(problemsOf(library({ source }), RULES)).toEqual([
      "It does not export entry.",
      "It exports other, which nobody asks for.",
    ]);
  });

  test("that it is for another processor", () => {
    expect(problemsOf(library(), { ...RULES, architecture: "arm64" })).toEqual(["It is not for arm64."]);
  });

  test("that it is damaged", () => {
    const file = library();
    expect(saidOf(Buffer.from("text"))).toEqual(["The file is damaged: it ends in the midst of something."]);
    expect(saidOf(file.subarray(0, 2000))).toEqual([expect.stringMatching(/^The file is damaged: /)]);
    expect(saidOf(Buffer.alloc(1000))).toEqual(["The file is damaged: it has no PE header."]);
  });

  test("that it is damaged where a text would be read without end", () => {
    const source = `${EXPORT} int ${"x".repeat(2000)}(void) { return 0; }\n`;
    expect(saidOf(library({ source }))).toEqual([
      "The file is damaged: a text in it has no end within 1024 bytes.",
    ]);
  });

  test("that it is damaged where every library is asked for the same names, many times in all", () => {
    const entry = Buffer.alloc(20);
    const address = 0x10_00_00_00;
    const lists = 201 * 20;
    entry.writeUInt32LE(address + lists, 0);
    entry.writeUInt32LE(address + lists + 201 * 8, 12);
    const names = Buffer.alloc(200 * 8, Buffer.from([1, 0, 0, 0, 0, 0, 0, 0x80]));
    const libraries = Buffer.alloc(200 * 20, entry);
    const imports = Buffer.concat([
      libraries,
      Buffer.alloc(20),
      names,
      Buffer.alloc(8),
      Buffer.from("a.dll\0"),
    ]);
    expect(saidOf(withImports(library(), imports, address))).toEqual([
      "The file is damaged: a list in it has more than 10000 entries.",
    ]);
  });
});
