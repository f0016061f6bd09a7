import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CONSOLE_WINDOW_HANDLE } from "@authbroker/core";
import { entraProperties, OBJECT_ID, PERSON, TENANT } from "../support/answers.mjs";
import { standIn, WINDOWS_ACCOUNT, WORK } from "../support/stand-in.mjs";
import { ACCOUNT, CLIENT_ID, createApp, rejection, sameFields, SCOPES, TOKEN } from "./client.mjs";

const SCOPE = `${SCOPES.join(" ")} openid profile offline_access`;

/** Somebody else in the same tenant. */
const OTHER_ID = "ffffffff-bbbb-4ccc-8ddd-eeeeeeeeeeee";
const OTHER = {
  id: "wam-account-2",
  userName: "ines@contoso.example",
  properties: { ...PERSON.properties, OID: OTHER_ID },
};

/** @param {import("../support/script-lines.mjs").Script} [script] */
function signedIn(script) {
  return standIn({ accounts: [PERSON], answers: [TOKEN], ...script });
}

test("a person signs in with Windows' window, then silently, is listed, and signs out", async () => {
  const app = await createApp();

  const log = standIn({ accounts: [{ ...PERSON, visibility: "hidden" }], answers: [TOKEN] });
  const first = await app.acquireTokenInteractive({ scopes: SCOPES, state: "žluťoučký 🐎" });
  assert.deepEqual(sameFields(first, FIRST), FIRST);
  assert.deepEqual(sameFields(first.account, ACCOUNT), ACCOUNT);
  assert.ok(first.expiresOn.getTime() > Date.now() + 3_500_000);
  const [asked] = log.calls("RequestTokenForWindowAsync");
  const expected = { ...REQUEST, promptType: 1, correlationId: first.correlationId, windowExists: true };
  assert.deepEqual(sameFields(asked, expected), expected);
  assert.equal(asked.properties.prompt, "select_account");

  const after = signedIn();
  const second = await app.acquireTokenSilent({ scopes: SCOPES, account: first.account });
  assert.equal(second.route, "broker");
  assert.equal(second.accessToken, `token for ${SCOPE}`);
  const [silent] = after.calls("GetTokenSilentlyWithWebAccountAsync");
  const expectedSilent = { ...REQUEST, promptType: 0, accountId: PERSON.id };
  assert.deepEqual(sameFields(silent, expectedSilent), expectedSilent);
  assert.equal(silent.properties.prompt, undefined);

  const accounts = await app.getAllAccounts();
  assert.equal(accounts.length, 1);
  assert.deepEqual(sameFields(accounts[0], ACCOUNT), ACCOUNT);

  await app.signOut({ account: first.account });
  const [signOut] = after.calls("SignOutWithClientIdAsync");
  assert.deepEqual([signOut.accountId, signOut.clientId], [PERSON.id, CLIENT_ID]);
});

/** What Windows is asked, whether it shows a window or not. */
const REQUEST = { providerId: WORK.id, clientId: CLIENT_ID, scope: SCOPE };

const FIRST = {
  route: "broker",
  routeReason: "the broker is available",
  fromPlatformBroker: true,
  accessToken: `token for ${SCOPE}`,
  tokenType: "Bearer",
  scopes: SCOPE.split(" "),
  tenantId: TENANT,
  uniqueId: OBJECT_ID,
  state: "žluťoučký 🐎",
};

test("what a request says reaches Windows in its own words", async () => {
  const log = signedIn();
  const app = await createApp();
  await app.acquireTokenInteractive({
    scopes: SCOPES,
    loginHint: PERSON.userName,
    prompt: "login",
    claims: '{"id_token":{"naïve":null}}',
    extraQueryParameters: { domain_hint: "contoso.example", größe: "東京" },
    parentWindowHandle: CONSOLE_WINDOW_HANDLE,
  });
  const [call] = log.calls("RequestTokenWithWebAccountForWindowAsync");
  const properties = {
    wam_compat: "2.0",
    prompt: "login",
    claims: '{"id_token":{"naïve":null}}',
    domain_hint: "contoso.example",
    größe: "東京",
    "x-client-SKU": "authbroker",
  };
  assert.equal(call.accountId, PERSON.id);
  assert.deepEqual(sameFields(call.properties, properties), properties);
});

