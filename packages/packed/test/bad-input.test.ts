import { cp, readFile, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  nativeArchitecture,
  otherArchitecture,
  whyNoCrossBuild,
} from "../../../scripts/lib/linux/targets.mjs";
import { unpack } from "../../../scripts/lib/packed.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { Application } from "./support/application.js";
import { npm11 } from "./support/installers.js";
import { startWorld, type World } from "./support/world.js";

const CORE = "@authbroker/core";
const LINUX = "@authbroker/broker-linux";
const WINDOWS = "@authbroker/broker-windows";

const SIGNED_IN = { route: "broker", username: "adele@contoso.example" };

/** Root without the right to pass over the modes of files; anybody else has none. */
const AS_MODES_SAY =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] : [];

let world: World;
/** An application with core and the broker of this system, which each test copies. */
let whole: Application;
beforeAll(async () => {
  world = await startWorld();
  whole = await Application.make(world, npm11, [CORE, LINUX]);
  await whole.installOrThrow("--omit=peer");
}, 300_000);
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await world.end();
});

describe("a native part that", () => {
  test.each<[is: string, spoil: (file: string) => Promise<void>, words: RegExp]>([
    ["is cut off", (file) => truncate(file, 20_000), /\.node is cut off: it has 20000 bytes of \d+/],
    ["has no bytes", (file) => truncate(file, 0), /\.node is cut off: it has 0 bytes/],
    [
      "is a page of a proxy's",
      (file) => writeFile(file, "<!DOCTYPE html><title>Sign in to this network</title>\n".repeat(9)),
      /\.node is no library of Linux/,
    ],
  ])("%s is told as such, with the line that installs it again", async (_is, spoil, words) => {
    await using application = await whole.copy();
    await spoil(addonOf(application));
    expect(await application.call("broker")).toEqual(doesNotLoad(words));
  });

  test.skipIf(whyNoCrossBuild !== undefined)("is for another processor is told as such", async () => {
    await using application = await whole.copy();
    await cp(addonOf(application, otherArchitecture), addonOf(application));
    expect(await application.call("broker")).toEqual(
      doesNotLoad(new RegExp(`\\.node is for ${otherArchitecture}, and this process is ${process.arch}`)),
    );
  });
});

test("a broker package of another contract names both versions and the line that makes them one", async () => {
  await using application = await whole.copy();
  await edit(packageIn(application, LINUX), "contractVersion: 1", "contractVersion: 2");
  expect(await application.call("broker")).toMatchObject({
    error: {
      ours: true,
      errorCode: "broker_contract_mismatch",
      errorMessage: expect.stringMatching(
        /^@authbroker\/broker-linux \d+\.\d+\.\d+ speaks version 2 of the broker contract, and @authbroker\/core \d+\.\d+\.\d+ speaks version 1$/,
      ),
      hint: expect.stringMatching(/npm install @authbroker\/core@(\S+) @authbroker\/broker-linux@\1$/),
    },
  });
});

describe("two copies of core, the client from one and the broker from the other,", () => {
  test("sign in", async () => {
    await using application = await withTwoCopies();
    expect(await application.call("broker")).toEqual(SIGNED_IN);
  });

  test("have one class of error", async () => {
    await using application = await withTwoCopies();
    await truncate(addonOf(application), 0);
    expect(await application.call("broker")).toMatchObject({
      error: {
        ours: true,
        errorCode: "broker_load_failed",
        errorMessage: expect.stringContaining("its native part, says the second copy, does not load"),
      },
    });
  });

  async function withTwoCopies(): Promise<Application> {
    const application = await whole.copy();
    const second = join(packageIn(application, LINUX), "node_modules", CORE);
    await cp(packageIn(application, CORE), second, { recursive: true });
    await edit(
      second,
      "its native part does not load",
      "its native part, says the second copy, does not load",
    );
    return application;
  }
});

test("the broker of another system says what it belongs to, and that no route is left", async () => {
  await using application = await whole.copy();
  await unpack(WINDOWS, join(application.folder, "node_modules"));
  expect(await application.call("broker-of", "windows")).toMatchObject({
    error: {
      ours: true,
      errorCode: "route_unavailable",
      errorMessage: expect.stringMatching(/platform_unsupported.*Web Account Manager is a part of Windows/),
      hint: expect.stringMatching(/\S/),
    },
  });
});

test("an application that nobody can write to signs in", async () => {
  await using application = await whole.copy();
  const chmodAll = (mode: string) => run("chmod", ["-R", mode, application.folder]);
  await chmodAll("a-w");
  try {
    const write = 'require("node:fs").writeFileSync("package.json", "")';
    const [program, ...first] = [...AS_MODES_SAY, process.execPath, "-e", write];
    const tried = await run(program, first, { cwd: application.folder });
    expect(tried.output).toContain("EACCES: permission denied");
    expect(await application.callUnder(AS_MODES_SAY, "broker")).toEqual(SIGNED_IN);
  } finally {
    await chmodAll("u+w");
  }
});

function packageIn(application: Application, name: string): string {
  return join(application.folder, "node_modules", name);
}

function addonOf(application: Application, architecture = nativeArchitecture): string {
  return join(packageIn(application, LINUX), "prebuilds", `linux-${architecture}`, "broker-linux.node");
}

/** What an application gets whose broker package has a native part that does not load. */
function doesNotLoad(words: RegExp): object {
  return {
    error: expect.objectContaining({
      ours: true,
      errorCode: "broker_load_failed",
      errorMessage: expect.stringMatching(words),
      hint: expect.stringContaining(
        'Install it again on this system: npm install "@authbroker/broker-linux@',
      ),
    }),
  };
}

/** Puts other words into the code of an installed package, which has them. */
async function edit(folder: string, from: string, to: string): Promise<void> {
  const dist = join(folder, "dist");
  const files = (await readdir(dist)).filter((file) => file.endsWith(".js")).map((file) => join(dist, file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  expect(texts.join("\n")).toContain(from);
  await Promise.all(files.map((file, index) => writeFile(file, texts[index]?.replaceAll(from, to) ?? "")));
}
