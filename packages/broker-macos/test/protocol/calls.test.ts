import { EventEmitter } from "node:events";
import { BrokerError, type CallOptions } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createMacosBroker } from "@authbroker/broker-macos";
import type { MacosBroker } from "../../src/broker.js";
import { commonHeaders, INES, listed, tokenHeaders, tokenRequest, type Headers } from "./samples.js";
import { brokerOver, optionsOf, type Scripted, scriptedAddon } from "./scripted-addon.js";

const ALL = { ...tokenRequest, account: INES, parentWindow: "console" } as const;

const CALLS = {
  getAccounts: (broker: MacosBroker, options?: CallOptions) => broker.getAccounts(ALL, options),
  acquireTokenSilent: (broker: MacosBroker, options?: CallOptions) => broker.acquireTokenSilent(ALL, options),
  acquireTokenInteractive: (broker: MacosBroker, options?: CallOptions) =>
    broker.acquireTokenInteractive(ALL, options),
  signOut: (broker: MacosBroker, options?: CallOptions) => broker.signOut(ALL, options),
} as const;

const METHODS = ["getAccounts", "acquireTokenSilent", "acquireTokenInteractive", "signOut"] as const;

async function rejection(promise: Promise<unknown>): Promise<BrokerError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof BrokerError) return error;
  throw new Error("no BrokerError was thrown", { cause: error });
}

describe("each call asks the extension once, at the provider's URL:", () => {
  test.each([
    ["getAccounts", "get_accounts_operation"],
    ["acquireTokenSilent", "refresh"],
    ["acquireTokenInteractive", "login"],
    ["signOut", "remove_account_operation"],
  ] as const)("%s", async (method, operation) => {
    const scripted = scriptedAddon({
      get_accounts_operation: commonHeaders("get_accounts_operation"),
      refresh: tokenHeaders(),
      login: tokenHeaders(INES, "login"),
      remove_account_operation: commonHeaders("remove_account_operation"),
    });
    await CALLS[method](brokerOver(scripted));
    expect(scripted.requests).toMatchObject([
      { url: "https://login.microsoftonline.com/common", operation, userInterface: operation === "login" },
    ]);
  });
});

describe("limits:", () => {
  test.each(METHODS)("%s is over when its time is", async (method) => {
    const scripted = scriptedAddon();
    const error = await rejection(CALLS[method](brokerOver(scripted), { timeoutMs: 20 }));
    expect(error).toMatchObject({
      errorCode: "request_timeout",
      retryable: true,
      message: expect.stringContaining("within 20 ms"),
    });
    expect(scripted.requests[0]?.timeoutMs).toBeLessThanOrEqual(20);
  });

  test.each(METHODS)("%s ends when its caller gives up, and the extension is told", async (method) => {
    const scripted = scriptedAddon();
    const abort = new AbortController();
    const call = rejection(CALLS[method](brokerOver(scripted), { signal: abort.signal }));
    await expect.poll(() => scripted.requests.length).toBe(1);
    abort.abort(new Error("no more"));
    expect(await call).toMatchObject({ errorCode: "request_aborted", cause: { message: "no more" } });
    expect(scripted.cancelled).toStrictEqual([1]);
  });

  test.each(METHODS)("%s asks nobody when its caller has given up before", async (method) => {
    const scripted = scriptedAddon();
    const call = CALLS[method](brokerOver(scripted), { signal: AbortSignal.abort() });
    expect((await rejection(call)).errorCode).toBe("request_aborted");
    expect(scripted.requests).toStrictEqual([]);
  });

  test("are 30 seconds, and 5 minutes with a window, when nobody says", async () => {
    const headers = { refresh: tokenHeaders(), login: tokenHeaders(INES, "login") };
    const scripted = scriptedAddon(headers);
    await CALLS.acquireTokenSilent(brokerOver(scripted));
    await CALLS.acquireTokenInteractive(brokerOver(scripted));
    const [silent = 0, interactive = 0] = scripted.requests.map(({ timeoutMs }) => timeoutMs);
    expect(silent).toBeGreaterThan(29_000);
    expect(silent).toBeLessThanOrEqual(30_000);
    expect(interactive).toBeGreaterThan(299_000);
    expect(interactive).toBeLessThanOrEqual(300_000);
  });

  test("a signal that is used again has no listeners left of calls that ended", async () => {
    const { signal } = new AbortController();
    const broker = brokerOver(scriptedAddon({ refresh: tokenHeaders() }));
    for (let call = 0; call < 3; call += 1) await CALLS.acquireTokenSilent(broker, { signal });
    expect(EventEmitter.getEventListeners(signal, "abort")).toStrictEqual([]);
  });
});

