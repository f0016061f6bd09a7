import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import {
  accountsRequest,
  failure,
  interactiveRequest,
  providerRequest,
  signOutRequest,
  tokenRequest,
} from "./requests.mjs";

const ACCESS_DENIED = 0x80070005;
const MANAGER = "Windows.Security.Authentication.Web.Core.WebAuthenticationCoreManager";
const REQUEST = "Windows.Security.Authentication.Web.Core.WebTokenRequest";

const byId = { accountId: PERSON.id };

/**
 * Each call of WinRT that an operation is made of: who makes it, and what the failure names.
 *
 * @type {readonly [call: string, start: () => import("../../../src/addon.js").Pending<unknown>, name: string][]}
 */
const CALLS = [
  [
    "FindAccountProviderWithAuthorityAsync",
    () => addon.findProvider(providerRequest()),
    "FindAccountProviderAsync",
  ],
  ["FindAllAccountsWithClientIdAsync", () => addon.findAccounts(accountsRequest()), "FindAllAccountsAsync"],
  ["FindAccountAsync", () => addon.getToken(tokenRequest(byId)), "FindAccountAsync"],
  ["GetTokenSilentlyAsync", () => addon.getToken(tokenRequest()), "GetTokenSilentlyAsync"],
  ["GetTokenSilentlyWithWebAccountAsync", () => addon.getToken(tokenRequest(byId)), "GetTokenSilentlyAsync"],
  ["RequestTokenForWindowAsync", () => addon.getToken(interactiveRequest()), "RequestTokenForWindowAsync"],
  [
    "RequestTokenWithWebAccountForWindowAsync",
    () => addon.getToken(interactiveRequest(byId)),
    "RequestTokenWithWebAccountForWindowAsync",
  ],
  ["SignOutWithClientIdAsync", () => addon.signOut(signOutRequest(byId)), "SignOutAsync"],
];

for (const [call, start, name] of CALLS) {
  describe(call, () => {
    test("that fails is named, with its HRESULT and Windows' words for it", async () => {
      standIn({ accounts: [PERSON], calls: { [call]: { fails: ACCESS_DENIED } } });
      const error = await failure(start());
      assert.equal(error.code, "call_failed");
      assert.equal(error.hresult, ACCESS_DENIED);
      assert.equal(error.function, name);
      assert.equal(error.message, `${name} failed: 0x80070005 (Access denied)`);
      assert.ok(error instanceof Error);
    });

    test("whose operation ends with an error is named, with the operation's HRESULT", async () => {
      standIn({ accounts: [PERSON], calls: { [call]: { operationFails: 0xcaa70004 } } });
      const error = await failure(start());
      assert.equal(error.code, "operation_failed");
      assert.equal(error.hresult, 0xcaa70004);
      assert.equal(error.function, name);
      assert.equal(error.message, `${name} ended with an error: 0xCAA70004`);
    });

    test("may end before it returns", async () => {
      standIn({ accounts: [PERSON], calls: { [call]: { completes: "at-once" } } });
      await start().answer;
    });
  });
}

describe("what is not there has a code of its own", () => {
  test("a provider", async () => {
    standIn({ providers: [] });
    const error = await failure(addon.findProvider(providerRequest()));
    assert.equal(error.code, "provider_not_found");
    assert.equal(error.hresult, undefined);
    assert.match(error.message, /FindAccountProviderAsync/);
  });

  test("an account", async () => {
    standIn({ accounts: [PERSON] });
    const accountId = "nobody";
    for (const start of [
      () => addon.getToken(tokenRequest({ accountId })),
      () => addon.signOut(signOutRequest({ accountId })),
    ]) {
      const error = await failure(start());
      assert.equal(error.code, "account_not_found");
      assert.match(error.message, /FindAccountAsync/);
    }
  });

  test("a class of WinRT", async () => {
    for (const [name, start] of /** @type {const} */ ([
      [MANAGER, () => addon.findProvider(providerRequest())],
      [REQUEST, () => addon.getToken(tokenRequest())],
    ])) {
      standIn({ calls: { [name]: { fails: 0x80040154 } } });
      const error = await failure(start());
      assert.equal(error.code, "call_failed");
      assert.equal(error.hresult, 0x80040154);
      assert.equal(error.function, "RoGetActivationFactory");
    }
  });

  test("the form of the call for desktop programs", async () => {
    standIn({ refuses: ["IWebAuthenticationCoreManagerInterop"] });
    const error = await failure(addon.getToken(interactiveRequest()));
    assert.equal(error.code, "call_failed");
    assert.equal(error.function, "RoGetActivationFactory");
    assert.equal(error.hresult, 0x80004002);
  });
});

describe("a success without a result is a failure", () => {
  for (const [call, start, name] of CALLS) {
    // Null is what Windows answers for a provider or an account that it does not have; signing out has no result.
    if (call.startsWith("FindAccount") || call.startsWith("SignOut")) continue;
    test(call, async () => {
      standIn({ accounts: [PERSON], calls: { [call]: { answersNull: true } } });
      const error = await failure(start());
      assert.match(error.code ?? "", /^(?:call|operation)_failed$/);
      assert.equal(error.hresult, 0x80004003);
      assert.equal(error.function, name);
    });
  }
});

describe("a property that cannot be read is named", () => {
  const asToken = () => addon.getToken(tokenRequest());
  for (const [property, start] of /** @type {const} */ ([
    ["WebAccountProvider.Id", () => addon.findProvider(providerRequest())],
    ["FindAllAccountsResult.Status", () => addon.findAccounts(accountsRequest())],
    ["WebAccount.UserName", () => addon.findAccounts(accountsRequest())],
    ["WebTokenRequest.Properties", () => addon.getToken(tokenRequest({ properties: { a: "b" } }))],
    ["WebTokenRequest.AppProperties", () => addon.getToken(tokenRequest({ appProperties: { a: "b" } }))],
    ["WebTokenRequest.CorrelationId", asToken],
    ["WebTokenRequestResult.ResponseStatus", asToken],
    ["WebTokenRequestResult.ResponseData", asToken],
    ["WebTokenResponse.Token", asToken],
    ["WebTokenResponse.Properties", asToken],
  ])) {
    test(property, async () => {
      standIn({ accounts: [PERSON], calls: { [property]: { fails: 0x8000000e } } });
      const error = await failure(start());
      assert.equal(error.code, "call_failed");
      assert.equal(error.hresult, 0x8000000e);
      assert.equal(error.function, property);
    });
  }
});
