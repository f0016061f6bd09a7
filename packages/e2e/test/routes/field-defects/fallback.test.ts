import { redirectUris } from "@authbroker/core";
import { describe, expect, test, vi } from "vitest";
import { AD_FS, B2C, CIAM } from "../../support/other-authorities.js";
import { ADELE, setStage } from "../../support/stage.js";

describe("falling back, and not falling back", () => {
  test("a client that was made while there was no broker takes it when it comes, and does without when it goes", async () => {
    const stage = await setStage();
    const { emulated } = stage.world;
    emulated.setAvailable(false);
    const app = await stage.app();
    const routes: string[] = [];
    for (const available of [false, true, false, true]) {
      emulated.setAvailable(available);
      routes.push((await stage.interactive(app)).outcome);
    }
    expect(routes).toEqual(["browser", "broker", "browser", "broker"]);
  });

  test("one request with the broker's redirect URI serves both routes, and is left as it was", async () => {
    const stage = await setStage();
    const { clientId, setAvailable } = stage.world.emulated;
    const redirectUri = redirectUris(clientId).find(({ platform }) => platform === "windows")?.uri ?? "";
    const app = await stage.app();
    const { openBrowser } = stage;
    const request = { scopes: ["User.Read"], redirectUri, openBrowser };
    setAvailable(false);
    const first = await app.acquireTokenInteractive(request);
    expect([first.route, request]).toEqual(["browser", { scopes: ["User.Read"], redirectUri, openBrowser }]);
    setAvailable(true);
    const second = await app.acquireTokenInteractive(request);
    expect(second.route).toBe("broker");
    expect(stage.world.emulated.requests.at(-1)?.request.redirectUri).toBe(redirectUri);
  });

  test.each([
    ["no network", 3, "no_network_connectivity"],
    ["a server that is out of order", 5, "server_unavailable"],
    ["a request that the broker calls wrong", 6, "platform_broker_error"],
    ["a person who cancelled", 7, "user_canceled"],
    ["a wrong configuration", 9, "platform_broker_error"],
    ["an authority that is not trusted", 11, "untrusted_authority"],
    ["an account that has to sign in again", 13, "interaction_required"],
  ])(
    "the broker's answer ends the call, and no browser is opened after it: %s",
    async (_what, value, code) => {
      const stage = await setStage();
      stage.world.emulated.faults.add({
        fault: "status",
        value,
        context: "AADSTS99999: words of the broker",
      });
      const { outcome, opened, error } = await stage.interactive(await stage.app());
      expect([outcome, opened]).toEqual([code, []]);
      expect(error?.message).toContain("AADSTS99999: words of the broker");
      expect(error?.broker).toMatchObject({ status: expect.any(String), tag: expect.anything() });
    },
  );

  test.each([B2C, AD_FS, CIAM])("the broker never hears of %s", async (authority) => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    const silent = await stage.silent(app, { account, authority });
    const os = await stage.silent(app, { account: "os", authority });
    const interactive = await stage.interactive(app, { account, authority });
    expect([silent, os, interactive].map(({ asked, outcome }) => [asked, outcome])).toEqual(
      Array.from({ length: 3 }, () => [[], "route_unavailable"]),
    );
  });

  test("a broker that is broken keeps nobody from the accounts and tokens of the cache", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.cacheAccount(app);
    stage.world.emulated.faults.add({ fault: "exit" });
    stage.world.emulated.faults.add({ fault: "exit", method: "getAccounts" });
    expect((await app.getAllAccounts()).map(({ username }) => username)).toEqual([ADELE]);
    expect((await stage.silent(app, { account })).outcome).toBe("cache");
    expect((await stage.silent(app, { account, forceRefresh: true })).outcome).toBe("cache");
  });

  test("an unavailable broker says why, and is asked anew each time", async () => {
    const stage = await setStage();
    const { emulated } = stage.world;
    const app = await stage.app();
    emulated.setAvailable(false, "broker_not_installed");
    expect(await app.probeBroker()).toMatchObject({
      available: false,
      reason: "broker_not_installed",
      message: expect.stringMatching(/\w/),
    });
    emulated.setAvailable(true);
    expect(await app.probeBroker()).toMatchObject({ available: true });
  });

  test("a broker that is required and away opens nothing, however many other ways are given", async () => {
    const stage = await setStage();
    stage.world.emulated.setAvailable(false);
    const { deviceCodeCallback } = stage;
    const onBeforeLaunchingUi = vi.fn<() => void>();
    const app = await stage.app({ required: true });
    const seen = await stage.interactive(app, { deviceCodeCallback, onBeforeLaunchingUi });
    expect([seen.outcome, seen.opened, seen.codes]).toEqual(["route_unavailable", [], 0]);
    expect(onBeforeLaunchingUi).not.toHaveBeenCalled();
  });

  test("a broker that answers a proof of possession with a bearer token is an error", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    const { broker } = stage.world.emulated;
    stage.instead.acquireTokenSilent = ({ pop: _pop, ...request }, options) =>
      broker.acquireTokenSilent(request, options);
    const seen = await stage.silent(app, {
      account,
      authenticationScheme: "pop",
      resourceRequestMethod: "GET",
      resourceRequestUri: "https://graph.microsoft.com/v1.0/me?$select=id",
    });
    expect([seen.outcome, seen.result]).toEqual(["broker_response_invalid", undefined]);
  });
});
