import assert from "node:assert/strict";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";
import { COMMON, findAccounts, findProvider, getToken, signOut, tokenRequest } from "../support/requests.mjs";
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
    appProperties: { [TEXT]: TEXT },
  });
  const [call] = log.calls("GetTokenSilentlyWithWebAccountAsync");
  assert.equal(call?.providerId, TEXT);
  assert.equal(call?.authority, TEXT);
  assert.equal(call?.clientId, TEXT);
  assert.equal(call?.scope, TEXT);
  assert.equal(call?.correlationId, TEXT);
  assert.equal(call?.accountId, TEXT);
  assert.deepEqual(call?.properties, { [TEXT]: TEXT });
  assert.deepEqual(call?.appProperties, { [TEXT]: TEXT });
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
  const [call] = log.calls("GetTokenSilentlyAsync");
  assert.equal(/** @type {{ claims: string }} */ (call?.properties).claims === claims, true);
});

test("what an HSTRING may not hold is refused before the broker is asked, by the name of the field", () => {
  const log = standIn();
  const bad = [
    { value: "a\0b", why: "must not contain a NUL character" },
    { value: "a\ud83d", why: "must not contain a lone surrogate" },
    { value: "\udc00a", why: "must not contain a lone surrogate" },
    { value: 5, why: "must be a string" },
    { value: null, why: "must be a string" },
    { value: Object("boxed"), why: "must be a string" },
  ];
  for (const { value, why } of bad) {
    for (const field of ["clientId", "scope", "correlationId", "accountId"]) {
      refuses({ [field]: value }, `"${field}" ${why}`);
    }
    refuses({ provider: { id: value } }, `"provider.id" ${why}`);
    refuses({ provider: { id: "p", authority: value } }, `"provider.authority" ${why}`);
    refuses({ properties: { name: value } }, `"properties.name" ${why}`);
    refuses({ appProperties: { name: value } }, `"appProperties.name" ${why}`);
  }
  for (const { value, why } of bad.slice(0, 3)) {
    refuses({ properties: { [String(value)]: "v" } }, `"a name in properties" ${why}`);
  }
  assert.deepEqual(log.lines(), []);
});

test("the other operations refuse the same", async () => {
  const log = standIn();
  assert.throws(() => findAccounts({ clientId: "a\0b" }), TypeError);
  assert.throws(() => findProvider({ provider: { id: "a\ud83d" } }), TypeError);
  assert.throws(() => signOut({ accountId: "a\0b" }), TypeError);
  assert.deepEqual(log.lines(), []);
});

test("times that are none, and fields of other kinds, are refused by name", () => {
  const log = standIn();
  for (const timeoutMs of [-1, Number.NaN, 4_294_967_296, "5", undefined]) {
    refuses({ timeoutMs }, '"timeoutMs" must be a number of milliseconds from 0 to 4294967295');
  }
  refuses({ mode: "loud" }, '"mode" must be "silent" or "interactive"');
  refuses({ promptType: "none" }, '"promptType" must be "default" or "force_authentication"');
  refuses({ properties: "wam_compat" }, '"properties" must be an object of strings');
  refuses({ provider: undefined }, '"provider" must be an object');
  assert.throws(
    () => addon.getToken(/** @type {never} */ (undefined)),
    new TypeError('"request" must be an object'),
  );
  assert.throws(() => addon.cancel(/** @type {never} */ ("1")), TypeError);
  assert.deepEqual(log.lines(), []);
});

test("a getter that throws ends the call with its own error", () => {
  const thrown = new Error("of the getter");
  const request = {
    ...tokenRequest(),
    get scope() {
      throw thrown;
    },
  };
  assert.throws(() => addon.getToken(request), thrown);
  const provider = {
    get id() {
      throw thrown;
    },
  };
  assert.throws(() => addon.findProvider({ ...COMMON, provider: /** @type {never} */ (provider) }), thrown);
});

test("what the caller does to its request afterwards changes nothing", async () => {
  const log = standIn({ answers: [{ token: "t" }], calls: { "*": { delay: 50 } } });
  const properties = { name: "before" };
  const request = { ...tokenRequest(), scope: "before", properties };
  const { answer } = addon.getToken(request);
  request.scope = "after";
  properties.name = "after";
  await answer;
  const [call] = log.calls("GetTokenSilentlyAsync");
  assert.equal(call?.scope, "before");
  assert.deepEqual(call?.properties, { name: "before" });
});

/**
 * @param {object} fields
 * @param {string} message
 */
function refuses(fields, message) {
  assert.throws(
    () => addon.getToken(/** @type {never} */ ({ ...tokenRequest(), ...fields })),
    (/** @type {Error} */ error) => {
      assert.equal(error.message, message);
      return error instanceof TypeError;
    },
  );
}
