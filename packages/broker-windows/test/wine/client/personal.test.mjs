import assert from "node:assert/strict";
import { test } from "node:test";
import { idToken, PERSON } from "../support/answers.mjs";
import { standIn, WORK } from "../support/stand-in.mjs";
import { createApp, rejection, sameFields, SCOPES } from "./client.mjs";

const MSA_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
const OBJECT_ID = "00000000-0000-0000-5406-48eb0b3075bb";

/** A personal account: Windows tells its number, and not its tenant. */
const PAT = {
  id: "msa-1",
  userName: "pät@outlook.example",
  properties: { SafeCustomerId: "540648EB0B3075BB" },
};

/** The whole answer of OAuth, which the plug-in of personal accounts gives as its token. */
const OAUTH = [
  ["access_token", "EwB+secret/=="],
  ["token_type", "bearer"],
  ["scope", "https://graph.microsoft.com/User.Read openid profile"],
  ["expires_in", "3600"],
  ["id_token", idToken({ oid: OBJECT_ID, tid: MSA_TENANT, preferred_username: PAT.userName, name: "Pät" })],
  ["client_info", Buffer.from(JSON.stringify({ uid: OBJECT_ID, utid: MSA_TENANT })).toString("base64url")],
];
const token = OAUTH.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

const consumers = { auth: { authority: "https://login.microsoftonline.com/consumers" } };

test("a personal account signs in through its own plug-in, and silently afterwards", async () => {
  const log = standIn({ providers: [WORK], accounts: [PAT], answers: [{ token }] });
  const app = await createApp(consumers);
  const first = await app.acquireTokenInteractive({ scopes: SCOPES });
  assert.equal(first.accessToken, "EwB+secret/==");
  assert.deepEqual(first.scopes, OAUTH[2][1].split(" "));
  const account = {
    homeAccountId: `${OBJECT_ID}.${MSA_TENANT}`,
    tenantId: MSA_TENANT,
    username: PAT.userName,
    name: "Pät",
    nativeAccountId: PAT.id,
  };
  assert.deepEqual(sameFields(first.account, account), account);
  const [asked] = log.calls("RequestTokenForWindowAsync");
  assert.equal(asked.authority, "consumers");
  const properties = {
    "api-version": "2.0",
    oauth2_batch: "1",
    "x-client-info": "1",
    Client_uiflow: "new_account",
    wam_compat: undefined,
  };
  assert.deepEqual(sameFields(asked.properties, properties), properties);

  const second = await app.acquireTokenSilent({ scopes: SCOPES, account: first.account });
  assert.equal(second.account.homeAccountId, account.homeAccountId);
  assert.equal(log.calls("GetTokenSilentlyWithWebAccountAsync")[0].accountId, PAT.id);
});

test("what the plug-in of personal accounts has no word for is refused by name", async () => {
  const log = standIn({ accounts: [PERSON], answers: [{ token }] });
  const app = await createApp(consumers);
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, prompt: "consent" }));
  assert.equal(error.errorCode, "request_unsupported");
  assert.match(error.message, /"prompt"/);
  assert.deepEqual(log.calls("RequestTokenForWindowAsync"), []);
});
