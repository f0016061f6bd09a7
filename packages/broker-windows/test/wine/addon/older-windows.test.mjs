import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { CORRELATION_ID, findAccounts, findProvider, getToken, signOut } from "./requests.mjs";
import { standIn, WORK } from "../support/stand-in.mjs";

test("a Windows that cannot list accounts has none, and finds one by its id", async () => {
  const log = standIn({
    accounts: [PERSON],
    answers: [{ token: "t" }],
    refuses: ["IWebAuthenticationCoreManagerStatics4"],
  });
  assert.deepEqual(await findAccounts(), { status: 0, accounts: [] });
  assert.equal((await getToken({ accountId: PERSON.id })).response?.token, "t");
  assert.deepEqual(log.calls("FindAllAccountsWithClientIdAsync"), []);
});

test("a Windows whose requests have no correlation id gets it as a property", async () => {
  const log = standIn({ answers: [{ token: "{correlationId}" }], refuses: ["IWebTokenRequest3"] });
  const answer = await getToken({ properties: { wam_compat: "2.0" } });
  const [call] = log.calls("GetTokenSilentlyAsync");
  assert.equal(call?.correlationId, "");
  assert.deepEqual(call?.properties, { wam_compat: "2.0", correlationId: CORRELATION_ID });
  assert.equal(answer.response?.token, CORRELATION_ID);
});

test("a Windows whose accounts have no id shows them without one, and cannot sign them out", async () => {
  standIn({ accounts: [PERSON], refuses: ["IWebAccount2"] });
  assert.deepEqual((await findAccounts()).accounts, [
    { id: "", userName: PERSON.userName, state: 1, properties: {} },
  ]);
  await assert.rejects(signOut({ accountId: PERSON.id }), {
    code: "call_failed",
    function: "SignOutAsync",
    hresult: 0x80_00_40_02,
  });
});

test("a Windows whose providers have no authority says none", async () => {
  standIn({ refuses: ["IWebAccountProvider2"] });
  assert.equal((await findProvider({ provider: { ...WORK, authority: "organizations" } })).authority, "");
});

test("a Windows without requests for desktop windows refuses interactive ones only", async () => {
  standIn({ answers: [{ token: "t" }], refuses: ["IWebAuthenticationCoreManagerInterop"] });
  await assert.rejects(getToken({ mode: "interactive" }), {
    code: "call_failed",
    function: "RoGetActivationFactory",
    hresult: 0x80_00_40_02,
  });
  assert.equal((await getToken()).response?.token, "t");
});
