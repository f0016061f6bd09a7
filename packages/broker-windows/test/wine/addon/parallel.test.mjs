import assert from "node:assert/strict";
import { test } from "node:test";
import { standIn } from "../support/stand-in.mjs";
import { getToken } from "./requests.mjs";

test("100 operations at once each get their own answer, and the event loop is free meanwhile", async () => {
  const log = standIn({ answers: [{ token: "token for {scope}" }], calls: { "*": { delay: 500 } } });
  const scopes = Array.from({ length: 100 }, (_, index) => `scope ${index}`);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const before = performance.now();
  const answers = await Promise.all(scopes.map((scope) => getToken({ scope })));
  const took = performance.now() - before;
  clearInterval(ticking);
  assert.deepEqual(
    answers.map(({ response }) => response?.token),
    scopes.map((scope) => `token for ${scope}`),
  );
  const calls = log.calls("GetTokenSilentlyAsync");
  assert.deepEqual(new Set(calls.map(({ scope }) => scope)), new Set(scopes));
  assert.equal(new Set(calls.map(({ thread }) => thread)).size, scopes.length);
  // One after the other they would take 100 seconds.
  assert.ok(took < 30_000, `${took} ms`);
  assert.ok(ticks > 20, `${ticks} ticks`);
});
