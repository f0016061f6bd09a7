import { describe, expect, test } from "vitest";
import { problemsOrDamage } from "../lib/damaged-file.mjs";
import { exportsOf } from "../lib/macho/exports.mjs";
import { readImages } from "../lib/macho/image.mjs";
import { importsOf } from "../lib/macho/imports.mjs";
import { problemsOf, wrongOwnersIn } from "../lib/macho/rules.mjs";
import { readTextStub } from "../lib/macho/text-stub.mjs";
import { ENTRY_POINTS, SYSTEM, slice, universal } from "./support/macho-file.mjs";

const APP_KIT = "/System/Library/Frameworks/AppKit.framework/Versions/C/AppKit";

/** @type {import("../lib/macho/rules.mjs").Rules} */
const RULES = {
  architectures: ["x86_64", "arm64"],
  minimumOs: "11.0",
  exports: ENTRY_POINTS,
  classPrefix: "Authbroker",
  owners: new Map([
    ["_strlen", SYSTEM],
    ["_NSApp", APP_KIT],
  ]),
  loaders: new Set(["_napi_create_object"]),
};

/**
 * @param {import("./support/macho-file.mjs").Parts} [arm64]
 * @param {import("./support/macho-file.mjs").Parts} [x86]
 */
const addon = (arm64 = {}, x86 = {}) => universal(slice({ architecture: "x86_64", ...x86 }), slice(arm64));

/** @param {Buffer} file */
const saidOf = (file) => problemsOrDamage(() => problemsOf(file, RULES));

/** @param {import("./support/macho-file.mjs").Parts} arm64 */
const problemsWith = (arm64) => problemsOf(addon(arm64), RULES);

const SOUND = {
  libraries: [{ path: SYSTEM }, { path: APP_KIT }],
  imports: [
    { name: "_strlen", library: 1 },
    { name: "_NSApp", library: 2 },
    { name: "_napi_create_object", library: -2 },
  ],
};

test("nothing is wrong with an addon that is as it should be", () => {
  expect(problemsOf(addon(SOUND, SOUND), RULES)).toEqual([]);
});

test.each([false, true])("what an addon imports and exports is read (chained fixups: %s)", (chained) => {
  const [image] = readImages(slice({ ...SOUND, chained }));
  expect(image && importsOf(image)).toEqual([
    { name: "_NSApp", from: APP_KIT, weak: false },
    { name: "_napi_create_object", from: "whatever is loaded", weak: false },
    { name: "_strlen", from: SYSTEM, weak: false },
  ]);
  expect(image && exportsOf(image)).toEqual(ENTRY_POINTS);
});

