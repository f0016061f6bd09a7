import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { standIn } from "../support/stand-in.mjs";
import {
  accountsRequest,
  failure,
  interactiveRequest,
  providerRequest,
  signOutRequest,
  tokenRequest,
} from "./requests.mjs";

const HIGH_SURROGATE = "\uD83D";
const LOW_SURROGATE = "\uDE00";

const MILLISECONDS = "must be a number of milliseconds from 0 to 4294967295";
const WINDOW = 'must be a window handle as a bigint, or "console"';

/** @type {readonly [member: string, value: unknown, message: string][]} */
const REFUSED = [
  ["provider", undefined, '"provider" must be an object'],
  ["provider", "https://login.microsoft.com", '"provider" must be an object'],
  ["provider", {}, '"provider.id" must be a string'],
  ["provider", { id: "a\0b" }, '"provider.id" must not contain a NUL character'],
  ["provider", { id: "a", authority: 1 }, '"provider.authority" must be a string'],
  [
    "provider",
    { id: "a", authority: HIGH_SURROGATE },
    '"provider.authority" must not contain a lone surrogate',
  ],
  ["mode", undefined, '"mode" must be "silent" or "interactive"'],
  ["mode", "Silent", '"mode" must be "silent" or "interactive"'],
  ["promptType", 1, '"promptType" must be "default" or "force_authentication"'],
  ["clientId", undefined, '"clientId" must be a string'],
  ["clientId", Symbol("client"), '"clientId" must be a string'],
  ["scope", ["User.Read"], '"scope" must be a string'],
  ["scope", `a${LOW_SURROGATE}`, '"scope" must not contain a lone surrogate'],
  ["scope", `${LOW_SURROGATE}${HIGH_SURROGATE}`, '"scope" must not contain a lone surrogate'],
  ["scope", `${HIGH_SURROGATE}a`, '"scope" must not contain a lone surrogate'],
  ["scope", `\uFFFD${HIGH_SURROGATE}`, '"scope" must not contain a lone surrogate'],
  ["correlationId", null, '"correlationId" must be a string'],
  ["correlationId", "\0", '"correlationId" must not contain a NUL character'],
  ["properties", undefined, '"properties" must be an object of strings'],
  ["properties", "a=b", '"properties" must be an object of strings'],
  ["properties", { foo: 1 }, '"properties.foo" must be a string'],
  ["properties", { foo: undefined }, '"properties.foo" must be a string'],
  ["properties", { foo: "a\0" }, '"properties.foo" must not contain a NUL character'],
  ["properties", { fine: "a", foo: HIGH_SURROGATE }, '"properties.foo" must not contain a lone surrogate'],
  ["properties", { "a\0": "b" }, '"a name in properties" must not contain a NUL character'],
  ["properties", { [LOW_SURROGATE]: "b" }, '"a name in properties" must not contain a lone surrogate'],
  ["properties", ["a", 2], '"properties.1" must be a string'],
  ["accountId", null, '"accountId" must be a string'],
  ["accountId", "a\0b", '"accountId" must not contain a NUL character'],
  ["parentWindow", 1, `"parentWindow" ${WINDOW}`],
  ["parentWindow", "Console", `"parentWindow" ${WINDOW}`],
  ["parentWindow", -1n, `"parentWindow" ${WINDOW}`],
  ["parentWindow", 2n ** 64n, `"parentWindow" ${WINDOW}`],
  ["parentWindow", null, `"parentWindow" ${WINDOW}`],
  ["parentWindow", Buffer.alloc(8), `"parentWindow" ${WINDOW}`],
  ["timeoutMs", undefined, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", -1, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", Number.NaN, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", Number.POSITIVE_INFINITY, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", 4_294_967_296, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", 10n, `"timeoutMs" ${MILLISECONDS}`],
  ["timeoutMs", "10", `"timeoutMs" ${MILLISECONDS}`],
];

describe("a field that WinRT has no place for is a TypeError that names it, and Windows is not asked", () => {
  for (const [index, [member, value, message]] of REFUSED.entries()) {
    test(`${member}, case ${index}`, () => {
      const log = standIn();
      assert.throws(() => addon.getToken(interactiveRequest({ [member]: value })), new TypeError(message));
      assert.deepEqual(log.lines(), []);
    });
  }

  for (const [name, request] of /** @type {const} */ ([
    ["findProvider", { ...providerRequest(), provider: { id: 1 } }],
    ["findAccounts", { ...accountsRequest(), provider: { id: 1 } }],
    ["signOut", { ...signOutRequest(), provider: { id: 1 } }],
  ])) {
    test(`of ${name}`, () => {
      assert.throws(() => addon[name](request), new TypeError('"provider.id" must be a string'));
    });
  }

  test("a request that is none", () => {
    for (const request of [undefined, null, "request", 1]) {
      assert.throws(() => addon.findProvider(request), new TypeError('"request" must be an object'));
    }
  });
});

test("an error from a getter is passed on", () => {
  const cause = new RangeError("from the getter");
  const throwing = () => {
    throw cause;
  };
  const getter = { get: throwing, enumerable: true };
  for (const request of [
    Object.defineProperty(tokenRequest(), "scope", getter),
    tokenRequest({ properties: Object.defineProperty({}, "foo", getter) }),
    tokenRequest({ provider: Object.defineProperty({ id: "a" }, "authority", getter) }),
    tokenRequest({ properties: new Proxy({}, { ownKeys: throwing }) }),
  ]) {
    assert.throws(() => addon.getToken(request), cause);
  }
});

test("only an object's own properties are sent, and no symbols", async () => {
  const log = standIn();
  const properties = Object.create({ inherited: "a" });
  Object.assign(properties, { own: "b", 7: "c", [Symbol("symbol")]: "d" });
  Object.defineProperty(properties, "hidden", { value: "e", enumerable: false });
  await addon.getToken(tokenRequest({ properties })).answer;
  assert.deepEqual(log.calls("GetTokenSilentlyAsync")[0].properties, { 7: "c", own: "b" });
});

test("what the caller does to its request afterwards changes nothing", async () => {
  const log = standIn({ calls: { "*": { delay: 50 } } });
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

test("pairs of surrogates and characters beside them are text", async () => {
  const log = standIn();
  const scope = "😀\uD7FF\uE000\uFFFD\uFFFF";
  await addon.getToken(tokenRequest({ scope })).answer;
  assert.equal(log.calls("GetTokenSilentlyAsync")[0].scope, scope);
});

test("a part of a millisecond is a time limit, and none is for ever", async () => {
  standIn({ calls: { "*": { delay: 200 } } });
  const error = await failure(addon.findProvider(providerRequest({ timeoutMs: 0.1 })));
  assert.equal(error.code, "timeout");
  await addon.findProvider(providerRequest({ timeoutMs: 0 })).answer;
  await addon.findProvider(providerRequest({ timeoutMs: 4_294_967_295 })).answer;
});

test("cancelling takes the id of an operation, and one that names none does nothing", async () => {
  standIn({ calls: { "*": { delay: 100 } } });
  const pending = addon.findProvider(providerRequest());
  for (const id of ["1", -1, Number.NaN, Infinity, undefined, {}, 1n]) {
    assert.throws(() => addon.cancel(id), new TypeError('"id" must be the id of an operation'));
  }
  for (const id of [0, pending.id + 1_000_000, Number.MAX_SAFE_INTEGER]) addon.cancel(id);
  assert.equal((await pending.answer).authority, "organizations");
  addon.cancel(pending.id);
});
