import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { llvmTool } from "../../../../scripts/lib/llvm.mjs";

const NATIVE = fileURLToPath(new URL("../../native", import.meta.url));
const MICROSOFTS_HEADERS = fileURLToPath(new URL("msvc-headers", import.meta.url));

/** The namespace of the UUIDs that name generic interfaces. */
const GENERICS = "11f47ad5-7b73-42c0-abae-878b1e16adee";

/** The generic interfaces of Windows, by name. */
const PIIDS = {
  IAsyncOperation: "9fc2b0bb-e446-44e2-aa61-9cab8f636af2",
  IAsyncOperationCompletedHandler: "fcdcf02c-e5d8-4478-915a-4d90b74b83a5",
  IVectorView: "bbe1fa4c-b0e3-4583-baef-1f1b2e483e56",
  IIterable: "faa585ea-6214-4217-afda-7f46de5869b3",
  IIterator: "6a79e863-4300-459a-9966-cbb660963ee1",
  IMap: "3c2925fe-8519-45c1-aa79-197b6718c1c1",
  IMapView: "e480ce40-a338-4ada-adcf-272272e48cb9",
  IKeyValuePair: "02b51929-c1c4-4a7e-8940-0312b5c18500",
};

const CREDENTIALS = "Windows.Security.Credentials";
const WEB_CORE = "Windows.Security.Authentication.Web.Core";

/** Classes of Windows, by their default interface in wam_abi.h. */
const CLASSES: Readonly<Record<string, string>> = {
  IWebAccount: `${CREDENTIALS}.WebAccount`,
  IWebAccountProvider: `${CREDENTIALS}.WebAccountProvider`,
  IWebTokenResponse: `${WEB_CORE}.WebTokenResponse`,
  IWebTokenRequestResult: `${WEB_CORE}.WebTokenRequestResult`,
  IFindAllAccountsResult: `${WEB_CORE}.FindAllAccountsResult`,
};

const pair = pinterface("IKeyValuePair", "string", "string");

/** What wam_abi.h gives a name of its own. */
const STRINGS: Readonly<Record<string, string>> = {
  IStringPair: pair,
  IStringPairIterator: pinterface("IIterator", pair),
  IStringPairIterable: pinterface("IIterable", pair),
  IStringMap: pinterface("IMap", "string", "string"),
  IStringMapView: pinterface("IMapView", "string", "string"),
};

/** The IIDs of wam_abi.h, by interface. */
const IIDS: ReadonlyMap<string, string> = new Map(
  [...readNative("wam_abi.h").matchAll(/^WAM_IID\((?<name>.+), "(?<iid>[-0-9a-f]+)"\);$/gm)].map(
    ({ groups }) => [groups?.["name"] ?? "", groups?.["iid"] ?? ""] as const,
  ),
);

function readNative(file: string): string {
  return readFileSync(path.join(NATIVE, file), "utf8");
}

/** The signature of a generic interface with its arguments. */
function pinterface(name: string, ...args: readonly string[]): string {
  const piid = Object.entries(PIIDS).find(([generic]) => generic === name)?.[1];
  return `pinterface({${piid}};${args.join(";")})`;
}

/** The signature of a class, by its default interface. */
function runtimeClass(defaultInterface: string): string {
  return `rc(${CLASSES[defaultInterface]};{${IIDS.get(defaultInterface)}})`;
}

/** The signature of a generic interface of wam_abi.h; undefined for one that is not generic. */
function signatureOf(name: string): string | undefined {
  const { generic = "", item = "" } = /^(?<generic>\w+)<(?<item>\w+)>$/.exec(name)?.groups ?? {};
  return generic === "" ? STRINGS[name] : pinterface(generic, runtimeClass(item));
}

