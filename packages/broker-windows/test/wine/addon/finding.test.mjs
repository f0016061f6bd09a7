import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { CLIENT_ID, findAccounts, findProvider, getToken } from "./requests.mjs";
import { standIn, WINDOWS_ACCOUNT, WORK } from "../support/stand-in.mjs";

const LISTED = { ...PERSON, state: 1 };

test("a provider is looked for with its authority, which becomes its own", async () => {
  const log = standIn();
  const authority = "https://login.microsoftonline.com/contoso.example/";
  const provider = await findProvider({ provider: { ...WORK, authority } });
  assert.deepEqual(provider, { ...WORK, authority, displayName: "Work or school account" });
  assert.deepEqual(
    log.calls().map((call) => [call.method, call.providerId, call.authority]),
    [["FindAccountProviderWithAuthorityAsync", WORK.id, authority]],
  );
});

test("an empty authority is still one", async () => {
  const log = standIn();
  await findProvider({ provider: { ...WORK, authority: "" } });
  assert.equal(log.calls()[0]?.method, "FindAccountProviderWithAuthorityAsync");
});

test("a provider without an authority is looked for with one argument", async () => {
  const log = standIn({
    providers: [WORK, { ...WINDOWS_ACCOUNT, authority: "consumers", displayName: "Windows" }],
  });
  const provider = await findProvider({ provider: { id: WINDOWS_ACCOUNT.id } });
  assert.deepEqual(provider, { id: WINDOWS_ACCOUNT.id, authority: "consumers", displayName: "Windows" });
  assert.deepEqual(
    log.calls().map((call) => [call.method, call.providerId, call.authority]),
    [["FindAccountProviderAsync", WINDOWS_ACCOUNT.id, undefined]],
  );
});

test("a provider that Windows does not have is an error with no HRESULT", async () => {
  const log = standIn({ providers: [{ ...WORK, authority: "organizations" }] });
  const unknown = { provider: { ...WORK, authority: "consumers" } };
  const error = { name: "Error", code: "provider_not_found" };
  await assert.rejects(findProvider(unknown), error);
  await assert.rejects(findAccounts(unknown), error);
  await assert.rejects(getToken(unknown), error);
  await assert.rejects(
    findProvider({ provider: { id: "https://nobody.example" } }),
    (/** @type {Error} */ thrown) => {
      assert.equal("hresult" in thrown, false);
      return true;
    },
  );
  assert.equal(log.calls().length, 4, "nothing was asked of a provider that is not there");
});

test("the accounts of a provider come in its order, with their properties", async () => {
  const other = { id: "2", userName: "anna@contoso.example", state: 0, properties: {} };
  const third = { id: "3", userName: "", state: 2, properties: { TenantId: "", OID: "3" } };
  const log = standIn({ accounts: [PERSON, other, { ...third, visibility: "listed" }] });
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [LISTED, other, third] });
  assert.deepEqual(
    log
      .calls("FindAllAccountsWithClientIdAsync")
      .map((call) => [call.providerId, call.authority, call.clientId]),
    [[WORK.id, "organizations", CLIENT_ID]],
  );
});

test("a Windows without accounts has none", async () => {
  standIn();
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [] });
});

test("accounts that are refused to applications come as a status, and are still found by their id", async () => {
  const account = { ...PERSON, authority: "consumers" };
  standIn({
    accounts: [account],
    listings: [{ status: 1, authority: "consumers" }],
    answers: [{ token: "t" }],
  });
  const provider = { ...WORK, authority: "consumers" };
  assert.deepEqual(await findAccounts({ provider }), { status: 1, accounts: [] });
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [] });
  assert.equal((await getToken({ provider, accountId: account.id })).response?.account?.id, account.id);
});

test("a listing that fails comes with the provider's error", async () => {
  const listingError = { code: 0xca_a2_00_03, message: "AADSTS50173: …", properties: { tag: "x" } };
  standIn({ accounts: [PERSON], listings: [{ status: 3 }], listingError });
  assert.deepEqual(await findAccounts(), { status: 3, accounts: [], providerError: listingError });
});

test("a listing without accounts, not even none, is an empty one", async () => {
  standIn({ accounts: [PERSON], calls: { "FindAllAccountsResult.Accounts": { answersNull: true } } });
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [] });
});

test("an account that is not there is an error, and no token is asked for", async () => {
  const hidden = { ...PERSON, visibility: /** @type {const} */ ("hidden") };
  const log = standIn({ accounts: [hidden], answers: [{ token: "of somebody else" }] });
  await assert.rejects(getToken({ accountId: PERSON.id }), { code: "account_not_found" });
  await assert.rejects(getToken({ accountId: "nobody", mode: "interactive" }), { code: "account_not_found" });
  assert.deepEqual(
    log.calls().map(({ method }) => method),
    [
      "FindAccountProviderWithAuthorityAsync",
      "FindAccountAsync",
      "FindAccountProviderWithAuthorityAsync",
      "FindAccountAsync",
    ],
  );
});

test("an account that only its id finds is found", async () => {
  standIn({ accounts: [{ ...PERSON, visibility: "by-id" }], answers: [{ token: "t" }] });
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [] });
  assert.equal((await getToken({ accountId: PERSON.id })).response?.token, "t");
});
