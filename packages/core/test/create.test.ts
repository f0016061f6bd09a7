import { LogLevel, ProtocolMode } from "@azure/msal-node";
import { PublicClientApplication } from "@authbroker/core";
import { CONTRACT_VERSION } from "@authbroker/core/broker";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, createApp, fakeBroker } from "./fake-broker.js";
import { brokerError, rejection } from "./rejection.js";

const auth = { clientId: CLIENT_ID };

const FLAGS = {
  linux: ["enableBrokerOnLinux", "enableBrokerOnWsl"],
  darwin: ["enableBrokerOnMac"],
  win32: ["enableBrokerOnWindows"],
};

test("`new`, as for msal-node's class, says which call makes a client", () => {
  expect(() => Reflect.construct(PublicClientApplication, [{ auth }])).toThrow(
    new TypeError('make a client with "await PublicClientApplication.create(configuration)"'),
  );
});

describe("create() without a flag", () => {
  test.skipIf(!(process.platform in FLAGS))(
    "makes a client that names the flag when the broker is needed",
    async () => {
      const app = await PublicClientApplication.create({ auth });

      const error = await brokerError(app.acquireTokenSilent({ scopes: ["User.Read"], account: "os" }));

      expect(error.errorCode).toBe("route_unavailable");
      expect(error.message).toMatch(/broker_disabled/);
      expect(error.message).toMatch(/enableBrokerOn(?:Linux|Wsl|Mac|Windows) is off/);
      expect(error.hint).toMatch(/Pass enableBrokerOn\w+: true to PublicClientApplication\.create\(\)/);
    },
  );

  test("answers a probe with the reason and what mends it", async () => {
    const app = await PublicClientApplication.create({ auth, enableBrokerOnLinux: false });

    const probe = await app.probeBroker();

    expect(probe).toMatchObject({ available: false, reason: "broker_disabled" });
    expect(probe).toHaveProperty("fix", expect.stringContaining(": true"));
  });

  test("does not heed the flags of other systems", async () => {
    const others = Object.entries(FLAGS).filter(([platform]) => platform !== process.platform);
    const flags = Object.fromEntries(others.flatMap(([, names]) => names.map((name) => [name, true])));

    const app = await PublicClientApplication.create({ auth, ...flags });

    await expect(app.probeBroker()).resolves.toMatchObject({ available: false, reason: "broker_disabled" });
  });
});

describe("create() with a broker of the application's own", () => {
  test("uses it whatever the flags say", async () => {
    const { broker, calls } = fakeBroker();
    const app = await PublicClientApplication.create({ auth, broker: { implementation: broker } });

    await app.getAllAccounts();

    expect(calls).toHaveLength(1);
  });

  test("asks nothing of it before the first call", async () => {
    const { broker, calls } = fakeBroker();

    await createApp(broker);

    expect(calls).toStrictEqual([]);
  });

  test.each([0, 2, "1", undefined])("refuses one of contract version %o", async (contractVersion) => {
    const { broker } = fakeBroker();

    const error = await brokerError(createApp({ ...broker, contractVersion } as never));

    expect(error.errorCode).toBe("broker_contract_mismatch");
    expect(error.message).toContain(String(contractVersion));
    expect(error.message).toContain(`speaks version ${CONTRACT_VERSION}`);
    expect(error.hint).toMatch(/same version/);
  });

  test.each(["probe", "getAccounts", "acquireTokenSilent", "acquireTokenInteractive", "signOut"])(
    "refuses one without %s",
    async (method) => {
      const { broker } = fakeBroker();

      const error = await rejection(createApp({ ...broker, [method]: undefined }));

      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(`"broker.implementation.${method}"`);
    },
  );
});

