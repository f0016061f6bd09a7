import { afterAll, beforeAll, describe, test } from "vitest";
import { Application } from "../support/application.js";
import { type Installer, installers } from "../support/installers.js";
import { startWorld, type World } from "../support/world.js";

const CORE = "@authbroker/core";
const LINUX = "@authbroker/broker-linux";
const MACOS = "@authbroker/broker-macos";
const WINDOWS = "@authbroker/broker-windows";

const SIGNED_IN = { route: "broker", username: "adele@contoso.example" };

/** What each route without a broker needs of msal-node, told as the application gets it. */
const MSAL_NODE_MISSING = {
  error: {
    errorCode: "msal_node_missing",
    hint: 'Install it: npm install "@azure/msal-node@>=5 <8"',
  },
};

/** The application's own doing: it has the code by then. */
const REACHED_THE_CODE = { error: { errorCode: "request_aborted" } };

const BROKER_MISSING = {
  error: {
    name: "BrokerPackageMissingError",
    errorCode: "broker_package_missing",
    message:
      'broker_package_missing: You need to install the broker package: npm install "@authbroker/broker-linux@>=0.1 <1"\n' +
      "See https://github.com/authbroker/authbroker/blob/main/docs/troubleshooting.md#broker_package_missing",
  },
};

const unsupported = (message: string) => ({ available: false, reason: "platform_unsupported", message });
const UNSUPPORTED = {
  macos: unsupported("this is linux, and the SSO extension is one of macOS"),
  windows: unsupported("the Web Account Manager is a part of Windows, and this is linux"),
};

/** Package managers take seconds for what they do, and others are at work beside them. */
const TIME_LIMIT = 240_000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const installer of installers) await installer.command();
}, 600_000);
afterAll(() => world.end());

describe.concurrent.each(installers)("$name, with scripts ignored,", (installer) => {
  const elsewhere = installer.bringsPeers ? REACHED_THE_CODE : MSAL_NODE_MISSING;
  const options = { timeout: TIME_LIMIT };

  test("installs core alone, which names the package to add", options, async ({ expect }) => {
    await using application = await installed(installer, CORE);
    expect(await application.call("broker")).toMatchObject(BROKER_MISSING);
    expect(await application.call("device-code")).toMatchObject(elsewhere);
  });

  test(
    "installs core and this system's broker, which signs in, in a folder of any name",
    options,
    async ({ expect }) => {
      await using application = await Application.make(world, installer, [CORE, LINUX], "Büro in Åbo 東京");
      await application.installOrThrow();
      expect(await application.call("broker")).toEqual(SIGNED_IN);
      expect(await application.call("device-code")).toMatchObject(elsewhere);
    },
  );

  test("installs all three brokers, of which this system's signs in", options, async ({ expect }) => {
    await using application = await installed(installer, CORE, LINUX, MACOS, WINDOWS);
    expect(await application.call("broker")).toEqual(SIGNED_IN);
    expect(await application.call("probe", "macos", "windows")).toMatchObject(UNSUPPORTED);
  });

  test("installs another system's broker, and is told of this one's", options, async ({ expect }) => {
    await using application = await installed(installer, CORE, WINDOWS);
    expect(await application.call("broker")).toMatchObject(BROKER_MISSING);
    expect(await application.call("probe", "windows")).toMatchObject({
      windows: UNSUPPORTED.windows,
    });
  });

  test("gets nothing from any other registry", options, async ({ expect }) => {
    await using application = await Application.make(world, installer, ["is-number"]);
    const { exitCode, output } = await application.install();
    expect(exitCode).toBeGreaterThan(0);
    expect(output).toMatch(/404|not found|no such package/i);
  });
});

async function installed(installer: Installer, ...dependencies: readonly string[]): Promise<Application> {
  const application = await Application.make(world, installer, dependencies);
  await application.installOrThrow();
  return application;
}
