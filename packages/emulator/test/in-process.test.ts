import { InteractionRequiredAuthError } from "@azure/msal-node";
import { BrokerError, PublicClientApplication } from "@authbroker/core";
import { calculateJwkThumbprint, createLocalJWKSet, decodeJwt, importJWK, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  createDirectory,
  createEmulatedBroker,
  type EmulatedBrokerOptions,
  type InteractionRequest,
} from "@authbroker/emulator";
import { contractAccount } from "./support/faces.js";
import { ADELE, ADELE_SIGNED_IN, CLIENT_ID, LEE, REDIRECT_URI } from "./support/requests.js";

const SCOPES = ["User.Read"];

/** A request of the contract. */
const request = {
  clientId: CLIENT_ID,
  redirectUri: REDIRECT_URI,
  correlationId: "5f2c0c0e-7a55-4b8e-9d8a-3c1b0c7a9e11",
  authority: "https://login.microsoftonline.com/common",
  scopes: SCOPES,
};

/** An emulated broker with Adele signed in, and a client of it. */
async function setUp(options: EmulatedBrokerOptions = {}) {
  const emulated = createEmulatedBroker({ config: ADELE_SIGNED_IN, ...options });
  const { clientId, broker } = emulated;
  const app = await PublicClientApplication.create({
    auth: { clientId },
    broker: { implementation: broker },
  });
  const [account] = await app.getAllAccounts();
  return { emulated, app, account };
}

/** What a call is rejected with. */
async function rejection(call: Promise<unknown>): Promise<BrokerError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BrokerError) return error;
  throw new Error("not rejected with a BrokerError", { cause: error });
}

test("the three lines of the README sign somebody in", async () => {
  const { broker, clientId } = createEmulatedBroker();
  const app = await PublicClientApplication.create({
    auth: { clientId },
    broker: { implementation: broker },
  });
  const { account, accessToken } = await app.acquireTokenInteractive({ scopes: ["User.Read"] });

  expect(account).toMatchObject({ username: ADELE, name: "Adele Vance" });
  expect(decodeJwt(accessToken)).toMatchObject({ scp: "User.Read", xms_emulated: true });
});

test.each(["linux", "windows", "macos"] as const)(
  "it can be the broker of %s, anywhere",
  async (platform) => {
    const { app, emulated } = await setUp({ platform });
    expect(emulated.broker.platform).toBe(platform);
    expect((await app.acquireTokenInteractive({ scopes: SCOPES })).account?.username).toBe(ADELE);
  },
);

test("a policy of MFA is msal-node's InteractionRequiredAuthError, with the claims that the next call sends", async () => {
  const id = "9f2b7c1e-4d3a-4b6f-8e21-5a7c9d0b3e14";
  const { app, account } = await setUp({
    config: { ...ADELE_SIGNED_IN, policies: [{ id, requireMfa: true }] },
  });
  if (account === undefined) throw new Error("no account");
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  expect(error).toBeInstanceOf(InteractionRequiredAuthError);
  expect(error).toMatchObject({
    errorCode: "interaction_required",
    subError: "basic_action",
    errorNo: 50076,
  });
  const { claims } = error;
  expect(JSON.parse(claims ?? "")).toEqual({
    access_token: { capolids: { essential: true, values: [id] } },
  });
  if (claims === undefined) throw new Error("no claims");
  const result = await app.acquireTokenInteractive({ scopes: SCOPES, account, claims });
  expect(result.account?.username).toBe(ADELE);
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).scopes).toEqual(SCOPES);
});

test.each([
  ["a person who cancels", { onInteraction: () => ({ cancel: true }) as const }, "user_canceled"],
  [
    "a redirect URI that is not registered",
    { config: { apps: [{ clientId: CLIENT_ID, name: "Notes", redirectUris: [] }] } },
    "redirect_uri_mismatch",
  ],
  ["another person than the one asked for", { onInteraction: () => ({ user: LEE }) }, "account_mismatch"],
] as const)("%s is %s", async (_what, options, code) => {
  const { app } = await setUp(options);
  const account = contractAccount(createDirectory(), ADELE);
  expect((await rejection(app.acquireTokenInteractive({ scopes: SCOPES, account }))).errorCode).toBe(code);
});

test("errors have the broker's words, and the correlation id of the request", async () => {
  const { broker } = createEmulatedBroker();
  const error = await rejection(broker.acquireTokenSilent(request));
  expect(error).toMatchObject({
    errorCode: "interaction_required",
    correlationId: request.correlationId,
    broker: { status: "InteractionRequired", code: 50058, context: expect.stringMatching(/^AADSTS50058: /) },
  });
  const stranger = { ...contractAccount(createDirectory(), ADELE), homeAccountId: "no.body" };
  const account = await rejection(broker.acquireTokenSilent({ ...request, account: stranger }));
  expect(account.errorCode).toBe("no_account_found");
});

