import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import {
  accountsRequest,
  interactiveRequest,
  PROVIDER,
  providerRequest,
  signOutRequest,
  tokenRequest,
} from "./requests.mjs";

const WORD = "jørgen 東京 😀";

describe("a provider", () => {
  test("is found by its id and an authority", async () => {
    const log = standIn({ providers: [{ ...PROVIDER, displayName: WORD }] });
    assert.deepEqual(await addon.findProvider(providerRequest()).answer, { ...PROVIDER, displayName: WORD });
    const [call] = log.calls();
    assert.equal(call.method, "FindAccountProviderWithAuthorityAsync");
    assert.equal(call.providerId, PROVIDER.id);
    assert.equal(call.authority, PROVIDER.authority);
  });

  test("is found by its id alone, with the call that takes one argument", async () => {
    const log = standIn();
    const { id } = await addon.findProvider(providerRequest({ provider: { id: PROVIDER.id } })).answer;
    assert.equal(id, PROVIDER.id);
    assert.deepEqual(
      log.calls().map(({ method }) => method),
      ["FindAccountProviderAsync"],
    );
  });

  test("has no authority where Windows does not say it", async () => {
    standIn({ refuses: ["IWebAccountProvider2"] });
    assert.equal((await addon.findProvider(providerRequest()).answer).authority, "");
  });
});

describe("accounts", () => {
  test("come with all that Windows says of them", async () => {
    const accounts = [PERSON, { id: "2", userName: "b@contoso.example", state: 2 }];
    const log = standIn({ accounts });
    assert.deepEqual(await addon.findAccounts(accountsRequest({ clientId: WORD })).answer, {
      status: 0,
      accounts: [
        { ...PERSON, state: 1 },
        { id: "2", userName: "b@contoso.example", state: 2, properties: {} },
      ],
    });
    assert.equal(log.calls("FindAllAccountsWithClientIdAsync")[0].clientId, WORD);
  });

  test("are none where Windows has no such call", async () => {
    const log = standIn({ accounts: [PERSON], refuses: ["IWebAuthenticationCoreManagerStatics4"] });
    assert.deepEqual(await addon.findAccounts(accountsRequest()).answer, { status: 0, accounts: [] });
    assert.equal(log.calls("FindAllAccountsWithClientIdAsync").length, 0);
  });

  test("are none where the provider does not give them, with its error", async () => {
    const listingError = { code: 0xcaa2000c, message: WORD, properties: { name: WORD } };
    standIn({ accounts: [PERSON], listings: [{ status: 3 }], listingError });
    assert.deepEqual(await addon.findAccounts(accountsRequest()).answer, {
      status: 3,
      accounts: [],
      providerError: listingError,
    });
  });

  test("have no id and no properties where Windows does not say them", async () => {
    standIn({ accounts: [PERSON], refuses: ["IWebAccount2"] });
    const { accounts } = await addon.findAccounts(accountsRequest()).answer;
    assert.deepEqual(accounts, [{ id: "", userName: PERSON.userName, state: 1, properties: {} }]);
  });
});