test("one signal ends a hundred calls, with one listener on it", async () => {
  const abort = new AbortController();
  const scripted = scriptedAddon();
  const broker = brokerOver(scripted);
  const calls = Array.from({ length: 100 }, () =>
    rejection(CALLS.acquireTokenSilent(broker, { signal: abort.signal })),
  );
  await expect.poll(() => scripted.requests.length).toBe(100);
  expect(EventEmitter.getEventListeners(abort.signal, "abort")).toHaveLength(1);
  abort.abort();
  const errors = await Promise.all(calls);
  expect(errors.every(({ errorCode }) => errorCode === "request_aborted")).toBe(true);
  expect(scripted.cancelled).toHaveLength(100);
});

describe("a silent call without an account", () => {
  const { id_token_claims: _claims, ...flat } = listed(INES);
  const defaultAccount = { ...commonHeaders("get_default_account"), ...flat } as Headers;

  test("is for the broker's default account", async () => {
    const scripted = scriptedAddon({ get_default_account: defaultAccount, refresh: tokenHeaders() });
    const { account } = await brokerOver(scripted).acquireTokenSilent(tokenRequest);
    expect(account).toStrictEqual(INES);
    expect(scripted.requests.map(({ operation }) => operation)).toStrictEqual([
      "get_default_account",
      "refresh",
    ]);
    expect(optionsOf(scripted.requests[1])["home_account_id"]).toBe(INES.homeAccountId);
  });

  test("is refused where the broker has none", async () => {
    const scripted = scriptedAddon({ get_default_account: commonHeaders("get_default_account") });
    expect(await rejection(brokerOver(scripted).acquireTokenSilent(tokenRequest))).toMatchObject({
      errorCode: "no_account_found",
      hint: expect.stringContaining("acquireTokenInteractive"),
    });
    expect(scripted.requests).toHaveLength(1);
  });

  test("has one time limit for both questions", async () => {
    const scripted = scriptedAddon({ get_default_account: defaultAccount });
    const error = await rejection(brokerOver(scripted).acquireTokenSilent(tokenRequest, { timeoutMs: 60 }));
    expect(error).toMatchObject({ errorCode: "request_timeout", message: expect.stringContaining("60 ms") });
  });

  test("but with a login hint asks for that user at once", async () => {
    const scripted = scriptedAddon({ refresh: tokenHeaders() });
    await brokerOver(scripted).acquireTokenSilent({ ...tokenRequest, loginHint: INES.username });
    expect(scripted.requests.map(({ operation }) => operation)).toStrictEqual(["refresh"]);
  });
});