describe("one sentence says of a wrong addon", () => {
  const importing = (/** @type {string} */ name, /** @type {number} */ library, weak = false) => ({
    imports: [{ name, library, weak }],
  });

  test.each([
    [
      "its type",
      { type: 6 },
      "arm64: it is of type MH_DYLIB; what dlopen() loads as an addon is an MH_BUNDLE.",
    ],
    ["a missing flag", { flags: 0x5 }, "arm64: its header lacks the flag MH_TWOLEVEL."],
    ["code on the stack", { flags: 0x2_00_85 }, "arm64: its header allows code on the stack."],
    [
      "the macOS it is for",
      { minimumOs: 0x0d_05_00 },
      "arm64: it is for macOS 13.5 or later, and has to be for macOS 11.0.",
    ],
    [
      "a library of somebody's",
      { libraries: [{ path: SYSTEM }, { path: "/opt/homebrew/lib/libssl.dylib" }] },
      "arm64: it loads /opt/homebrew/lib/libssl.dylib, which native/sdk/tbd does not know.",
    ],
    [
      "a library that need not be there",
      { libraries: [{ path: SYSTEM, weak: true }] },
      `arm64: it loads ${SYSTEM} only where that is there, which no code asks about.`,
    ],
    [
      "a search path",
      { searchPaths: ["@loader_path"] },
      "arm64: it looks for libraries in @loader_path, where others may put some.",
    ],
    [
      "a symbol nobody knows",
      importing("_system", 1),
      "arm64: it imports _system, which neither native/sdk/tbd nor this version of Node-API has.",
    ],
    [
      "a symbol from the wrong library",
      importing("_NSApp", 1),
      `arm64: it looks for _NSApp in ${SYSTEM}, and it is in ${APP_KIT}.`,
    ],
    [
      "a symbol from anywhere",
      importing("_strlen", -2),
      `arm64: it looks for _strlen in whatever is loaded, and it is in ${SYSTEM}.`,
    ],
    [
      "Node-API from a library",
      importing("_napi_create_object", 1),
      `arm64: it looks for _napi_create_object in ${SYSTEM}, and it is in whatever is loaded.`,
    ],
    [
      "a symbol that need not be there",
      importing("_strlen", 1, true),
      "arm64: it imports _strlen only where that is there, which no code asks about.",
    ],
    [
      "an export too many",
      { exports: [...ENTRY_POINTS, "_helper"] },
      "arm64: it exports _helper, which Node.js does not ask for.",
    ],
    [
      "an export too few",
      { exports: ENTRY_POINTS.slice(0, 1) },
      "arm64: it does not export _node_api_module_get_api_version_v1, which Node.js asks for.",
    ],
    [
      "a segment that begins within a page",
      { linkAddress: 0x50_00 },
      "arm64: the segment __LINKEDIT is loaded at 20480, within a page of 16384.",
    ],
    ["memory to write and run", { textProtection: 7 }, "arm64: the segment __TEXT can be written and run."],
    [
      "that it is not signed",
      { signed: false },
      "arm64: it is not signed, and Apple's processors run nothing unsigned.",
    ],
    [
      "a certificate",
      { signatureFlags: 0 },
      "arm64: its signature is not ad hoc: somebody's certificate was at hand.",
    ],
    [
      "what follows the signature",
      { trailing: 16 },
      "arm64: its signature is not the last thing in it, so that what follows is not covered.",
    ],
  ])("%s", (_, parts, sentence) => {
    expect(problemsWith(parts)).toEqual([sentence]);
  });

  test("a changed byte", () => {
    const file = addon(SOUND);
    const inText = file.length - slice(SOUND).length + 0x21_00;
    file.writeUInt8(1, inText);
    expect(problemsOf(file, RULES)).toEqual([
      "arm64: the signature's hash of page 2 (from byte 8192) is not that of its bytes: they were changed after signing.",
    ]);
  });

  test("a missing architecture", () => {
    expect(problemsOf(universal(slice()), RULES)).toEqual([
      "The file holds code for arm64, and has to for arm64 and x86_64.",
    ]);
    expect(problemsOf(slice(), RULES)).toHaveLength(1);
  });

  test("an architecture too many", () => {
    const file = universal(slice(), slice({ architecture: "x86_64" }), slice({ architecture: "ppc64" }));
    expect(problemsOf(file, RULES)).toEqual([
      "The file holds code for 0x1000012 and arm64 and x86_64, and has to for arm64 and x86_64.",
    ]);
  });
});