describe("a token request", () => {
  test("is sent with every field, on a thread of the multithreaded apartment", async () => {
    const log = standIn({ accounts: [PERSON] });
    const request = tokenRequest({
      clientId: `client ${WORD}`,
      scope: `scope ${WORD}`,
      promptType: "force_authentication",
      properties: { wam_compat: "2.0", [WORD]: WORD, empty: "" },
      appProperties: { LoginHint: WORD },
    });
    await addon.getToken(request).answer;
    const [call] = log.calls("GetTokenSilentlyAsync");
    assert.equal(call.apartment, "mta");
    assert.equal(call.providerId, PROVIDER.id);
    assert.equal(call.authority, PROVIDER.authority);
    assert.equal(call.clientId, request.clientId);
    assert.equal(call.scope, request.scope);
    assert.equal(call.promptType, 1);
    assert.equal(call.correlationId, request.correlationId);
    assert.deepEqual(call.properties, request.properties);
    assert.deepEqual(call.appProperties, request.appProperties);
    assert.equal(call.accountId, undefined);
  });

  for (const [mode, method] of /** @type {const} */ ([
    ["silent", "GetTokenSilentlyWithWebAccountAsync"],
    ["interactive", "RequestTokenWithWebAccountForWindowAsync"],
  ])) {
    test(`asks for an account by its id (${mode})`, async () => {
      const log = standIn({ accounts: [PERSON] });
      const { response } = await addon.getToken(tokenRequest({ mode, accountId: PERSON.id })).answer;
      assert.equal(response?.account?.id, PERSON.id);
      assert.equal(log.calls("FindAccountAsync")[0].accountId, PERSON.id);
      assert.equal(log.calls(method)[0].accountId, PERSON.id);
    });
  }

  test("has its correlation id among the properties where an older Windows has no place for it", async () => {
    const log = standIn({ refuses: ["IWebTokenRequest3"] });
    const { correlationId } = tokenRequest();
    await addon.getToken(tokenRequest({ properties: { a: "b" } })).answer;
    const [call] = log.calls("GetTokenSilentlyAsync");
    assert.deepEqual(call.properties, { a: "b", correlationId });
    assert.equal(call.correlationId, "");
  });

  test("has all properties in one place where an older Windows has one", async () => {
    const log = standIn({ refuses: ["IWebTokenRequest2"] });
    await addon.getToken(tokenRequest({ properties: { a: "b" }, appProperties: { c: "d" } })).answer;
    assert.deepEqual(log.calls("GetTokenSilentlyAsync")[0].properties, { a: "b", c: "d" });
  });
});

describe("a token answer", () => {
  const error = { code: 0xcaa20003, message: `AADSTS50126 ${WORD}`, properties: { tag: WORD } };

  for (const status of [0, 1, 2, 3, 4, 5]) {
    for (const request of [tokenRequest(), interactiveRequest()]) {
      test(`has the status ${status}, with and without an error (${request.mode})`, async () => {
        standIn({ answers: [{ status, error }] });
        const first = await addon.getToken(request).answer;
        assert.equal(first.status, status);
        assert.deepEqual(first.error, error);
        standIn({ answers: [{ status }] });
        const second = await addon.getToken(request).answer;
        assert.equal(second.status, status);
        assert.equal("error" in second, false);
        assert.equal("response" in second, status === 0 || status === 2);
      });
    }
  }

  test("has everything of the first response", async () => {
    const token = "x".repeat(100_000) + WORD;
    const properties = { wamcompat_id_token: token, [WORD]: "", __proto__: null, constructor: "mine" };
    const answer = { token, properties, responseError: error, responses: 3 };
    standIn({ accounts: [PERSON], answers: [answer] });
    assert.deepEqual(await addon.getToken(tokenRequest()).answer, {
      status: 0,
      response: {
        token,
        properties: { wamcompat_id_token: token, [WORD]: "", constructor: "mine" },
        account: { ...PERSON, state: 1 },
        providerError: error,
      },
    });
  });

  test("has a property of the name __proto__ as data", async () => {
    const properties = JSON.parse('{"__proto__": "a text"}');
    standIn({ answers: [{ token: "token", properties }] });
    const { response } = await addon.getToken(tokenRequest()).answer;
    assert.deepEqual(Object.entries(response?.properties ?? {}), [["__proto__", "a text"]]);
    assert.equal(Object.getPrototypeOf(response?.properties), Object.prototype);
  });

  test("has no response where there is none, also for a success", async () => {
    standIn({ answers: [{ responses: 0 }] });
    assert.deepEqual(await addon.getToken(tokenRequest()).answer, { status: 0 });
  });

  test("keeps its status where there is no token and Windows refuses to say more", async () => {
    standIn({
      answers: [{ status: 3, error }],
      calls: { "WebTokenRequestResult.ResponseData": { fails: 0x80004005 } },
    });
    assert.deepEqual(await addon.getToken(tokenRequest()).answer, { status: 3, error });
  });
});

test("signing out is through when Windows is", async () => {
  const log = standIn({ accounts: [PERSON], calls: { SignOutWithClientIdAsync: { delay: 300 } } });
  assert.equal(await addon.signOut(signOutRequest({ accountId: PERSON.id })).answer, undefined);
  const [call] = log.calls("SignOutWithClientIdAsync");
  assert.equal(call.clientId, "client");
  assert.equal((await log.happens("end", "SignOutWithClientIdAsync")).handled, true);
});
