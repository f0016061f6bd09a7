import { InteractionRequiredAuthError } from "@azure/msal-node";
import { decodeJwt } from "jose";
import { describe, expect, test, vi } from "vitest";
import type { AccountInfo, AuthenticationResult } from "@authbroker/core";
import {
  accountOf,
  ADELE,
  browserUser,
  LEE,
  refreshes,
  rejection,
  SCOPES,
  signInAs,
} from "../support/browser-user.js";

const WAITING = { timeout: 10_000, interval: 10 };

const NEW = { scopes: SCOPES, forceRefresh: true };

test("twenty identical calls are one request, and each has its own correlation id, state and objects", async () => {
  const { app, account, authority } = await browserUser();
  const asked = Array.from({ length: 20 }, (_, number) => ({
    correlationId: crypto.randomUUID(),
    state: `state ${number}`,
  }));
  const results = await Promise.all(asked.map((own) => app.acquireTokenSilent({ ...NEW, account, ...own })));
  expect(refreshes(authority)).toHaveLength(1);
  expect(new Set(results.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect(results.map(({ correlationId, state }) => ({ correlationId, state }))).toEqual(asked);
  expect(new Set(results.map(({ scopes }) => scopes)).size).toBe(20);
  expect(new Set(results.map((result) => result.account)).size).toBe(20);
});

test("an error of a shared request comes to each caller with the correlation id of its own call", async () => {
  const { app, account, authority } = await browserUser();
  authority.faults.add({ fault: "mfa-required" });
  const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
  const errors = await Promise.all(
    ids.map((correlationId) => rejection(app.acquireTokenSilent({ ...NEW, account, correlationId }))),
  );
  expect(errors.map(({ errorCode }) => errorCode)).toEqual(ids.map(() => "interaction_required"));
  expect(errors.map(({ correlationId }) => correlationId)).toEqual(ids);
  expect(new Set(errors).size).toBe(ids.length);
  for (const error of errors) {
    expect(error).toBeInstanceOf(InteractionRequiredAuthError);
    expect(error).toMatchObject({ name: "InteractionRequiredAuthError", message: errors[0]?.message });
    expect(error.stack).toContain("interaction_required");
  }
});

test.each([
  ["scopes", { scopes: ["Mail.Read"] }],
  ["claims", { claims: '{"access_token":{"nbf":{"value":"1"}}}' }],
  ["extra parameters", { extraParameters: { slice: "testslice" } }],
  ["extra query parameters", { extraQueryParameters: { dc: "ESTS-PUB" } }],
  ["resource", { resource: "https://mcp.contoso.example/" }],
])("calls with different %s are two requests", async (_what, more) => {
  const { app, account, authority } = await browserUser();
  await Promise.all([
    app.acquireTokenSilent({ ...NEW, account }),
    app.acquireTokenSilent({ ...NEW, account, ...more }),
  ]);
  expect(refreshes(authority)).toHaveLength(2);
});

describe("of several identical calls", () => {
  test("the abort of one ends that one alone", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault: "slow", delayMs: 300, times: 2 });
    const first = new AbortController();
    const aborted = rejection(app.acquireTokenSilent({ ...NEW, account, signal: first.signal }));
    const others = [1, 2, 3].map(() => app.acquireTokenSilent({ ...NEW, account }));
    first.abort();
    expect(await aborted).toMatchObject({ errorCode: "request_aborted" });
    const results = await Promise.all(others);
    expect(new Set(results.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(refreshes(authority).length).toBeLessThanOrEqual(2);
  });

  test("the abort of one, and then of another, ends those two alone", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault: "never", times: 2 });
    const ends = [new AbortController(), new AbortController()];
    const aborted = ends.map(({ signal }) => rejection(app.acquireTokenSilent({ ...NEW, account, signal })));
    const last = app.acquireTokenSilent({ ...NEW, account });
    for (const [index, end] of ends.entries()) {
      await vi.waitFor(() => expect(refreshes(authority)).toHaveLength(index + 1), WAITING);
      end.abort();
      expect((await aborted[index])?.errorCode).toBe("request_aborted");
    }
    expect((await last).fromCache).toBe(false);
  });

  test("the abort of a later one leaves the request alone", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault: "slow", delayMs: 300, times: 1 });
    const later = new AbortController();
    const first = app.acquireTokenSilent({ ...NEW, account });
    const aborted = rejection(app.acquireTokenSilent({ ...NEW, account, signal: later.signal }));
    later.abort();
    expect(await aborted).toMatchObject({ errorCode: "request_aborted" });
    expect((await first).fromCache).toBe(false);
    expect(refreshes(authority)).toHaveLength(1);
  });

  test("each has its own time limit", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault: "never", times: 1 });
    const short = rejection(app.acquireTokenSilent({ ...NEW, account, timeoutMs: 200 }));
    const long = app.acquireTokenSilent({ ...NEW, account, timeoutMs: 20_000 });
    expect(await short).toMatchObject({ errorCode: "request_timeout", retryable: true });
    expect((await long).fromCache).toBe(false);
  });

  test("the one with the shorter limit is not kept waiting by the other", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault: "never" });
    const end = new AbortController();
    const long = rejection(app.acquireTokenSilent({ ...NEW, account, signal: end.signal }));
    const short = await rejection(app.acquireTokenSilent({ ...NEW, account, timeoutMs: 200 }));
    expect(short.errorCode).toBe("request_timeout");
    end.abort();
    expect((await long).errorCode).toBe("request_aborted");
  });
});

test("a signal that was aborted before ends a call before it asks anything", async () => {
  const { app, account, authority } = await browserUser();
  const before = authority.requests.length;
  const reason = new Error("the user went away");
  const error = await rejection(
    app.acquireTokenSilent({ ...NEW, account, signal: AbortSignal.abort(reason) }),
  );
  expect(error).toMatchObject({ errorCode: "request_aborted", cause: reason });
  expect(authority.requests).toHaveLength(before);
});

/** Numbers that look random and are the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let value = seed; ;) {
    value = (value * 48_271) % 2_147_483_647;
    yield value;
  }
}

test("two users at the same time are never mixed up, in two hundred random interleavings", async () => {
  const { app, account: adele, authority } = await browserUser();
  const lee = accountOf(await signInAs(app, { user: LEE }));
  const random = numbers(20_261_121);
  const draw = (below: number): number => random.next().value % below;
  const ownerOf = ({ accessToken, idToken, account }: AuthenticationResult): unknown[] => [
    decodeJwt(accessToken)["preferred_username"],
    decodeJwt(idToken)["preferred_username"],
    account?.username,
  ];
  const call = async (account: AccountInfo): Promise<void> => {
    for (let turns = draw(4); turns > 0; turns -= 1) await Promise.resolve();
    const scopes = [["User.Read"], ["Mail.Read"], ["api://notes/Read"]][draw(3)] ?? SCOPES;
    const state = `${account.username} ${draw(1000)}`;
    const result = await app.acquireTokenSilent({ scopes, account, state, forceRefresh: draw(3) === 0 });
    expect(ownerOf(result)).toEqual([account.username, account.username, account.username]);
    expect(result.state).toBe(state);
  };
  for (let round = 0; round < 20; round += 1) {
    if (draw(4) === 0) authority.faults.add({ fault: "slow", delayMs: draw(20), times: 2 });
    await Promise.all(Array.from({ length: 10 }, () => call(draw(2) === 0 ? adele : lee)));
  }
  expect((await app.getAllAccounts()).map(({ username }) => username).toSorted()).toEqual([ADELE, LEE]);
});
