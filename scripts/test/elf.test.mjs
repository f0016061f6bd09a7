import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemsOrDamage } from "../lib/damaged-file.mjs";
import { readImage } from "../lib/elf/image.mjs";
import { problemsOf } from "../lib/elf/rules.mjs";
import { gnuTool, nativeArchitecture, otherArchitecture } from "../lib/linux/targets.mjs";

const EXPORT = '__attribute__((visibility("default")))';
const SOUND_SOURCE = `${EXPORT} int entry(void) { return 0; }
int asked(char *);
int guarded(void) { char room[64]; return asked(room); }
`;
const SOUND_FLAGS = [
  "-fPIC",
  "-fvisibility=hidden",
  "-fstack-protector-strong",
  "-Wl,-z,relro,-z,now,-z,noexecstack",
];

/** @type {import("../lib/elf/rules.mjs").Rules} */
const RULES = {
  architecture: nativeArchitecture,
  pageSize: 0x10_00,
  libraries: new Set(["libc.so.6", "ld-linux-aarch64.so.1"]),
  newest: new Map([["GLIBC", "2.28"]]),
  exports: ["entry"],
  loaders: new Set(["asked"]),
};

/** @type {string} */
let folder;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "authbroker-elf-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * A library that GCC makes.
 *
 * @param {{ source?: string, flags?: readonly string[], stripped?: boolean }} [parts]
 */
function library({ source = "", flags = [], stripped = true } = {}) {
  const [input, output] = [join(folder, "library.c"), join(folder, "library.so")];
  writeFileSync(input, SOUND_SOURCE + source);
  const all = [...SOUND_FLAGS, ...(stripped ? ["-s"] : []), ...flags];
  execFileSync(gnuTool(nativeArchitecture, "gcc"), [...all, input, "-shared", "-o", output]);
  return readFileSync(output);
}

/** Types of sections. */
const DYNSYM = 11;
const VERNEED = 0x6f_ff_ff_fe;

/**
 * Where the header is of the section of a type.
 *
 * @param {Buffer} file
 * @param {number} type
 */
function headerOf(file, type) {
  const index = readImage(file).sections.findIndex((section) => section.type === type);
  return Number(file.readBigUInt64LE(40)) + 64 * index;
}

/** @param {Buffer} file */
const saidOf = (file) => problemsOrDamage(() => problemsOf(file, RULES));

test("nothing is wrong with a library that is as it should be", () => {
  expect(problemsOf(library(), RULES)).toEqual([]);
});