test("a token is the same until a new one is wanted", async () => {
  const { broker } = createEmulatedBroker({ config: ADELE_SIGNED_IN });
  const first = await broker.acquireTokenSilent(request);
  expect((await broker.acquireTokenSilent(request)).accessToken).toBe(first.accessToken);
  const renewed = await broker.acquireTokenSilent({ ...request, forceRefresh: true });
  expect(renewed.accessToken).not.toBe(first.accessToken);
});

test("signing out forgets the account", async () => {
  const { app, account, emulated } = await setUp();
  if (account === undefined) throw new Error("no account");
  await app.signOut({ account });
  expect(await app.getAllAccounts()).toEqual([]);
  expect(emulated.directory.signedIn).toEqual([]);
});

test("a broker that was taken away says so, and is noticed when it is back", async () => {
  const { app, account, emulated } = await setUp();
  if (account === undefined) throw new Error("no account");
  expect(await app.probeBroker()).toMatchObject({ available: true, running: true, version: "3.0.1" });
  emulated.setAvailable(false, "broker_not_responding");
  expect(await app.probeBroker()).toMatchObject({ available: false, reason: "broker_not_responding" });
  const error = await rejection(emulated.broker.getAccounts(request));
  expect(error.errorCode).toBe("broker_unavailable");
  emulated.setAvailable(true);
  expect(await app.getAllAccounts()).toHaveLength(1);
});

test("a proof of possession is a signed request around a token that is bound to its key", async () => {
  const { broker, directory } = createEmulatedBroker({ config: ADELE_SIGNED_IN });
  const pop = {
    resourceRequestMethod: "POST",
    resourceRequestUri: "https://api.contoso.example:8443/v1/notes?top=1",
    shrNonce: "the server's nonce",
  };
  const { accessToken, tokenType } = await broker.acquireTokenSilent({ ...request, pop });
  expect(tokenType).toBe("pop");
  const proof = z.object({ at: z.string(), cnf: z.object({ jwk: z.looseObject({}) }) });
  const { at, cnf } = proof.parse(decodeJwt(accessToken));
  const { payload } = await jwtVerify(accessToken, await importJWK(cnf.jwk, "RS256"), { typ: "pop" });
  expect(payload).toMatchObject({
    m: "POST",
    u: "api.contoso.example:8443",
    p: "/v1/notes",
    nonce: pop.shrNonce,
  });
  const bound = await jwtVerify(at, createLocalJWKSet(await directory.jwks()));
  expect(bound.payload["cnf"]).toMatchObject({ kid: await calculateJwkThumbprint(cnf.jwk) });
  const unusable = { ...pop, resourceRequestUri: "/v1/notes" };
  const error = await rejection(broker.acquireTokenSilent({ ...request, pop: unusable }));
  expect(error.errorCode).toBe("request_unsupported");
});

