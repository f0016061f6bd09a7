import { type AuthbrokerPlugin, authbrokerPlugin } from "@authbroker/core";
import { type INativeBrokerPlugin, LogLevel } from "@azure/msal-node";
import { expect, test } from "vitest";
import { CLIENT_ID, fakeBroker, INES, TOM } from "./fake-broker.js";
import { project } from "./installed.js";

const CORRELATION_ID = "0b1f6a3c-52a4-4c1e-9d7b-1f2e3d4c5b6a";

/** The broker that identity is handed. */
function handedOver(plugin: AuthbrokerPlugin): INativeBrokerPlugin {
  const brokers: INativeBrokerPlugin[] = [];
  plugin({
    nativeBrokerPluginControl: { setNativeBroker: (broker: INativeBrokerPlugin) => brokers.push(broker) },
  });
  const [broker] = brokers;
  if (broker === undefined || brokers.length > 1) throw new Error("identity was to be handed one broker");
  return broker;
}

test("identity is handed a broker at once, and the broker is not asked before identity asks it", async () => {
  const { broker, calls, probes } = fakeBroker();
  const handed = handedOver(authbrokerPlugin({ broker: { implementation: broker } }));
  expect(handed.isBrokerAvailable).toBe(true);
  expect([...calls, ...probes]).toEqual([]);
  const accounts = await handed.getAllAccounts(CLIENT_ID, CORRELATION_ID);
  expect(accounts.map(({ username }) => username)).toEqual([INES.username, TOM.username]);
  expect(await handed.getAccountById(TOM.nativeAccountId, CORRELATION_ID)).toMatchObject({
    username: TOM.username,
  });
  await handed.signOut({
    clientId: CLIENT_ID,
    accountId: INES.nativeAccountId,
    correlationId: CORRELATION_ID,
  });
  expect(calls.at(-1)).toMatchObject({ method: "signOut", request: { account: INES } });
  expect(probes).toHaveLength(1);
});

test("the log goes to the client that was made last", async () => {
  const handed = handedOver(authbrokerPlugin({ broker: { implementation: fakeBroker().broker } }));
  const lines: string[] = [];
  const logTo = (name: string): void =>
    handed.setLogger({ logLevel: LogLevel.Verbose, loggerCallback: () => lines.push(name) });
  const ask = (): Promise<unknown> =>
    handed.acquireTokenInteractive({
      clientId: CLIENT_ID,
      authority: "https://login.microsoftonline.com/common/",
      correlationId: CORRELATION_ID,
      redirectUri: "",
      scopes: ["User.Read"],
    });
  logTo("first");
  await ask();
  expect(new Set(lines)).toEqual(new Set(["first"]));
  lines.length = 0;
  logTo("second");
  await ask();
  expect(new Set(lines)).toEqual(new Set(["second"]));
});

test("a probe is asked anew each time", async () => {
  let available = false;
  const { broker } = fakeBroker({
    probe: () =>
      Promise.resolve(
        available
          ? { available, running: true }
          : { available, reason: "broker_not_installed", message: "there is none" },
      ),
  });
  const plugin = authbrokerPlugin({ broker: { implementation: broker } });
  expect(await plugin.probe()).toMatchObject({ available: false, reason: "broker_not_installed" });
  available = true;
  expect(await plugin.probe()).toMatchObject({ available: true });
});

test("what is no identity is told what the plugin is for", () => {
  for (const context of [undefined, null, "identity", {}, { nativeBrokerPluginControl: {} }]) {
    expect(() => authbrokerPlugin()(context)).toThrow(TypeError);
    expect(() => authbrokerPlugin()(context)).toThrow(/useIdentityPlugin\(\) of "@azure\/identity" 4/);
  }
});

test("the plugin's maker handed over in place of the plugin is told to be called", () => {
  // A JavaScript application's useIdentityPlugin(authbrokerPlugin).
  const context = { nativeBrokerPluginControl: { setNativeBroker: (): void => {} } };
  const handOver = (): unknown => Reflect.apply(authbrokerPlugin, undefined, [context]);
  expect(handOver).toThrow(TypeError);
  expect(handOver).toThrow("call it: useIdentityPlugin(authbrokerPlugin({ … }))");
});

test("an option that nobody knows, and options that are none, are refused at once", () => {
  const wrong = (options: unknown): unknown => Reflect.apply(authbrokerPlugin, undefined, [options]);
  expect(() => wrong({ enableBrokerOnlinux: true })).toThrow(/^"enableBrokerOnlinux" is no option/);
  for (const options of [null, 7, "linux"])
    expect(() => wrong(options)).toThrow('"options" must be an object');
});

test("a broker package that is missing is what the probe says, with the command that installs it", async () => {
  const { run } = await project({ msalNode: true });
  const { stdout } = await run(
    "app.mjs",
    `import { authbrokerPlugin } from "@authbroker/core";
    const on = { enableBrokerOnLinux: true, enableBrokerOnMac: true, enableBrokerOnWindows: true, enableBrokerOnWsl: true };
    const { available, reason, fix } = await authbrokerPlugin(on).probe();
    console.log(JSON.stringify({ available, reason, fix }));`,
  );
  expect(JSON.parse(stdout)).toEqual({
    available: false,
    reason: "broker_package_missing",
    fix: expect.stringMatching(/^npm install "@authbroker\/broker-/),
  });
});
