import type { Broker, CallOptions, TokenRequest } from "@authbroker/core";
import { requestAborted } from "@authbroker/core/broker";
import { describe, expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import { entraAnswer, INES, rejection, tokenRequest, webAccount } from "./samples.js";
import { addonError, never, type Script, scriptedAddon } from "./scripted-addon.js";

const notFound = (): never => {
  throw addonError("account_not_found");
};

const withInes = (): ReturnType<Script["findAccounts"]> => ({ status: 0, accounts: [webAccount(INES)] });

const RENAMED = { ...INES, nativeAccountId: "o!u:another" };

/** Finds no account by the id of the request, and hangs when it asks for the one that was found by its name. */
const hangsAtSecondToken: Script["getToken"] = ({ accountId }) =>
  accountId === INES.nativeAccountId ? never() : notFound();

type Work = (broker: Broker, options: CallOptions) => Promise<unknown>;

const silent =
  (request: Partial<TokenRequest>): Work =>
  (broker, options) =>
    broker.acquireTokenSilent({ ...tokenRequest, ...request }, options);

const interactive =
  (request: Partial<TokenRequest>): Work =>
  (broker, options) =>
    broker.acquireTokenInteractive({ ...tokenRequest, ...request }, options);

const signOut: Work = (broker, options) => broker.signOut({ ...tokenRequest, account: RENAMED }, options);

/** Each place where a call waits for Windows: what hangs there, and how many operations there were by then. */
const STAGES: readonly (readonly [stage: string, script: Partial<Script>, work: Work, operations: number])[] =
  [
    ["silent, the account of Windows", { findProvider: never }, silent({}), 1],
    [
      "silent, the token of the account of Windows",
      { findProvider: () => ({ id: "", displayName: "", authority: "" }), getToken: never },
      silent({}),
      2,
    ],
    ["silent, the token", { getToken: never }, silent({ account: INES }), 1],
    ["silent, the accounts", { findAccounts: never }, silent({ account: INES }), 2],
    [
      "silent, the token of the account that was found",
      { findAccounts: withInes, getToken: hangsAtSecondToken },
      silent({ account: RENAMED }),
      3,
    ],
    ["interactive, the account of Windows", { findProvider: never }, interactive({}), 1],
    ["interactive, the window", { getToken: never }, interactive({ account: INES }), 1],
    ["interactive, the accounts", { findAccounts: never }, interactive({ account: INES }), 2],
    [
      "interactive, the window of the account that was found",
      { findAccounts: withInes, getToken: hangsAtSecondToken },
      interactive({ account: RENAMED }),
      3,
    ],
    [
      "interactive, the window of whoever signs in",
      { getToken: ({ accountId }) => (accountId === undefined ? never() : notFound()) },
      interactive({ account: INES }),
      3,
    ],
    [
      "interactive, the window without the hint",
      {
        getToken: ({ properties }) =>
          "LoginHint" in properties ? entraAnswer(INES, { wamcompat_id_token: "" }) : never(),
      },
      interactive({ loginHint: INES.username, authority: "https://login.microsoftonline.com/organizations" }),
      3,
    ],
    ["sign-out", { signOut: never }, signOut, 1],
    ["sign-out, the accounts", { findAccounts: never }, signOut, 2],
    [
      "sign-out, of the account that was found",
      {
        findAccounts: withInes,
        signOut: ({ accountId }) => (accountId === INES.nativeAccountId ? never() : notFound()),
      },
      signOut,
      3,
    ],
  ];

/** Lets everything that can go on go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each(STAGES)("while it waits: %s", (_stage, script, work, operations) => {
  test("an abort ends the call at once and tells Windows", async () => {
    const addon = scriptedAddon(script);
    const controller = new AbortController();
    const call = work(
      createWindowsBroker(() => addon),
      { signal: controller.signal },
    );
    const ended = rejection(call);
    await settled();
    expect(addon.started).toHaveLength(operations);
    expect(addon.cancelled).toEqual([]);
    const reason = new Error("nobody needs it any more");
    controller.abort(reason);
    const error = await ended;
    expect(error.errorCode).toBe("request_aborted");
    expect(error.cause).toBe(reason);
    expect(addon.cancelled).toEqual([operations]);
    await settled();
    expect(addon.started).toHaveLength(operations);
  });

  test("the end of its time ends the call", async () => {
    const late =
      <Request, Answer>(answering: (request: Request) => Answer) =>
      async (request: Request): Promise<Awaited<Answer>> => {
        const answer = await Promise.race([
          answering(request),
          settled()
            .then(settled)
            .then(() => "never"),
        ]);
        if (answer === "never") throw addonError("timeout");
        return answer as Awaited<Answer>;
      };
    const hanging = Object.fromEntries(
      Object.entries(script).map(([operation, answering]) => [
        operation,
        typeof answering === "function" ? late(answering as (request: unknown) => unknown) : answering,
      ]),
    ) as Partial<Script>;
    const addon = scriptedAddon(hanging);
    const error = await rejection(
      work(
        createWindowsBroker(() => addon),
        { timeoutMs: 4321 },
      ),
    );
    expect(error.errorCode).toBe("request_timeout");
    expect(error.message).toContain("4321 ms");
    expect(error.retryable).toBe(true);
  });
});

describe("the time of a call", () => {
  test("is one for all of its operations", async () => {
    const addon = scriptedAddon({ findAccounts: withInes, getToken: hangsAtSecondToken });
    void createWindowsBroker(() => addon).acquireTokenSilent(
      { ...tokenRequest, account: RENAMED },
      { timeoutMs: 900 },
    );
    await settled();
    const times = addon.started.map(({ request }) => request.timeoutMs);
    expect(times).toHaveLength(3);
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    for (const time of times) expect(time > 0 && time <= 900 && Number.isInteger(time)).toBe(true);
  });

  test("is thirty seconds silently and five minutes with a window, where the caller says nothing", async () => {
    const addon = scriptedAddon({ getToken: never });
    const broker = createWindowsBroker(() => addon);
    void broker.acquireTokenSilent({ ...tokenRequest, account: INES });
    void broker.acquireTokenInteractive({ ...tokenRequest, account: INES });
    await settled();
    const [first = 0, second = 0] = addon.tokenRequests.map(({ timeoutMs }) => timeoutMs);
    expect(first > 20_000 && first <= 30_000).toBe(true);
    expect(second > 290_000 && second <= 300_000).toBe(true);
  });
});

describe("a signal", () => {
  test("that is aborted already asks Windows nothing", async () => {
    const addon = scriptedAddon();
    const broker = createWindowsBroker(() => addon);
    const options = { signal: AbortSignal.abort() };
    const calls = [
      broker.getAccounts(tokenRequest, options),
      broker.acquireTokenSilent(tokenRequest, options),
      broker.acquireTokenInteractive(tokenRequest, options),
      broker.signOut({ ...tokenRequest, account: INES }, options),
    ];
    for (const call of calls) expect((await rejection(call)).errorCode).toBe("request_aborted");
    expect(addon.started).toEqual([]);
  });

  test("that is aborted after the answer changes nothing, and nobody listens to it any more", async () => {
    const addon = scriptedAddon({ getToken: () => entraAnswer() });
    const controller = new AbortController();
    const { signal } = controller;
    await createWindowsBroker(() => addon).acquireTokenSilent({ ...tokenRequest, account: INES }, { signal });
    controller.abort();
    expect(addon.cancelled).toEqual([]);
  });

  test("ends a call for which Windows says that it was cancelled", async () => {
    const addon = scriptedAddon({
      getToken: () => {
        throw addonError("cancelled");
      },
    });
    const error = await rejection(
      createWindowsBroker(() => addon).acquireTokenSilent({ ...tokenRequest, account: INES }),
    );
    expect(error.errorCode).toBe(requestAborted(undefined).errorCode);
  });
});
