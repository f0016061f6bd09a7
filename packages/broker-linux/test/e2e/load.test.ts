import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const PACKAGES = fileURLToPath(new URL("../../..", import.meta.url));

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

test("an addon that is damaged is told from a missing one, with the loader's words", async () => {
  const folder = await application("broker");
  await editAddon(folder, (addon) => addon.fill(0, 0, 64));
  expect(await createIn(folder)).toMatchObject({
    errorCode: "broker_load_failed",
    message: expect.stringContaining("does not load"),
    cause: expect.stringMatching(/invalid ELF header|file too short/),
  });
});

test("a package without a build for this system says so", async () => {
  const folder = await application("broker");
  await rm(join(folder, "node_modules/@authbroker/broker-linux/prebuilds"), { recursive: true });
  expect(await createIn(folder)).toMatchObject({
    errorCode: "broker_load_failed",
    message: expect.stringContaining("No native build was found"),
    hint: expect.stringContaining("npm install"),
  });
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
  const folder = await mkdtemp(join(tmpdir(), "authbroker-"));
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

async function editAddon(folder: string, edit: (addon: Buffer) => void): Promise<void> {
  const prebuilds = join(folder, "node_modules/@authbroker/broker-linux/prebuilds/linux-x64");
  const [file] = await readdir(prebuilds);
  if (file === undefined) throw new Error("there is no build");
  const addon = await readFile(join(prebuilds, file));
  edit(addon);
  await writeFile(join(prebuilds, file), addon);
}

const createIn = (folder: string): Promise<unknown> => runIn(folder, CREATE);

async function runIn(folder: string, script: string): Promise<unknown> {
  await writeFile(join(folder, "main.mjs"), script);
  const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: folder });
  return JSON.parse(stdout);
}
