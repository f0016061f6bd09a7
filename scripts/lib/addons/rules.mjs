import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readTextStub } from "../macho/text-stub.mjs";
import { root } from "../workspace.mjs";
import { ENTRY_POINTS, nodeApiFunctions } from "./node-api.mjs";

/** What RHEL 8 has, the oldest system that Microsoft's broker is for: glibc 2.28, GCC 8 and systemd 239. */
const NEWEST = new Map([
  ["GLIBC", "2.28"],
  ["GLIBCXX", "3.4.25"],
  ["CXXABI", "1.3.11"],
  ["GCC", "8.0.0"],
  ["LIBSYSTEMD", "239"],
]);

/** On every system with a broker; libsystemd is what the broker itself speaks to the bus with. */
const LIBRARIES = ["libsystemd.so.0", "libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"];

/** What the addon calls of the libuv that is in Node.js and Electron. */
const LIBUV = [
  "uv_close",
  "uv_hrtime",
  "uv_poll_init",
  "uv_poll_start",
  "uv_poll_stop",
  "uv_ref",
  "uv_timer_init",
  "uv_timer_start",
  "uv_timer_stop",
  "uv_unref",
];

/** Kernels for arm64 have pages of 4, 16 or 64 KiB. */
const PAGE_SIZES = { x64: 0x10_00, arm64: 0x1_00_00 };

/** The name of the loader itself, which arm64 has the guard of the stack in. */
const LOADERS = { x64: [], arm64: ["ld-linux-aarch64.so.1"] };

/**
 * @param {"x64" | "arm64"} architecture
 * @returns {import("../elf/rules.mjs").Rules}
 */
export function linuxRules(architecture) {
  return {
    architecture,
    pageSize: PAGE_SIZES[architecture],
    libraries: new Set([...LIBRARIES, ...LOADERS[architecture]]),
    newest: NEWEST,
    exports: ENTRY_POINTS,
    loaders: new Set([...nodeApiFunctions(), ...LIBUV]),
  };
}

/**
 * @param {import("../pe/rules.mjs").Rules["architecture"]} architecture
 * @returns {import("../pe/rules.mjs").Rules}
 */
export function windowsRules(architecture) {
  return { architecture, exports: ENTRY_POINTS, nodeApi: nodeApiFunctions() };
}

/** @returns {import("../macho/rules.mjs").Rules} */
export function macosRules() {
  const { variables: addon } = JSON.parse(readFileSync(join(macosNative, "addon.gypi"), "utf8"));
  return {
    architectures: ["x86_64", "arm64"],
    minimumOs: addon.addon_deployment_target,
    exports: ENTRY_POINTS.map((name) => `_${name}`),
    classPrefix: "Authbroker",
    owners: symbolOwners(),
    loaders: new Set([...nodeApiFunctions()].map((name) => `_${name}`)),
  };
}

const macosNative = join(root, "packages", "broker-macos", "native");

/** The library of macOS that has each symbol, as the text stubs tell the linker. */
export function symbolOwners() {
  const stubs = join(macosNative, "sdk", "tbd");
  return new Map(
    readdirSync(stubs).flatMap((name) => {
      const { installName, symbols } = readTextStub(readFileSync(join(stubs, name), "utf8"));
      return symbols.map((symbol) => /** @type {const} */ ([symbol, installName]));
    }),
  );
}
