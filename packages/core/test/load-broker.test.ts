import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { systemKind } from "@authbroker/core";
import { type FakePackage, printed, project } from "./installed.js";

const system = systemKind();
const CORE: string = createRequire(import.meta.url)("@authbroker/core/package.json").version;
const NAME = `@authbroker/broker-${system === "wsl" ? "linux" : system}`;

/** Prints what create() rejects with, when every flag is on. */
const CREATE = `
  import * as core from "@authbroker/core";
  const error = await core.PublicClientApplication.create({ auth: { clientId: "c" }, enableBrokerOnLinux: true,
    enableBrokerOnMac: true, enableBrokerOnWindows: true, enableBrokerOnWsl: true }).then(() => undefined, (e) => e);
  console.log(JSON.stringify({ name: error?.name, code: error?.errorCode, text: error?.errorMessage, hint: error?.hint,
    firstLine: error?.message.split("\\n")[0], missing: error instanceof core.BrokerPackageMissingError,
    broker: error instanceof core.BrokerError, cause: error?.cause?.message, causeCode: error?.cause?.code }));
`;

const MANIFEST = JSON.stringify({ name: NAME, version: "0.1.0", type: "module", exports: "./index.js" });

const brokerPackage = (source: string): Readonly<Record<string, FakePackage>> => ({
  [NAME]: { "package.json": MANIFEST, "index.js": source },
});

const broker = (contractVersion: string): string => `
  const away = () => Promise.reject(new Error("not asked"));
  export const broker = { contractVersion: ${contractVersion}, platform: "linux", probe: async () => ({ available: true, running: false }),
    getAccounts: async () => [], acquireTokenSilent: away, acquireTokenInteractive: away, signOut: away };
`;

async function createWith(source: string): Promise<unknown> {
  const home = await project({ packages: brokerPackage(source) });
  return printed(await home.run("main.mjs", CREATE));
}

