import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "@authbroker/emulator";
import { installProject, type Project } from "./support/project.js";

/** What an application does to know whether the broker is there, read as CommonJS and as ESM. */
const REQUIRE = `
const { NativeBrokerPlugin } = require("@azure/msal-node-extensions");
console.log(JSON.stringify({ available: new NativeBrokerPlugin().isBrokerAvailable }));
`;
const IMPORT = REQUIRE.replace(
  'const { NativeBrokerPlugin } = require("@azure/msal-node-extensions")',
  'import { NativeBrokerPlugin } from "@azure/msal-node-extensions"',
);

const STARTUP_ERROR = `
const { msalNodeRuntime } = require(require.resolve("@azure/msal-node-runtime", {
  paths: [require.resolve("@azure/msal-node-extensions")],
}));
console.log(JSON.stringify({ ...msalNodeRuntime.StartupError }));
`;

describe.each(["npm", "pnpm"] as const)("installed with %s and without install scripts", (packageManager) => {
  let project: Project;
  beforeAll(async () => {
    project = await installProject(packageManager, { keytar: "empty-npm-package@1.0.0" });
  }, 240_000);
  afterAll(() => project.remove());

  test.each([
    ["require", "app.cjs", REQUIRE],
    ["import", "app.mjs", IMPORT],
  ])(
    "Microsoft's extensions find the broker through %s, print nothing else, and exit",
    async (_, name, program) => {
      await using emulator = await startEmulator();
      expect(await project.run(name, program, emulator.env)).toEqual({
        exitCode: 0,
        stdout: '{"available":true}\n',
        stderr: "",
      });
    },
  );

  test("require and import give the same module", async () => {
    const program = `
      import { createRequire } from "node:module";
      import { pathToFileURL } from "node:url";
      const { resolve } = createRequire(import.meta.url);
      const file = resolve("@azure/msal-node-runtime", { paths: [resolve("@azure/msal-node-extensions")] });
      const imported = await import(pathToFileURL(file));
      const required = createRequire(import.meta.url)(file);
      console.log(imported.msalNodeRuntime === required.msalNodeRuntime, Object.keys(required).sort().join());
    `;
    expect(await project.run("both.mjs", program)).toMatchObject({
      stdout: "true ErrorStatus,LogLevel,msalNodeRuntime\n",
    });
  });

  test("it is found in a worker thread, too", async () => {
    await using emulator = await startEmulator();
    const program = `new (require("node:worker_threads").Worker)(${JSON.stringify(REQUIRE)}, { eval: true });`;
    expect(await project.run("worker.cjs", program, emulator.env)).toEqual({
      exitCode: 0,
      stdout: '{"available":true}\n',
      stderr: "",
    });
  });

  test("a broker that can be started is there", async () => {
    await using emulator = await startEmulator({ activation: true, startBroker: false });
    expect(await project.run("app.cjs", REQUIRE, emulator.env)).toMatchObject({
      stdout: '{"available":true}\n',
    });
  });

  test("a bus without a broker is told as such, with what to install", async () => {
    await using emulator = await startEmulator({ startBroker: false });
    const { stdout } = await project.run("app.cjs", STARTUP_ERROR, emulator.env);
    expect(JSON.parse(stdout)).toMatchObject({
      errorCode: 0,
      errorStatus: 6,
      errorContext: expect.stringMatching(
        /^broker_not_installed: .*\n.*apt-get install microsoft-identity-broker/,
      ),
      errorTag: 0,
    });
  });

  test("a system without a session bus is told as such", async () => {
    const none = { DBUS_SESSION_BUS_ADDRESS: "", XDG_RUNTIME_DIR: "" };
    const { stdout } = await project.run("app.cjs", STARTUP_ERROR, none);
    expect(JSON.parse(stdout)).toMatchObject({ errorContext: expect.stringMatching(/^no_session_bus: /) });
    expect(await project.run("app.cjs", REQUIRE, none)).toMatchObject({
      exitCode: 0,
      stdout: '{"available":false}\n',
    });
  });
});

describe("with something missing", () => {
  test("without the broker's package the reason is the command that installs it", async () => {
    const project = await installProject("npm", { broker: false, keytar: "empty-npm-package@1.0.0" });
    const { stdout } = await project.run("app.cjs", STARTUP_ERROR);
    await project.remove();
    expect(JSON.parse(stdout)).toMatchObject({
      errorContext: expect.stringContaining('npm install "@authbroker/broker-linux@'),
    });
  }, 240_000);

  test("keytar itself, which is built by its install script alone, keeps Microsoft's extensions from loading", async () => {
    const project = await installProject("npm");
    const { exitCode, stderr } = await project.run("app.cjs", REQUIRE);
    await project.remove();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Cannot find module '../build/Release/keytar.node'");
  }, 240_000);
});