describe("one sentence says of a wrong library", () => {
  test("that it needs a function of a glibc that systems do not have, by the function's name", () => {
    const source = "void dlopen(void); void *kept = dlopen;\n";
    writeFileSync(join(folder, "stub.map"), "GLIBC_2.34 { dlopen; };\n");
    writeFileSync(join(folder, "stub.c"), "void dlopen(void) {}\n");
    const stub = join(folder, "libc.so.6");
    execFileSync(gnuTool(nativeArchitecture, "gcc"), [
      "-shared",
      "-nostdlib",
      "-Wl,-soname,libc.so.6",
      `-Wl,--version-script=${join(folder, "stub.map")}`,
      join(folder, "stub.c"),
      "-o",
      stub,
    ]);
    expect(problemsOf(library({ source, flags: [stub] }), RULES)).toEqual([
      "It needs GLIBC_2.34 (dlopen) of libc.so.6, and may need no newer than GLIBC_2.28: systems that it is for do not have it.",
    ]);
  });

  test("that it needs a version of a kind that nobody thought of", () => {
    const file = library({ source: "void getpid(void); void *kept = getpid;\n" });
    const problems = problemsOf(file, { ...RULES, newest: new Map() });
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^It needs GLIBC_2\.\d+(\.\d+)? \(.*getpid.*\) of libc\.so\.6, and may need nothing of the kind/,
      ),
    );
  });

  test("that it loads another library, or looks for some in a folder of its own", () => {
    const flags = ["-Wl,--no-as-needed", "-lm", "-Wl,-rpath,/opt/libraries"];
    expect(problemsOf(library({ flags }), RULES)).toEqual([
      "It loads libm.so.6, which not every system has.",
      "It looks for libraries in /opt/libraries, where others may put some.",
    ]);
  });

  test.each(["filter", "auxiliary", "audit", "depaudit"])(
    "that it brings in a library of somebody else's by --%s",
    (option) => {
      const flags = [`-Wl,--${option}=/opt/libraries/other.so`];
      expect(problemsOf(library({ flags }), RULES)).toEqual([
        "It brings in /opt/libraries/other.so as a filter or an auditor, and needs none.",
      ]);
    },
  );

  test("that it has not the protections that the loader offers", () => {
    const flags = ["-Wl,-z,norelro,-z,lazy,-z,execstack"];
    expect(problemsOf(library({ flags }), RULES)).toEqual([
      "It wants a stack that can be run (no GNU_STACK without that).",
      "What the loader fills in stays writable (no GNU_RELRO): link it with -z relro.",
      "Functions are looked up when they are first called (no BIND_NOW): link it with -z now.",
    ]);
  });

  test("that its functions do not look after the stack", () => {
    expect(problemsOf(library({ flags: ["-fno-stack-protector"] }), RULES)).toEqual([
      "No function of it looks after its stack: compile it with -fstack-protector-strong.",
    ]);
  });

  test("that it exports something else, and asks for what nothing has", () => {
    const source = `int nowhere(void); ${EXPORT} int other(void) { return nowhere(); }`;
    expect(problemsOf(library({ source }), { ...RULES, exports: ["registered"] })).toEqual([
      "It asks for nowhere, which nothing that it loads has.",
      "It does not export registered.",
      "It exports other, which nobody asks for.",
      "It exports entry, which nobody asks for.",
    ]);
  });

  test("that it is for another processor, or does not load where pages are larger", () => {
    const rules = { ...RULES, architecture: otherArchitecture, pageSize: 0x10_00_00 };
    expect(problemsOf(library(), rules)).toEqual([
      `It is not for ${otherArchitecture}.`,
      "It does not load on a kernel with pages of 1048576 bytes: its segments are not that far apart.",
    ]);
  });

  test("that it is not stripped", () => {
    expect(problemsOf(library({ flags: ["-g"], stripped: false }), RULES)).toEqual(
      expect.arrayContaining([
        "It is not stripped: it has the section .debug_info.",
        "It is not stripped: it has the section .symtab.",
      ]),
    );
  });

  test("that it is damaged", () => {
    expect(saidOf(Buffer.from("text"))).toEqual(["The file is damaged: it has no ELF header."]);
    expect(saidOf(library().subarray(0, 2000))).toEqual([
      "The file is damaged: it ends in the midst of something.",
    ]);
    expect(saidOf(library().fill(0, 0x28, 0x30))).toEqual([expect.stringMatching(/^The file is damaged: /)]);
  });

  test("that it is damaged where one text, or one list, would be read without end", () => {
    const path = library({ flags: [`-Wl,-rpath,/${"x".repeat(2000)}`] });
    expect(saidOf(path)).toEqual(["The file is damaged: a text in it has no end within 1024 bytes."]);
    const symbols = library();
    symbols.writeUInt32LE(20_000 * 24, headerOf(symbols, DYNSYM) + 32);
    expect(saidOf(symbols)).toEqual(["The file is damaged: a list in it has more than 10000 entries."]);
  });

  test("that it is damaged where its lists of versions overlap, which would be millions together", () => {
    const sound = library({ source: "void getpid(void); void *kept = getpid;\n" });
    // Each number is where the next entry of a list is, and where the list is of the entry that it is in.
    const lists = Buffer.alloc(40_000, Buffer.from([4, 0, 0, 0]));
    const file = Buffer.concat([sound, lists, Buffer.alloc(16)]);
    file.writeUInt32LE(sound.length, headerOf(file, VERNEED) + 24);
    expect(saidOf(file)).toEqual(["The file is damaged: two versions in it have the number 0."]);
  });
});