/** A UUID of version 5: the SHA-1 digest of a signature in the namespace. */
function uuidOf(signature: string): string {
  const namespace = Buffer.from(GENERICS.replaceAll("-", ""), "hex");
  const bytes = createHash("sha1").update(namespace).update(signature).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

describe("the IIDs", () => {
  test("of a known interface come out as Microsoft's headers have them", () => {
    expect(uuidOf(pinterface("IAsyncOperation", "b1"))).toBe("cdb5efb3-5788-509d-9be1-71ccb8a3362a");
  });

  test("of the generic interfaces are the digests of their signatures", () => {
    const generic = [...IIDS].flatMap(([name, iid]) => {
      const signature = signatureOf(name);
      return signature === undefined ? [] : [{ name, iid, computed: uuidOf(signature) }];
    });
    expect(generic).toHaveLength(15);
    for (const { name, iid, computed } of generic) expect({ name, iid }).toEqual({ name, iid: computed });
  });

  test("are different", () => {
    expect(new Set(IIDS.values()).size).toBe(IIDS.size);
  });

  test("are there for every interface", () => {
    const declared = [...readNative("wam_abi.h").matchAll(/^struct (?<name>I\w+) : /gm)].map(
      ({ groups }) => groups?.["name"] ?? "",
    );
    const named = new Set([...IIDS.keys()].map((name) => name.replace(/<.*/, "")));
    expect(declared.filter((name) => !named.has(name))).toEqual([]);
  });
});

/** A method of wam_abi.h, and where it has to be. */
interface Slot {
  readonly type: string;
  readonly method: string;
  readonly slot: number;
}

function expectedSlots(): readonly Slot[] {
  const lines = readNative("abi_slots.h").matchAll(
    /^WAM_SLOT\((?<name>\w+), (?<method>\w+), (?<slot>\d+)\)$/gm,
  );
  return [...lines].map(({ groups: { name = "", method = "", slot = "" } = {} }) => ({
    type: name.replace(/^(\w+)_of_(\w+)$/, "$1<wam::$2>"),
    method,
    slot: Number(slot),
  }));
}

/** What clang makes of C++ for Windows, in the guise of Microsoft's compiler. */
function assemblyOf(source: string, target: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "authbroker-abi-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "slots.cc");
  writeFileSync(file, source);
  const headers = ["-nostdinc", `-isystem${MICROSOFTS_HEADERS}`, `-I${NATIVE}`];
  const flags = [`--target=${target}-pc-windows-msvc`, "-std=c++17", "-Wall", "-Wextra", "-Werror"];
  return execFileSync(llvmTool("clang++") ?? "clang++", [...flags, ...headers, "-S", "-o", "-", file], {
    encoding: "utf8",
  });
}

/** The offset in the name of the thunk that Microsoft's compiler calls a virtual method by: `$BDI@` is 0x38. */
function offsetIn(thunk: string | undefined): number {
  const digits = /\$B(?<digits>[A-P]+)@/.exec(thunk ?? "")?.groups?.["digits"] ?? "";
  return [...digits].reduce((offset, digit) => offset * 16 + (digit.codePointAt(0) ?? 0) - 65, 0);
}

describe.each([
  ["x86_64", 8],
  ["i686", 4],
  ["aarch64", 8],
])("the methods for %s", (target, pointer) => {
  test("are where Microsoft's compiler looks for them", () => {
    const slots = expectedSlots();
    const members = slots.map(
      ({ type, method }, index) => `auto slot_${index} = &wam::${type}::${method};\n`,
    );
    const assembly = assemblyOf(`#include "wam_abi.h"\nextern "C" {\n${members.join("")}}\n`, target);
    const found = slots.map((slot, index) => {
      const thunk = new RegExp(`^_?slot_${index}:\\s+\\.(?:quad|xword|long)\\s+"(?<thunk>[^"]+)"`, "m");
      const offset = offsetIn(thunk.exec(assembly)?.groups?.["thunk"]);
      return { ...slot, slot: offset / pointer };
    });
    expect(found).toEqual(slots);
    expect(slots.length).toBeGreaterThan(80);
  });
});

test("every method of wam_abi.h has a slot", () => {
  const header = readNative("wam_abi.h");
  const methods = [...header.matchAll(/^ {2}WAM_METHOD (?<name>\w+)\(/gm)].map(
    ({ groups }) => groups?.["name"] ?? "",
  );
  expect(
    expectedSlots()
      .map(({ method }) => method)
      .toSorted(),
  ).toEqual(methods.toSorted());
});