describe("a window", () => {
  /** A person who never decides, and the windows that they saw. */
  function idlePerson() {
    const opened: InteractionRequest[] = [];
    const onInteraction = (window: InteractionRequest): Promise<never> => {
      opened.push(window);
      return new Promise(() => {});
    };
    return { opened, onInteraction };
  }

  test("is closed by the call's signal, and another can be opened", async () => {
    const person = idlePerson();
    const { broker } = createEmulatedBroker({ onInteraction: person.onInteraction });
    for (const round of [1, 2]) {
      const controller = new AbortController();
      const call = rejection(broker.acquireTokenInteractive(request, { signal: controller.signal }));
      const reason = new Error(`enough, ${round}`);
      controller.abort(reason);
      expect(await call).toMatchObject({ errorCode: "request_aborted", cause: reason });
    }
    expect(person.opened.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  test("is closed when the call's time is over", async () => {
    const person = idlePerson();
    const { broker } = createEmulatedBroker({ onInteraction: person.onInteraction });
    const error = await rejection(broker.acquireTokenInteractive(request, { timeoutMs: 1 }));
    expect(error.errorCode).toBe("request_timeout");
    expect(person.opened[0]?.signal.aborted).toBe(true);
  });

  test("is the only one of its application", async () => {
    const person = idlePerson();
    const { broker } = createEmulatedBroker({ onInteraction: person.onInteraction });
    const controller = new AbortController();
    const first = rejection(broker.acquireTokenInteractive(request, { signal: controller.signal }));
    const second = await rejection(broker.acquireTokenInteractive(request));
    expect(second.errorCode).toBe("platform_broker_error");
    controller.abort();
    await first;
  });

  test("shows who asks for what, and suggests nobody whom the person is to choose", async () => {
    const windows: InteractionRequest[] = [];
    const { broker, directory } = createEmulatedBroker({
      onInteraction: (window) => {
        windows.push(window);
        return { user: ADELE };
      },
    });
    const account = contractAccount(directory, LEE);
    await broker.acquireTokenInteractive({ ...request, account });
    await broker.acquireTokenInteractive({ ...request, account, prompt: "login" });
    await broker.acquireTokenInteractive({ ...request, account, prompt: "select_account" });
    expect(windows.map((window) => [window.account?.username, window.loginHint])).toEqual([
      [LEE, LEE],
      [undefined, LEE],
      [undefined, undefined],
    ]);
    expect(windows[0]).toMatchObject({ clientId: CLIENT_ID, scopes: SCOPES });
  });

  test("that nobody aborts stays without a listener on the caller's signal", async () => {
    const { broker } = createEmulatedBroker();
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await broker.acquireTokenInteractive(request, { signal });
    expect(listeners).toBe(0);
  });
});

describe("a fault", () => {
  test.each([
    ["status", { fault: "status", value: 3 }, "no_network_connectivity"],
    ["a status of no name", { fault: "status", value: 17 }, "platform_broker_error"],
    ["empty-context", { fault: "empty-context" }, "platform_broker_error"],
    ["exit", { fault: "exit" }, "broker_unavailable"],
    ["wrong-identity", { fault: "wrong-identity" }, "account_mismatch"],
  ] as const)("%s is met once and gone", async (_what, fault, code) => {
    const { app, account, emulated } = await setUp();
    if (account === undefined) throw new Error("no account");
    emulated.faults.add({ ...fault, times: 1 });
    expect((await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }))).errorCode).toBe(code);
    expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).account?.username).toBe(ADELE);
  });

  test("no-reply ends with the call's time or signal", async () => {
    const { broker, faults } = createEmulatedBroker({ config: ADELE_SIGNED_IN });
    faults.add({ fault: "no-reply", method: "getAccounts" });
    const late = await rejection(broker.getAccounts(request, { timeoutMs: 1 }));
    expect(late.errorCode).toBe("request_timeout");
    const aborted = await rejection(broker.getAccounts(request, { signal: AbortSignal.abort() }));
    expect(aborted.errorCode).toBe("request_aborted");
    faults.clear();
    expect(await broker.getAccounts(request)).toHaveLength(1);
  });

  test("of the bus is refused by name", () => {
    const { faults } = createEmulatedBroker();
    expect(() => faults.add({ fault: "not-json" })).toThrow(/"not-json" needs a bus.*no-reply/);
    expect(() => createEmulatedBroker({ config: { faults: [{ fault: "absent" }] } })).toThrow(/"absent"/);
  });
});

test("two brokers can show one directory", async () => {
  const directory = createDirectory(ADELE_SIGNED_IN);
  const [one, other] = [createEmulatedBroker({ directory }), createEmulatedBroker({ directory })];
  await one.broker.signOut({ ...request, account: contractAccount(directory, ADELE) });
  expect(await other.broker.getAccounts(request)).toEqual([]);
});

test("the calls are kept, and what they were asked", async () => {
  const { emulated } = await setUp();
  await emulated.broker.acquireTokenSilent(request);
  expect(emulated.requests).toEqual([
    {
      method: "getAccounts",
      request: expect.objectContaining({ clientId: CLIENT_ID }),
      at: expect.any(Number),
    },
    { method: "acquireTokenSilent", request, at: expect.any(Number) },
  ]);
});

test.each([undefined, {}, { user: 7 }, { cancel: false }, { user: ADELE, mfa: "yes" }])(
  "an onInteraction that answers %j is told what it answers",
  async (answer) => {
    const { broker } = createEmulatedBroker({
      onInteraction: () => JSON.parse(JSON.stringify(answer ?? null)),
    });
    await expect(broker.acquireTokenInteractive(request)).rejects.toThrow("onInteraction");
  },
);

test("a call without a limit of time is answered", async () => {
  const { broker, faults } = createEmulatedBroker({ config: ADELE_SIGNED_IN });
  faults.add({ fault: "late-reply", delayMs: 20 });
  const call = broker.acquireTokenSilent(request, { timeoutMs: Number.POSITIVE_INFINITY });
  expect(await call).toMatchObject({ tokenType: "Bearer" });
});
