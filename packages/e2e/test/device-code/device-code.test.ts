import type { AuthorityFaultName } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { startBrowserWorld } from "../browser/person.js";
import { ADELE, LEE, rejection, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { personElsewhere, type Shown } from "./person.js";

const scopes = ["User.Read"];
/** A second between polls, for tests in which there are several. */
const quick = { authority: { deviceCode: { interval: 1 } } };

const pollsAt = (
  requests: readonly { parameters: Readonly<Record<string, string>>; at: number }[],
): number[] =>
  requests.filter(({ parameters }) => parameters["grant_type"] === "device_code").map(({ at }) => at);

describe("a sign-in with a device code", () => {
  test("gives a token for whoever enters the code", async () => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback, shown, seen } = personElsewhere({ user: LEE });
    const result = await app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback, state: "mine" });
    expect(result).toMatchObject({
      route: "device_code",
      routeReason: "the device-code flow was asked for",
      fromCache: false,
      state: "mine",
      account: { username: LEE, source: "cache" },
    });
    expect(shown).toMatchObject([
      {
        userCode: expect.stringMatching(/^[A-Z\d]{8,}$/),
        verificationUri: expect.stringMatching(/^http:\/\/localhost:\d+\/common\/oauth2\/deviceauth$/),
        interval: 1,
        expiresIn: 900,
      },
    ]);
    expect((await seen[0])?.text).toContain("You have signed in");
    const { account } = result;
    if (account === null) throw new Error("the result has no account");
    expect(await app.acquireTokenSilent({ scopes, account })).toMatchObject({ route: "cache" });
  });

  test("is declined by the person, who is not asked again", async () => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback, shown } = personElsewhere({ cancel: true });
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({ errorCode: "user_canceled", retryable: false });
    expect(shown).toHaveLength(1);
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test("asks for the second factor and for consent on the other device", async () => {
    const clientId = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";
    const apps = [{ clientId, name: "Contoso Notes", consentRequired: true }];
    const { app, authority } = await startBrowserWorld({ ...quick, apps, policies: [{ requireMfa: true }] });
    const { deviceCodeCallback } = personElsewhere();
    await app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    const steps = authority.requests.map(({ parameters }) => parameters["step"]);
    expect(steps).toEqual(expect.arrayContaining(["approve", "accept", "confirm"]));
  });

  test("ends when the code has expired", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1, expiresIn: 1 } } });
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {} });
    expect(await rejection(call)).toMatchObject({ errorCode: "device_code_expired" });
  });

  test("polls less often when it is asked to", async () => {
    const { app, authority } = await startBrowserWorld(quick);
    authority.faults.add({ fault: "slow-down", times: 1 });
    const { deviceCodeCallback } = personElsewhere();
    await app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    const [first = 0, second = 0] = pollsAt(authority.requests);
    expect(second - first).toBeGreaterThanOrEqual(5990);
  });

  test("polls every five seconds when the server names no interval", async () => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault: "interval-missing", times: 1 });
    // Its first poll is answered "pending", whatever the person has done by then.
    const { deviceCodeCallback, shown } = personElsewhere();
    const call = app.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: (response) => void setTimeout(() => deviceCodeCallback(response), 500),
    });
    expect(await call).toMatchObject({ route: "device_code" });
    expect(shown).toMatchObject([{ interval: 5 }]);
    const [first = 0, second = 0] = pollsAt(authority.requests);
    expect(second - first).toBeGreaterThanOrEqual(4990);
  });

  test("is of the tenant that was asked for, or of none", async () => {
    const { app } = await startBrowserWorld(quick);
    const authority = "https://login.microsoftonline.com/fab00000-71c5-4a0d-9b1e-0a6f5d3c2b1a";
    const { deviceCodeCallback, shown } = personElsewhere();
    const call = app.acquireTokenByDeviceCode({ scopes, authority, deviceCodeCallback });
    expect(await rejection(call)).toMatchObject({ errorNo: 90002 });
    expect(shown).toEqual([]);
  });
});