describe("create() refuses, by the name of the argument,", () => {
  test.each<[string, unknown]>([
    ["configuration", undefined],
    ["configuration", null],
    ["configuration", "common"],
    ["auth", {}],
    ["auth", { auth: null }],
    ["auth.clientId", { auth: {} }],
    ["auth.clientId", { auth: { clientId: "" } }],
    ["auth.clientId", { auth: { clientId: 5 } }],
    ["auth.clientId", { auth: { clientId: [CLIENT_ID] } }],
    ["auth.authority", { auth: { ...auth, authority: "" } }],
    ["auth.authority", { auth: { ...auth, authority: "common" } }],
    ["auth.authority", { auth: { ...auth, authority: "http://login.microsoftonline.com/common" } }],
    ["auth.authority", { auth: { ...auth, authority: "https://login.microsoftonline.com" } }],
    ["auth.authority", { auth: { ...auth, authority: "https://login.microsoftonline.com/common?p=1" } }],
    ["auth.authority", { auth: { ...auth, authority: "https://me@login.microsoftonline.com/common" } }],
    ["auth.authority", { auth: { ...auth, authority: "javascript:alert(1)" } }],
    ["auth.authority", { auth: { ...auth, authority: 443 } }],
    ["auth.authority", { auth: { ...auth, authority: { url: "https://login.microsoftonline.com/common" } } }],
    ["auth.clientCapabilities", { auth: { ...auth, clientCapabilities: "CP1" } }],
    ["auth.clientCapabilities", { auth: { ...auth, clientCapabilities: 1 } }],
    ["auth.clientCapabilities", { auth: { ...auth, clientCapabilities: [1] } }],
    ["enableBrokerOnLinux", { auth, enableBrokerOnLinux: "yes" }],
    ["enableBrokerOnMac", { auth, enableBrokerOnMac: 1 }],
    ["enableBrokerOnWindows", { auth, enableBrokerOnWindows: "true" }],
    ["enableBrokerOnWsl", { auth, enableBrokerOnWsl: {} }],
    ["broker.implementation", { auth, broker: { implementation: "linux" } }],
    ["broker.implementation", { auth, broker: { implementation: null } }],
    ["broker", { auth, broker: true }],
    ["cache", { auth, cache: "tokens.json" }],
    ["cache.cachePlugin.beforeCacheAccess", { auth, cache: { cachePlugin: {} } }],
    ["system", { auth, system: 5 }],
    ["system.networkClient.sendGetRequestAsync", { auth, system: { networkClient: {} } }],
    ["system.loggerOptions", { auth, system: { loggerOptions: console.log } }],
    ["system.loggerOptions.loggerCallback", { auth, system: { loggerOptions: { loggerCallback: "x" } } }],
    ["system.loggerOptions.piiLoggingEnabled", { auth, system: { loggerOptions: { piiLoggingEnabled: 1 } } }],
    ["system.loggerOptions.logLevel", { auth, system: { loggerOptions: { logLevel: "verbose" } } }],
    ["system.loggerOptions.logLevel", { auth, system: { loggerOptions: { logLevel: 5 } } }],
    ["system.protocolMode", { auth, system: { protocolMode: "aad" } }],
    ["telemetry", { auth, telemetry: true }],
    ["auth.knownAuthorities", { auth: { ...auth, knownAuthorities: 5 } }],
    ["auth.knownAuthorities[0]", { auth: { ...auth, knownAuthorities: [5] } }],
  ])("a wrong %s: %j", async (argument, configuration) => {
    const error = await rejection(PublicClientApplication.create(configuration as never));

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(`"${argument}`);
  });

  test("a value that is none of msal-node's, with those that are", async () => {
    const create = (system: object): Promise<unknown> =>
      rejection(PublicClientApplication.create({ auth, system }));

    expect(String(await create({ loggerOptions: { logLevel: "verbose" } }))).toContain(
      "LogLevel.Error, LogLevel.Warning, LogLevel.Info, LogLevel.Verbose, LogLevel.Trace",
    );
    expect(String(await create({ protocolMode: "aad" }))).toContain("ProtocolMode.AAD, ProtocolMode.OIDC");
  });

  test("a value without repeating it: it may be a secret in the wrong place", async () => {
    const secret = `secret-${"x".repeat(12)}`;
    const configuration = { auth: { clientId: { secret }, authority: secret } };

    const error = await rejection(PublicClientApplication.create(configuration as never));

    expect(String(error)).not.toContain(secret);
  });
});

describe("create() refuses what it could not honour", () => {
  test.each<[string, object]>([
    ["auth.azureCloudOptions", { auth: { ...auth, azureCloudOptions: { azureCloudInstance: "none" } } }],
    ["auth.authorty", { auth: { ...auth, authorty: "https://login.microsoftonline.com/common" } }],
    ["auth.clientSecret", { auth: { ...auth, clientSecret: "s" } }],
    ["auth.clientAssertion", { auth: { ...auth, clientAssertion: "s" } }],
    ["auth.clientCertificate", { auth: { ...auth, clientCertificate: {} } }],
    ["broker.nativeBrokerPlugin", { auth, broker: { nativeBrokerPlugin: {} } }],
    ["cache.cachePlugn", { auth, cache: { cachePlugn: {} } }],
    ["constructor", { auth, constructor: {} }],
    ["enableBrokerOnLinx", { auth, enableBrokerOnLinx: true }],
    ["system.loggerOptions.correlationId", { auth, system: { loggerOptions: { correlationId: "c" } } }],
    ["system.proxyUrl", { auth, system: { proxyUrl: "http://proxy.example" } }],
    ["telemetry.app", { auth, telemetry: { app: {} } }],
  ])("%s", async (name, configuration) => {
    const error = await brokerError(PublicClientApplication.create(configuration as never));

    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain(`"${name}"`);
    expect(error.hint).toBeTruthy();
  });

  test("but not a section that is null, or a setting that is undefined", async () => {
    const configuration = {
      auth: { ...auth, authorty: undefined },
      cache: null,
      system: null,
      telemetry: null,
    };

    await expect(PublicClientApplication.create(configuration as never)).resolves.toBeInstanceOf(
      PublicClientApplication,
    );
  });

  test.each([
    ...Object.values(ProtocolMode).map((protocolMode) => ({ protocolMode })),
    ...[LogLevel.Error, LogLevel.Warning, LogLevel.Info, LogLevel.Verbose, LogLevel.Trace].map(
      (logLevel) => ({ loggerOptions: { logLevel } }),
    ),
  ])("but not %j, which msal-node knows", async (system) => {
    await expect(PublicClientApplication.create({ auth, system })).resolves.toBeInstanceOf(
      PublicClientApplication,
    );
  });

  test("but not the settings that the broker route does not need", async () => {
    const app = await PublicClientApplication.create({
      auth: { ...auth, knownAuthorities: [], isMcp: false },
      cache: {},
      system: { loggerOptions: { piiLoggingEnabled: true } },
      broker: { implementation: fakeBroker().broker },
    });

    expect(app).toBeInstanceOf(PublicClientApplication);
  });
});
