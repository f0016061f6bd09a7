import { type Configuration, LogLevel } from "@azure/msal-node";
import type { Configuration as Configuration5 } from "@azure/msal-node-5";
import type { Configuration as Configuration6 } from "@azure/msal-node-6";
import { approveUserCode, createEmulatedBroker, signInWith, startAuthority } from "@authbroker/emulator";
import { createNativeBrokerPlugin } from "@authbroker/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { MAJORS } from "./support/majors.js";
import { ADELE, accountOf, asked, clientOf, interactive, pluginWorld, SCOPES } from "./support/world.js";

describe.each(MAJORS)("a client of msal-node $major", ({ msal }) => {
  test("takes a plugin whose broker is available, and signs in with it", async () => {
    const { app, emulated, plugin } = await pluginWorld({ msal });
    expect(plugin.isBrokerAvailable).toBe(true);
    expect(plugin.probe).toMatchObject({ available: true, version: "3.0.1" });
    const result = await app.acquireTokenInteractive(interactive());
    expect(result).toMatchObject({ fromPlatformBroker: true, account: { username: ADELE } });
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
  });

  test("looks at the availability once: a broker that leaves afterwards is an error, and no browser opens", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    emulated.setAvailable(false);
    await expect(app.acquireTokenInteractive(interactive())).rejects.toMatchObject({
      errorCode: "broker_unavailable",
      retryable: true,
    });
  });

  test("drops a plugin whose broker is away with a warning, and the plugin says why", async () => {
    const emulated = createEmulatedBroker();
    emulated.setAvailable(false, "no_session_bus");
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: emulated.broker } });
    expect(plugin.isBrokerAvailable).toBe(false);
    expect(plugin.probe).toMatchObject({ available: false, reason: "no_session_bus" });
    const lines: string[] = [];
    clientOf(msal, plugin, emulated.clientId, {
      system: {
        loggerOptions: {
          logLevel: LogLevel.Warning,
          loggerCallback: (_level: LogLevel, line: string): void => {
            lines.push(line);
          },
        },
      },
    });
    expect(lines).toEqual([expect.stringContaining("the broker is unavailable")]);
  });

  test("falls back to the browser, and to its own cache, when the broker was away from the start", async () => {
    const authority = await startAuthority();
    onTestFinished(() => authority.close());
    const emulated = createEmulatedBroker({ directory: authority.directory });
    emulated.setAvailable(false);
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: emulated.broker } });
    const app = clientOf(msal, plugin, emulated.clientId, {
      auth: { authorityMetadata: JSON.stringify(authority.metadata()) },
    });
    const signedIn = await app.acquireTokenInteractive(
      interactive({
        redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
        openBrowser: async (url) => {
          await signInWith(url, { user: ADELE });
        },
      }),
    );
    expect(signedIn).toMatchObject({ account: { username: ADELE } });
    expect(signedIn.fromPlatformBroker).toBeFalsy();
    const silent = await app.acquireTokenSilent({ scopes: SCOPES, account: accountOf(signedIn) });
    expect(silent.fromCache).toBe(true);
    expect(asked(emulated)).toEqual([]);
  });

  test("is told by msal-node that without any plugin there is no place for a redirect URI", async () => {
    const { clientId } = createEmulatedBroker();
    const app = new msal.PublicClientApplication({ auth: { clientId } });
    const redirectUri = "https://login.microsoftonline.com/common/oauth2/nativeclient";
    await expect(app.acquireTokenInteractive(interactive({ redirectUri }))).rejects.toMatchObject({
      errorCode: "redirect_uri_not_supported",
    });
  });

  test("signs in with a device code without the broker, which then refuses the account", async () => {
    const authority = await startAuthority({ config: { authority: { deviceCode: { interval: 1 } } } });
    onTestFinished(() => authority.close());
    const { app, emulated } = await pluginWorld(
      { msal },
      {
        emulator: { directory: authority.directory },
        auth: { authorityMetadata: JSON.stringify(authority.metadata()) },
      },
    );
    const result = await app.acquireTokenByDeviceCode({
      scopes: SCOPES,
      deviceCodeCallback: ({ userCode }) => {
        void approveUserCode(authority.base, userCode, { user: ADELE });
      },
    });
    if (!result?.account) throw new Error("the device code brought no account");
    expect(result.account.nativeAccountId).toBeUndefined();
    const { account } = result;
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toMatchObject({
      errorCode: "route_unavailable",
    });
    expect(asked(emulated)).toEqual([]);
  });

  test("lists the broker's accounts, which its token cache does not have", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    emulated.directory.signIn(ADELE);
    expect(await app.getAllAccounts()).toEqual([expect.objectContaining({ username: ADELE })]);
    expect(await app.getTokenCache().getAllAccounts()).toEqual([]);
  });
});

test("the types of each major take the plugin as it is", async () => {
  const { broker } = createEmulatedBroker();
  const nativeBrokerPlugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  const seven: Configuration["broker"] = { nativeBrokerPlugin };
  const six: Configuration6["broker"] = { nativeBrokerPlugin };
  const five: Configuration5["broker"] = { nativeBrokerPlugin };
  expect([seven, six, five]).toEqual(Array.from({ length: 3 }, () => ({ nativeBrokerPlugin })));
});
