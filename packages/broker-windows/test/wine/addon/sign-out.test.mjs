import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { CLIENT_ID, signOut } from "./requests.mjs";
import { standIn } from "../support/stand-in.mjs";

test("signing out asks the account, with the client id, and has no answer", async () => {
  const log = standIn({ accounts: [PERSON] });
  assert.equal(await signOut({ accountId: PERSON.id }), undefined);
  assert.deepEqual(
    log.calls().map(({ method, accountId, clientId }) => ({ method, accountId, clientId })),
    [
      { method: "FindAccountProviderWithAuthorityAsync", accountId: undefined, clientId: undefined },
      { method: "FindAccountAsync", accountId: PERSON.id, clientId: undefined },
      { method: "SignOutWithClientIdAsync", accountId: PERSON.id, clientId: CLIENT_ID },
    ],
  );
});

test("signing out waits until the broker has done it", async () => {
  const method = "SignOutWithClientIdAsync";
  const log = standIn({ accounts: [PERSON], calls: { [method]: { delay: 300 } } });
  let settled = false;
  const signedOut = signOut({ accountId: PERSON.id }).finally(() => (settled = true));
  await log.happens("call", method);
  assert.equal(settled, false);
  await signedOut;
  assert.equal(log.happened("end", method), true);
});

test("an account that is not there cannot be signed out", async () => {
  const log = standIn();
  await assert.rejects(signOut({ accountId: PERSON.id }), { code: "account_not_found" });
  assert.deepEqual(log.calls("SignOutWithClientIdAsync"), []);
});