describe("a server that does not answer well", () => {
  test.each<[AuthorityFaultName, object]>([
    ["drop", { errorCode: "no_network_connectivity", retryable: true }],
    ["unavailable-503-json", { errorCode: "server_unavailable", retryable: true }],
    ["throttled-429-text", { errorCode: "request_throttled", retryAfter: 60 }],
    ["html-502", { errorCode: "server_unavailable" }],
    ["captive-portal-200-html", { errorCode: "server_response_invalid" }],
    ["truncated-json", { errorCode: "server_response_invalid" }],
  ])("%s at the start ends the call, and no code is shown", async (fault, expected) => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault, endpoint: "devicecode", times: 1 });
    const { deviceCodeCallback, shown } = personElsewhere();
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject(expected);
    expect(shown).toEqual([]);
  });

  test("one that is not there at all ends the call", async () => {
    const { app, authority } = await startBrowserWorld();
    await authority.close();
    const { deviceCodeCallback, shown } = personElsewhere();
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({
      errorCode: "no_network_connectivity",
      message: expect.stringContaining("ECONNREFUSED"),
    });
    expect(shown).toEqual([]);
  });

  test.each(["drop", "unavailable-503-json", "html-502"] as const)(
    "%s while polling is waited out",
    async (fault) => {
      const { app, authority } = await startBrowserWorld(quick);
      authority.faults.add({ fault, times: 1 });
      const { deviceCodeCallback } = personElsewhere();
      const result = await app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
      expect(result.route).toBe("device_code");
      expect(pollsAt(authority.requests).length).toBeGreaterThanOrEqual(2);
    },
  );

  test("one that stays unreachable until the code has expired is named", async () => {
    const { app, authority } = await startBrowserWorld({
      authority: { deviceCode: { interval: 1, expiresIn: 2 } },
    });
    authority.faults.add({ fault: "drop" });
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {} }));
    expect(error).toMatchObject({
      errorCode: "device_code_expired",
      message: expect.stringContaining("the last poll failed: no answer came from localhost"),
    });
  });

  test.each([
    ["id-token-wrong-issuer", "(iss)"],
    ["id-token-wrong-audience", "(aud)"],
    ["id-token-expired", "(exp)"],
  ] as const)("%s is not believed", async (fault, claim) => {
    const { app, authority } = await startBrowserWorld(quick);
    authority.faults.add({ fault });
    const { deviceCodeCallback } = personElsewhere();
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({ errorCode: "id_token_invalid", message: expect.stringContaining(claim) });
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test("an application that nobody registered is told so", async () => {
    const { createApp } = await startWorld();
    const clientId = "b99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";
    const app = await createApp({ broker: {}, auth: { clientId } });
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {} }));
    expect(error).toMatchObject({ errorCode: "app_registration_invalid", errorNo: 700016 });
  });
});

describe("two sign-ins with a code at a time", () => {
  test("each ends with its own person", async () => {
    const { app } = await startBrowserWorld(quick);
    const shown: Shown[] = [];
    const people = [personElsewhere({ user: ADELE }), personElsewhere({ user: LEE })];
    const results = await Promise.all(
      people.map(({ deviceCodeCallback }) =>
        app.acquireTokenByDeviceCode({
          scopes,
          deviceCodeCallback: (response) => {
            shown.push(response);
            deviceCodeCallback(response);
          },
        }),
      ),
    );
    expect(new Set(shown.map(({ userCode }) => userCode)).size).toBe(2);
    expect(results.map(({ account }) => account?.username)).toEqual([ADELE, LEE]);
  });

  test("one beside a sign-in in the browser", async () => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback } = personElsewhere({ user: LEE });
    const results = await Promise.all([
      app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }),
      signInAs(app, { user: ADELE }),
    ]);
    expect(results.map(({ route }) => route)).toEqual(["device_code", "browser"]);
  });
});
