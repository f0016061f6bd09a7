import assert from "node:assert/strict";
import { test } from "node:test";
import { findAccounts, findProvider, getToken } from "./requests.mjs";
import { standIn } from "../support/stand-in.mjs";

/** Latin, Cyrillic, Han, right to left, a joined family of surrogate pairs, quotes, line ends and what JSON escapes. */
const TEXT = "é ß Ж 東京 שלום 👩‍👩‍👧 \u{10ffff} \"'\\ \t\r\n\u0001\u2028";

test("text of every kind arrives at the broker as it was given", async () => {
  const log = standIn({
    accounts: [{ id: TEXT, userName: "u" }],
    providers: [{ id: TEXT }],
    answers: [{ token: "t" }],
  });
  await getToken({
    provider: { id: TEXT, authority: TEXT },
    clientId: TEXT,
    scope: TEXT,
    correlationId: TEXT,
    accountId: TEXT,
    properties: { [TEXT]: TEXT },
  });
  const [call] = log.calls("GetTokenSilentlyWithWebAccountAsync");
  assert.equal(call?.providerId, TEXT);
  assert.equal(call?.authority, TEXT);
  assert.equal(call?.clientId, TEXT);
  assert.equal(call?.scope, TEXT);
  assert.equal(call?.correlationId, TEXT);
  assert.equal(call?.accountId, TEXT);
  assert.deepEqual(call?.properties, { [TEXT]: TEXT });
});

test("text of every kind comes back from the broker as it was", async () => {
  const account = { id: TEXT, userName: TEXT, state: 1, properties: { [TEXT]: TEXT } };
  const error = { code: 1, message: TEXT, properties: { [TEXT]: TEXT } };
  standIn({
    providers: [{ id: TEXT, authority: TEXT, displayName: TEXT }],
    accounts: [account],
    answers: [{ token: TEXT, properties: { [TEXT]: TEXT }, error, responseError: error }],
  });
  const provider = { id: TEXT };
  assert.deepEqual(await findProvider({ provider }), { id: TEXT, authority: TEXT, displayName: TEXT });
  assert.deepEqual((await findAccounts({ provider })).accounts, [account]);
  assert.deepEqual(await getToken({ provider }), {
    status: 0,
    response: { token: TEXT, properties: { [TEXT]: TEXT }, account, providerError: error },
    error,
  });
});

test("what no request may hold is passed on when the broker says it", async () => {
  const odd = "a\0b\ud83dc\udc00";
  const account = { id: odd, userName: odd, state: 1, properties: { [odd]: odd } };
  standIn({ accounts: [account], answers: [{ token: odd, properties: { [odd]: odd } }] });
  assert.deepEqual(await getToken(), {
    status: 0,
    response: { token: odd, properties: { [odd]: odd }, account },
  });
});

test("a token of a million characters comes back whole, and many properties with it", async () => {
  const token = "0123456789abcdef".repeat(65_536);
  const properties = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`name ${index}`, `${index}`]),
  );
  const log = standIn({ answers: [{ token, properties }] });
  const { response } = await getToken();
  assert.equal(response?.token === token, true);
  assert.deepEqual(response?.properties, properties);
  assert.equal(log.lines().find(({ event }) => event === "answer")?.tokenLength, token.length);
});

test("a long request arrives whole", async () => {
  const claims = "é".repeat(500_000);
  const log = standIn({ answers: [{ token: "t" }] });
  await getToken({ properties: { claims } });
  const sent = log.calls("GetTokenSilentlyAsync").map(({ properties }) => JSON.stringify(properties));
  assert.equal(sent.length === 1 && sent[0] === JSON.stringify({ claims }), true);
});
