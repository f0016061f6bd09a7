import { readdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { root } from "../../../../scripts/lib/workspace.mjs";
import { startWorld, type World } from "../support/world.js";
import { commands, every } from "./support/commands.js";
import { type MarkdownDocument, read } from "./support/markdown.js";
import { firstProgram, programOf, programWith } from "./support/programs.js";
import { Reader } from "./support/reader.js";
import { TIME_LIMIT } from "./support/shell.js";

const ADELE = "adele@contoso.example";

/** No session bus, as in a service. */
const NO_BUS = { DBUS_SESSION_BUS_ADDRESS: "", XDG_RUNTIME_DIR: "" };

const start = read("README.md");
const core = read("packages/core/README.md");
const linux = read("packages/broker-linux/README.md");
const emulator = read("packages/emulator/README.md");

let world: World;
let reader: Reader;
beforeAll(async () => {
  world = await startWorld();
  reader = await Reader.make(world);
  // Those of the READMEs whose programs are run.
  for (const document of [start, emulator]) {
    const [line = ""] = commands(document);
    await reader.typeOrThrow(line);
  }
}, TIME_LIMIT);
afterAll(async () => {
  await reader[Symbol.asyncDispose]();
  await world.end();
});

describe("the first program", { timeout: TIME_LIMIT }, () => {
  test("of the repository's README greets who is signed in, with the emulator around it", async () => {
    const clientId = start.spans.find((span) => span.startsWith("process.env.")) ?? "";
    await reader.write("app.mjs", programOf(start, "app.mjs").replace('"CLIENT_ID"', clientId));
    const [line, ...others] = every(/^npx @authbroker\/emulator run\b.*app/);
    expect(others).toEqual([]);
    expect(await reader.typeOrThrow(line ?? "")).toContain("Hello, Adele Vance");
  });

  test.each([core, linux])("of $path says who signed in, and by which route", async (document) => {
    await reader.write("first.mjs", firstProgram(document));
    expect(await reader.typeOrThrow("node first.mjs")).toContain(`${ADELE} signed in by the broker`);
  });

  test.each(["macos", "windows"])(
    "of the README of %s' broker is that of Linux', but for the flag",
    (system) => {
      const flags = /\benableBrokerOn(?:Linux|Mac|Windows)\b/;
      const other = firstProgram(read(`packages/broker-${system}/README.md`));
      expect(other.replace(flags, "")).toBe(firstProgram(linux).replace(flags, ""));
      expect(flags.exec(other)?.[0]).toMatch(system === "macos" ? /Mac$/ : /Windows$/);
    },
  );
});

describe("a program without a broker", { timeout: TIME_LIMIT }, () => {
  test("ends as the README of Linux' broker says, word for word", async () => {
    await reader.write(
      "required.mjs",
      interactiveCall("enableBrokerOnLinux: true, broker: { required: true }"),
    );
    const { exitCode, output } = await reader.type("node required.mjs", NO_BUS);
    expect(output).toContain(errorIn(linux, "route_unavailable"));
    expect(exitCode).toBe(1);
  });

  test.each(["macos", "windows"])(
    "ends as the README of %s' broker says, in its own words",
    async (system) => {
      const shown = errorIn(read(`packages/broker-${system}/README.md`), "route_unavailable");
      const told = /\((?<reason>\w+)\): (?<message>.+)\n(?<fix>.+) Leave "broker\.required"/.exec(
        shown,
      )?.groups;
      const words = await wordsOf(`packages/broker-${system}/dist`);
      expect(words).toContain(told?.["message"]);
      expect(words).toContain(told?.["fix"]);

      const probed = JSON.stringify({ available: false, ...told });
      const program = `import { createEmulatedBroker } from "@authbroker/emulator";
const { broker } = createEmulatedBroker({ platform: "${system}" });
broker.probe = async () => (${probed});
${interactiveCall("broker: { required: true, implementation: broker }")}`;
      await reader.write("required.mjs", program);
      expect((await reader.type("node required.mjs")).output).toContain(shown);
    },
  );

  test("ends as the READMEs say where the package is missing, word for word", async () => {
    await using other = await Reader.make(world);
    await other.typeOrThrow("npm install @authbroker/core @azure/msal-node");
    await other.write("app.mjs", programOf(start, "app.mjs"));
    const { exitCode, output } = await other.type("node app.mjs");
    for (const document of [start, core]) {
      expect(output).toContain(errorIn(document, "broker_package_missing"));
    }
    expect(exitCode).toBe(1);
  });

  test("ends as core's README says where msal-node is missing, word for word", async () => {
    const name = join(reader.folder, "node_modules", "@azure");
    onTestFinished(() => reader.typeOrThrow("npm install").then(() => undefined));
    await rm(name, { recursive: true });
    await reader.write("browser.mjs", interactiveCall("broker: {}"));
    const { output } = await reader.type("node browser.mjs", { DISPLAY: ":0" });
    for (const part of errorIn(core, "msal_node_missing").split("…")) expect(output).toContain(part);
  });
});

test(
  "a bundle of the README of msal-node-runtime leaves both packages out",
  { timeout: TIME_LIMIT },
  async () => {
    for (const name of ["esbuild", ".bin/esbuild"]) {
      await symlink(
        join(root, "packages/packed/node_modules", name),
        join(reader.folder, "node_modules", name),
      );
    }
    const imports = ['import("@azure/msal-node-runtime")', 'import("@authbroker/core")'];
    await reader.write("app.js", imports.join(";\n"));
    const bundle = await reader.typeOrThrow(every(/^npx esbuild /).join(" && "));
    for (const left of imports) expect(bundle).toContain(left);
  },
);

describe("a program on the emulator", { timeout: TIME_LIMIT }, () => {
  test("of the repository's README has a broker in process", async () => {
    await reader.write("unit-test.mjs", programWith(start, "createEmulatedBroker"));
    expect(await reader.typeOrThrow("node unit-test.mjs")).toBe(`${ADELE}\n`);
  });

  test("of the emulator's README has a sign-in, and a refusal", async () => {
    await reader.write("unit-test.mjs", programWith(emulator, "createEmulatedBroker"));
    const { exitCode, output } = await reader.type("node unit-test.mjs");
    expect(output).toMatch(new RegExp(`^${ADELE}\n[^]*InteractionRequiredAuthError: interaction_required`));
    expect(exitCode).toBe(1);
  });

  test.each(["startAuthority", "startEmulator", "AUTHBROKER_AUTHORITY_METADATA"])(
    "of the emulator's README has what it says, and ends: %s",
    async (word) => {
      await reader.write("program.mjs", programWith(emulator, word));
      expect(await reader.type("node program.mjs")).toMatchObject({ exitCode: 0 });
    },
  );

  test("of the repository's README is a client of msal-node's with the broker", async () => {
    await reader.write("client.mjs", programWith(start, "createNativeBrokerPlugin"));
    await reader.write("use.mjs", usingClient('import { app } from "./client.mjs";'));
    expect(await reader.typeOrThrow("node use.mjs")).toBe(`${ADELE}\n`);
  });

  test("of the guide to migrating is the same in CommonJS", async () => {
    await reader.write("client.cjs", programOf(read("docs/migrating.md"), "client.cjs"));
    await reader.write(
      "use.mjs",
      usingClient('import client from "./client.cjs";\nconst app = await client.createClient();'),
    );
    expect(await reader.typeOrThrow("node use.mjs")).toBe(`${ADELE}\n`);
  });

  test("of the guide to registering prints each redirect URI", async () => {
    const guide = read("docs/registering-your-app.md");
    await reader.write("redirect-uris.mjs", programOf(guide, "redirect-uris.mjs"));
    const [line] = every(/redirect-uris\.mjs$/);
    const printed = await reader.typeOrThrow(line ?? "");

    const manifest = guide.blocks.find(({ language }) => language === "json")?.text ?? "";
    await reader.write("manifest.json", manifest);
    const shown = await readFile(join(reader.folder, "manifest.json"), "utf8");
    const uris: unknown = JSON.parse(shown).publicClient.redirectUris;
    expect(new Set(printed.match(/^\S+/gm))).toEqual(new Set(Array.isArray(uris) ? uris : []));
  });
});

/** A program that signs in with a client of msal-node's. */
function usingClient(lines: string): string {
  return `${lines}
const { account } = await app.acquireTokenInteractive({ scopes: ["User.Read"], openBrowser: () => {} });
console.log(account.username);
`;
}

/** A program that signs in with a client of its own. */
function interactiveCall(configuration: string): string {
  return `import { PublicClientApplication } from "@authbroker/core";
const app = await PublicClientApplication.create({ auth: { clientId: "CLIENT_ID" }, ${configuration} });
await app.acquireTokenInteractive({ scopes: ["User.Read"], parentWindowHandle: app.CONSOLE_WINDOW_HANDLE });
`;
}

/** All that stands in the files of a folder. */
async function wordsOf(folder: string): Promise<string> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith(".js"));
  return (await Promise.all(names.map((name) => readFile(join(root, folder, name), "utf8")))).join("\n");
}

/** The error of that code as the document shows it. */
function errorIn({ blocks }: MarkdownDocument, code: string): string {
  const found = blocks.find(({ text }) => text.startsWith(`${code}:`));
  expect(found).toBeDefined();
  return found?.text ?? "";
}