describe.skipIf(system === "other")("create() with the flag of this system on", () => {
  test.each([true, false])(
    "says which package to install when it is not there (msal-node installed: %o)",
    async (msalNode) => {
      const home = await project({ msalNode });

      const error = printed(await home.run("main.mjs", CREATE));

      const sentence = `You need to install the broker package: npm install "${NAME}@>=0.1 <1"`;
      expect(error).toMatchObject({
        name: "BrokerPackageMissingError",
        code: "broker_package_missing",
        text: sentence,
        firstLine: `broker_package_missing: ${sentence}`,
        missing: true,
        broker: true,
        causeCode: "ERR_MODULE_NOT_FOUND",
      });
    },
  );

  test("keeps the reason when the package throws at import", async () => {
    const error = await createWith('throw new Error("libfoo.so.1: cannot open shared object file");');

    expect(error).toMatchObject({
      code: "broker_load_failed",
      missing: false,
      broker: true,
      cause: "libfoo.so.1: cannot open shared object file",
      text: expect.stringContaining(`${NAME} is installed but does not load: libfoo.so.1`),
      hint: expect.stringContaining(`npm install "${NAME}@>=0.1 <1"`),
    });
  });

  test.each([
    ["a dependency", 'import "a-dependency-of-its-own";', "a-dependency-of-its-own"],
    ["a file", 'import "./gone.js";', "gone.js"],
  ])("says that the package is broken when it lacks %s of its own", async (_what, source, lacking) => {
    const error = await createWith(source);

    expect(error).toMatchObject({
      code: "broker_load_failed",
      missing: false,
      causeCode: "ERR_MODULE_NOT_FOUND",
      text: expect.stringContaining(lacking),
    });
  });

  test("says that the package is broken when its own entry is gone", async () => {
    const home = await project({ packages: { [NAME]: { "package.json": MANIFEST } } });

    const error = printed(await home.run("main.mjs", CREATE));

    expect(error).toMatchObject({ code: "broker_load_failed", missing: false });
  });

  test("refuses a package of another contract version before it is loaded", async () => {
    const error = await createWith(
      `${broker("2")} export async function load() { throw new Error("loaded"); }`,
    );

    expect(error).toMatchObject({
      code: "broker_contract_mismatch",
      text: expect.stringMatching(new RegExp(`^${NAME} speaks version 2 .+ speaks version 1$`)),
      hint: `Install both in one version: npm install @authbroker/core@latest ${NAME}@latest`,
    });
  });

  test.each([
    ["later", "2", "0.9.0"],
    ["earlier", "0", CORE],
  ])(
    "names both versions where the package is of a %s contract, and installs the later one",
    async (_what, contract, later) => {
      const error = await createWith(`${broker(contract)} export const version = "0.9.0";`);

      expect(error).toMatchObject({
        text: `${NAME} 0.9.0 speaks version ${contract} of the broker contract, and @authbroker/core ${CORE} speaks version 1`,
        hint: `Install both in one version: npm install @authbroker/core@${later} ${NAME}@${later}`,
      });
    },
  );

  test("keeps the reason when load() rejects", async () => {
    const error = await createWith(
      `${broker("1")} export async function load() { throw new Error("not for this system"); }`,
    );

    expect(error).toMatchObject({
      code: "broker_load_failed",
      cause: "not for this system",
      text: expect.stringContaining("not for this system"),
    });
  });

  test("passes on a BrokerError of load() as it is", async () => {
    const error = await createWith(
      `import { BrokerError } from "@authbroker/core"; ${broker("1")}
       export async function load() { throw new BrokerError("broker_load_failed", { message: "lacks libfoo", hint: "Install libfoo." }); }`,
    );

    expect(error).toMatchObject({
      code: "broker_load_failed",
      text: "lacks libfoo",
      hint: "Install libfoo.",
    });
  });

  test.each(["export default 1;", "export const broker = undefined; export async function load() {}"])(
    "refuses a package that is no broker package: %s",
    async (source) => {
      expect(await createWith(source)).toMatchObject({ code: "broker_load_failed", missing: false });
    },
  );

  test("uses the package that is there", async () => {
    const home = await project({
      packages: brokerPackage(
        `${broker("1")} export async function load() { globalThis.loads = (globalThis.loads ?? 0) + 1; }`,
      ),
    });

    const finished = await home.run(
      "main.mjs",
      `import { PublicClientApplication } from "@authbroker/core";
       const app = await PublicClientApplication.create({ auth: { clientId: "c" }, enableBrokerOnLinux: true,
         enableBrokerOnMac: true, enableBrokerOnWindows: true });
       console.log(JSON.stringify([globalThis.loads, await app.probeBroker(), await app.getAllAccounts()]));`,
    );

    expect(printed(finished)).toStrictEqual([1, { available: true, running: false }, []]);
  });
});

describe("what is not needed is not loaded:", () => {
  const packages = {
    ...brokerPackage('globalThis.loaded.push("broker"); export {};'),
    "@azure/msal-node": {
      "package.json": '{"name":"@azure/msal-node","version":"7.0.0","type":"module","exports":"./index.js"}',
      "index.js": `globalThis.loaded.push("msal-node");
        export class AuthError extends Error {} export class ClientAuthError extends AuthError {}
        export class ClientConfigurationError extends ClientAuthError {} export class ServerError extends AuthError {}
        export class InteractionRequiredAuthError extends AuthError {}`,
    },
  };

  test("importing core and calling a broker loads neither msal-node nor a broker package nor an addon", async () => {
    const home = await project({ packages });

    const finished = await home.run(
      "main.mjs",
      `globalThis.loaded = [];
       const objects = () => process.report.getReport().sharedObjects.filter((file) => file.endsWith(".node"));
       const { PublicClientApplication } = await import("@authbroker/core");
       const none = async () => [];
       const implementation = { contractVersion: 1, platform: "linux", probe: none, getAccounts: none,
         acquireTokenSilent: none, acquireTokenInteractive: none, signOut: none };
       await PublicClientApplication.create({ auth: { clientId: "c" } });
       const app = await PublicClientApplication.create({ auth: { clientId: "c" }, broker: { implementation } });
       await app.getAllAccounts();
       const before = [...globalThis.loaded];
       const error = await app.getAllAccounts({ signal: AbortSignal.abort() }).catch((e) => e.errorCode);
       console.log(JSON.stringify({ before, error, after: globalThis.loaded, addons: objects() }));`,
    );

    expect(printed(finished)).toStrictEqual({
      before: [],
      error: "request_aborted",
      after: ["msal-node"],
      addons: [],
    });
  });
});