describe("the broker's one window", () => {
  const login = tokenHeaders(INES, "login");

  test("is refused to a second call while the first is open", async () => {
    const scripted = scriptedAddon();
    const broker = brokerOver(scripted);
    const abort = new AbortController();
    const first = rejection(CALLS.acquireTokenInteractive(broker, { signal: abort.signal }));
    await expect.poll(() => scripted.requests.length).toBe(1);
    expect(await rejection(CALLS.acquireTokenInteractive(broker))).toMatchObject({
      errorCode: "platform_broker_error",
      message: expect.stringContaining("an interactive call is open already"),
    });
    abort.abort();
    await first;
    expect(scripted.requests).toHaveLength(1);
  });

  test.each<[string, Scripted, Partial<typeof ALL>]>([
    ["a token", login, {}],
    ["an error", { code: "no_window", message: "x" }, {}],
    ["an answer that cannot be used", { ...login, id_token: "" }, {}],
    ["a request that is refused", login, { clientId: "\0" }],
  ])("is free again after %s", async (_what, scripted, changed) => {
    const broker = brokerOver(scriptedAddon({ login: scripted }));
    const call = (): Promise<unknown> =>
      broker.acquireTokenInteractive({ ...ALL, ...changed }).catch((error: BrokerError) => error.errorCode);
    await call();
    expect(await call()).not.toBe("platform_broker_error");
  });

  test("keeps no silent call waiting", async () => {
    const scripted = scriptedAddon({ refresh: tokenHeaders() });
    const broker = brokerOver(scripted);
    const abort = new AbortController();
    const open = rejection(CALLS.acquireTokenInteractive(broker, { signal: abort.signal }));
    await expect(CALLS.acquireTokenSilent(broker)).resolves.toMatchObject({ tokenType: "Bearer" });
    abort.abort();
    await open;
  });
});

test("a hundred silent calls at the same time each get their own answer", async () => {
  const scripted = scriptedAddon({ refresh: tokenHeaders() });
  const broker = brokerOver(scripted);
  const tokens = await Promise.all(Array.from({ length: 100 }, () => CALLS.acquireTokenSilent(broker)));
  expect(tokens.every(({ account }) => account.homeAccountId === INES.homeAccountId)).toBe(true);
  expect(scripted.requests).toHaveLength(100);
});

test("a sign-out that was not done, and not explained, is an error", async () => {
  const scripted = scriptedAddon({
    remove_account_operation: { ...commonHeaders("remove_account_operation"), success: "0" },
  });
  expect(await rejection(CALLS.signOut(brokerOver(scripted)))).toMatchObject({
    errorCode: "platform_broker_error",
    message: expect.stringContaining("gave no explanation"),
  });
});

describe("settings", () => {
  test("the kind of client is Microsoft's for programs that are no bundles, or another, or none", async () => {
    const sent = async (options: { clientSku?: string }): Promise<string | undefined> => {
      const scripted = scriptedAddon({ refresh: tokenHeaders() });
      await CALLS.acquireTokenSilent(brokerOver(scripted, options));
      return optionsOf(scripted.requests[0])["client_sku"];
    };
    expect(await sent({})).toBe("MSAL.xplat.macOS");
    expect(await sent({ clientSku: "MSAL.OSX" })).toBe("MSAL.OSX");
    expect(await sent({ clientSku: "" })).toBeUndefined();
  });

  test.each([
    [{ mode: "chlid" }, "mode"],
    [{ mode: 1 }, "mode"],
    [{ redirectUri: "" }, "redirectUri"],
    [{ redirectUri: "no URI" }, "redirectUri"],
    [{ redirectUri: 7 }, "redirectUri"],
    [{ clientSku: null }, "clientSku"],
    [{ redirectURI: "msauth.com.example.app://auth" }, "redirectURI"],
  ])("%j is a TypeError that names it", (options, name) => {
    const make = (): unknown => Reflect.apply(createMacosBroker, undefined, [options]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`"${name}" must be`);
  });

  test.each([["A\0B"], ["\uD83E"]])(
    "a client's kind that no request can carry is one, too: %j",
    (clientSku) => {
      expect(() => createMacosBroker({ clientSku })).toThrow(TypeError);
      expect(() => createMacosBroker({ clientSku })).toThrow('"clientSku"');
    },
  );

  test.each([[null], [7], ["child"]])("%j in place of them is one that says so", (options) => {
    const make = (): unknown => Reflect.apply(createMacosBroker, undefined, [options]);
    expect(make).toThrow(new TypeError("the options of createMacosBroker() must be an object"));
  });
});
