import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const PACKAGES = fileURLToPath(new URL("../../..", import.meta.url));

const ADDON = `node_modules/@authbroker/broker-linux/prebuilds/linux-${process.arch}/broker-linux.node`;

const CREATE = `
  import { BrokerError, PublicClientApplication } from "@authbroker/core";
  try {
    await PublicClientApplication.create({ auth: { clientId: "app" }, enableBrokerOnLinux: true });
    console.log("{}");
  } catch (error) {
    const { name, errorCode, message, hint, cause } = error;
    const ours = error instanceof BrokerError;
    console.log(JSON.stringify({ name, errorCode, message, hint, cause: cause?.message, ours }));
  }
`;

test("a broker package that is not installed gives the line that installs it", async () => {
  const error = await createIn(await application());
  expect(error).toMatchObject({
    ours: true,
    name: "BrokerPackageMissingError",
    errorCode: "broker_package_missing",
    message: expect.stringContaining(
      'You need to install the broker package: npm install "@authbroker/broker-linux@>=0.1 <1"',
    ),
  });
});

test("an installed package loads", async () => {
  expect(await createIn(await application("broker"))).toEqual({});
});

test("a missing system library is named, with the packages that bring it", async () => {
  const folder = await application("broker");
  // The next major of the library, which is nowhere yet: the loader itself says that it is missing.
  await editAddon(folder, (addon) => {
    const at = addon.indexOf("libsystemd.so.0");
    expect(at).toBeGreaterThan(0);
    addon.write("libsystemd.so.9", at, "latin1");
  });
  expect(await createIn(folder)).toMatchObject({
    ours: true,
    errorCode: "broker_load_failed",
    message: expect.stringContaining("needs libsystemd.so.9, which this system lacks"),
    hint: expect.stringMatching(/apt-get install libsystemd0 .*Debian.*dnf install systemd-libs .*Fedora/),
    cause: expect.stringContaining("cannot open shared object file"),
  });
});

test.each<[what: string, edit: (addon: Buffer) => Buffer | void, words: RegExp]>([
  ["is empty", (addon) => addon.subarray(0, 0), /\.node is cut off: it has 0 bytes/],
  // The loader itself would end the process with SIGBUS.
  ["is cut off", (addon) => addon.subarray(0, 3000), /\.node is cut off: it has 3000 bytes of \d{5,}/],
  ["is something else", () => Buffer.alloc(3000, "<html>"), /\.node is no library of Linux/],
  [
    "is for another processor",
    (addon) => void addon.writeUInt16LE(process.arch === "x64" ? 183 : 62, 18),
    /\.node is for (?:arm64|x64), and this process is /,
  ],
  // The loader's own words.
  ["is damaged", (addon) => void addon.fill(0, 20, 24), /\.node: ELF file version does not match/],
])("an addon that %s is told from a missing one", async (_what, edit, words) => {
  const folder = await application("broker");
  await editAddon(folder, edit);
  expect(await createIn(folder)).toMatchObject({
    ours: true,
    errorCode: "broker_load_failed",
    message: expect.stringMatching(words),
    hint: expect.stringContaining('Install it again on this system: npm install "@authbroker/broker-linux@'),
  });
});

test("a package without a build for this system says so", async () => {
  const folder = await application("broker");
  await rm(join(folder, "node_modules/@authbroker/broker-linux/prebuilds"), { recursive: true });
  expect(await createIn(folder)).toMatchObject({
    ours: true,
    errorCode: "broker_load_failed",
    message: expect.stringContaining(`it has no build for this system: there is no ${folder}/${ADDON}`),
    hint: expect.stringContaining("npm install"),
    cause: expect.stringContaining("cannot open shared object file"),
  });
});

test("nothing is loaded from elsewhere: a variable of the environment, a build folder, a folder above", async () => {
  const folder = await application("broker");
  const broker = join(folder, "node_modules/@authbroker/broker-linux");
  const planted = [join(broker, "build/Release"), join(folder, "node_modules/@authbroker"), folder];
  for (const place of planted) {
    await cp(join(folder, ADDON), join(place, "broker-linux.node"));
    await cp(join(broker, "prebuilds"), join(place, "prebuilds"), { recursive: true });
  }
  await rm(join(broker, "prebuilds"), { recursive: true });
  const env = { "@AUTHBROKER/BROKER_LINUX_PREBUILD": folder };
  expect(await runIn(folder, CREATE, env)).toMatchObject({ errorCode: "broker_load_failed" });
});

test("a variable that tells a package manager the processor to install for does not choose the addon", async () => {
  const folder = await application("broker");
  const other = process.arch === "x64" ? "arm64" : "x64";
  const prebuilds = join(folder, "node_modules/@authbroker/broker-linux/prebuilds");
  await mkdir(join(prebuilds, `linux-${other}`), { recursive: true });
  await writeFile(join(prebuilds, `linux-${other}`, "broker-linux.node"), "");
  expect(await runIn(folder, CREATE, { npm_config_arch: other })).toEqual({});
});

test("importing the packages loads nothing native", async () => {
  const folder = await application("broker");
  const script = `
    await import("@authbroker/broker-linux");
    await import("@authbroker/core");
    console.log(JSON.stringify(process.report.getReport().sharedObjects.filter((file) => file.endsWith(".node"))));
  `;
  expect(await runIn(folder, script)).toEqual([]);
});

/** An application's folder with core installed, as its users have it, and the broker package if it is wanted. */
async function application(broker?: "broker"): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "authbroker-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  const scope = join(folder, "node_modules/@authbroker");
  await mkdir(scope, { recursive: true });
  await install("core", scope);
  if (broker === undefined) return folder;
  await install("broker-linux", scope);
  await symlink(
    fileURLToPath(new URL(".", import.meta.resolve("node-gyp-build"))),
    join(folder, "node_modules/node-gyp-build"),
  );
  return folder;
}

async function install(name: string, scope: string): Promise<void> {
  for (const part of ["package.json", "dist", "prebuilds"]) {
    if (part === "prebuilds" && name === "core") continue;
    await cp(join(PACKAGES, name, part), join(scope, name, part), { recursive: true });
  }
}

/** Changes the addon, in place or to what is returned. */
async function editAddon(folder: string, edit: (addon: Buffer) => Buffer | void): Promise<void> {
  const addon = await readFile(join(folder, ADDON));
  await writeFile(join(folder, ADDON), edit(addon) ?? addon);
}

const createIn = (folder: string): Promise<unknown> => runIn(folder, CREATE);

async function runIn(
  folder: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  await writeFile(join(folder, "main.mjs"), script);
  const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout);
}