describe("a damaged file is called so", () => {
  const whole = addon(SOUND, SOUND);

  test("wherever it ends too early", () => {
    const lengths = Array.from({ length: 400 }, (_, index) => Math.floor((index * whole.length) / 400));
    for (const length of lengths) expect(saidOf(whole.subarray(0, length))).not.toEqual([]);
  });

  test("whichever byte is another of what a signature covers", () => {
    const begin = whole.length - slice(SOUND).length;
    const end = readImages(whole)[1]?.signature?.offset ?? 0;
    // All of the header and the tables, and some of what is between.
    for (let at = 0; at < end; at += at < 600 || at >= 0x40_00 ? 1 : 101) {
      expect(saidOf(withOtherByte(begin + at))).not.toEqual([]);
    }
  });

  test("or is read to its end where nothing covers it", () => {
    const { offset = 0, bytes } = readImages(whole)[1]?.signature ?? {};
    const signature = whole.length - (bytes?.length ?? 0);
    expect(offset).toBeGreaterThan(0);
    for (let at = 0; at < 64; at += 1) {
      expect(saidOf(withOtherByte(at))).toBeInstanceOf(Array);
      expect(saidOf(withOtherByte(signature + at))).toBeInstanceOf(Array);
    }
  });

  const withOtherByte = (/** @type {number} */ at) => {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(255 - damaged.readUInt8(at), at);
    return damaged;
  };

  test("when its exports go in circles", () => {
    const file = slice({ exports: ["_a"] });
    const [image] = readImages(file);
    const edge = file.indexOf("_a\0") + 3;
    file.writeUInt8(0, edge);
    expect(image && (() => exportsOf(image))).toThrow("goes in circles");
  });

  test("when one of its exports is its own child, whose name would have no end", () => {
    const file = slice({ exports: ["x".repeat(550), "y".repeat(550), "_a"] });
    const [image] = readImages(file);
    file.writeUInt8(0, file.indexOf("_a\0") + 3);
    expect(image && (() => exportsOf(image))).toThrow("a name in the table of exports has more than 1024");
  });

  test.each([false, true])(
    "when a text or a list would be read without end (chained fixups: %s)",
    (chained) => {
      const long = [{ name: "a".repeat(2000), library: 1 }];
      expect(saidOf(slice({ chained, imports: long }))).toEqual([
        "The file is damaged: a text in it has no end within 1024 bytes.",
      ]);
      const many = Array.from({ length: 10_001 }, () => ({ name: "_a", library: 1 }));
      expect(saidOf(slice({ chained, imports: many }))).toEqual([
        "The file is damaged: a list in it has more than 10000 entries.",
      ]);
    },
  );

  test("when it is said to be for more processors than there are", () => {
    const file = universal(slice());
    file.writeUInt32BE(9, 4);
    expect(saidOf(file)).toEqual(["The file is damaged: a list in it has more than 8 entries."]);
  });

  test("when it is no Mach-O file at all", () => {
    expect(saidOf(Buffer.from("\u007FELF, and so on"))).toEqual([
      "The file is damaged: this is no 64-bit Mach-O file.",
    ]);
    expect(saidOf(Buffer.alloc(0))).toEqual([
      "The file is damaged: the file has 0 bytes and is said to have more.",
    ]);
  });
});

test("a file of another linker is asked only which library has the symbols that the stubs name", () => {
  const file = slice({
    chained: true,
    signed: false,
    libraries: [{ path: SYSTEM }],
    imports: [
      { name: "_NSApp", library: 1 },
      { name: "_strlen", library: 1 },
      { name: "_of_the_linker", library: 1 },
    ],
  });
  expect(wrongOwnersIn(file, RULES)).toEqual([
    `arm64: _NSApp comes from ${SYSTEM}, and native/sdk/tbd says ${APP_KIT}.`,
  ]);
});

test("a text stub names symbols, classes by two symbols each, and exceptions, for all or one architecture", () => {
  const stub = `--- !tapi-tbd
tbd-version: 4
targets: [ x86_64-macos, arm64-macos ]
install-name: '/usr/lib/libobjc.A.dylib'
exports:
  - targets: [ x86_64-macos, arm64-macos ]
    symbols: [ _objc_msgSend ]
    objc-classes: [ NSObject ]
    objc-eh-types: [ NSException ]
  - targets: [ x86_64-macos ]
    symbols: [ _objc_msgSend_stret ]
...
`;
  expect(readTextStub(stub)).toEqual({
    installName: "/usr/lib/libobjc.A.dylib",
    symbols: [
      "_objc_msgSend",
      "_objc_msgSend_stret",
      "_OBJC_CLASS_$_NSObject",
      "_OBJC_METACLASS_$_NSObject",
      "_OBJC_EHTYPE_$_NSException",
    ],
  });
});