describe("an account of the request", () => {
  test("is asked for by its id, of several that Windows has", async () => {
    const log = signedIn({ accounts: [OTHER, PERSON] });
    const app = await createApp();
    const { account } = await app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    assert.equal(account.homeAccountId, ACCOUNT.homeAccountId);
    assert.equal(log.calls("GetTokenSilentlyWithWebAccountAsync")[0].accountId, PERSON.id);
  });

  test("is found again by its home account when Windows gave it another id", async () => {
    const log = signedIn({ accounts: [OTHER, PERSON] });
    const app = await createApp();
    await app.acquireTokenSilent({ scopes: SCOPES, account: { ...ACCOUNT, nativeAccountId: "forgotten" } });
    assert.equal(log.calls("GetTokenSilentlyWithWebAccountAsync").at(-1).accountId, PERSON.id);
  });

  test("is asked for in Windows' window too", async () => {
    const log = signedIn();
    const app = await createApp();
    await app.acquireTokenInteractive({ scopes: SCOPES, account: ACCOUNT });
    const [call] = log.calls("RequestTokenWithWebAccountForWindowAsync");
    assert.equal(call.accountId, PERSON.id);
  });

  test("that Windows does not have is msal-node's error, and nobody else's token", async () => {
    signedIn({ accounts: [OTHER] });
    const app = await createApp();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }));
    assert.equal(error.errorCode, "no_account_found");
  });

  test("that answers with somebody else's token ends the call", async () => {
    const claims = { oid: OTHER_ID, preferred_username: OTHER.userName };
    const properties = entraProperties({ claims, home: { uid: OTHER_ID } });
    for (const status of [0, 2]) {
      signedIn({
        accounts: [PERSON, OTHER],
        answers: [{ ...TOKEN, status, properties, accountId: OTHER.id }],
      });
      const app = await createApp();
      const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, account: ACCOUNT }));
      assert.equal(error.errorCode, "account_mismatch");
      assert.doesNotMatch(error.message, /token for/);
    }
  });
});

test("all accounts that Windows has for the application are listed, each by what Windows says of it", async () => {
  const calls = { GetTokenSilentlyWithWebAccountAsync: { operationFails: 0xcaa70004 } };
  signedIn({ accounts: [PERSON, OTHER], calls });
  const app = await createApp();
  const accounts = await app.getAllAccounts();
  assert.deepEqual(
    accounts.map(({ homeAccountId, nativeAccountId, username }) => [
      homeAccountId,
      nativeAccountId,
      username,
    ]),
    [
      [ACCOUNT.homeAccountId, PERSON.id, PERSON.userName],
      [`${OTHER_ID}.${TENANT}`, OTHER.id, OTHER.userName],
    ],
  );
});

describe("the account that Windows itself was signed in with", () => {
  test("gets its token without being named", async () => {
    const log = signedIn({ providers: [WORK, WINDOWS_ACCOUNT] });
    const app = await createApp();
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account: "os" });
    assert.equal(result.account.username, PERSON.userName);
    assert.equal(log.calls("GetTokenSilentlyAsync")[0].accountId, undefined);
  });

  test("is not guessed where Windows was signed in with none", async () => {
    signedIn();
    const app = await createApp();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: "os" }));
    assert.equal(error.errorCode, "interaction_required");
  });
});

test("identical silent calls are one request to Windows", async () => {
  const log = signedIn();
  const app = await createApp();
  const results = await Promise.all(
    Array.from({ length: 100 }, () => app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT })),
  );
  assert.equal(new Set(results.map(({ correlationId }) => correlationId)).size, 100);
  assert.equal(log.calls("GetTokenSilentlyWithWebAccountAsync").length, 1);
});
