import assert from "node:assert/strict";
import { test } from "node:test";
import { entraProperties, PERSON } from "../support/answers.mjs";
import { CLIENT_ID, CORRELATION_ID, getToken } from "./requests.mjs";
import { standIn, WORK } from "../support/stand-in.mjs";

const OTHER = { id: "wam-account-2", userName: "other@contoso.example", state: 2, properties: { OID: "2" } };

test("a silent request reaches the broker with every field, and its answer comes back whole", async () => {
  const properties = entraProperties();
  const log = standIn({ accounts: [PERSON], answers: [{ token: "access-token", properties }] });

  const answer = await getToken({
    scope: "User.Read openid",
    properties: { wam_compat: "2.0", authority: "https://login.microsoftonline.com/common", empty: "" },
  });

  const [call, ...others] = log.calls("GetTokenSilentlyAsync");
  assert.deepEqual(others, []);
  assert.deepEqual(fieldsOf(call), {
    providerId: WORK.id,
    authority: "organizations",
    clientId: CLIENT_ID,
    scope: "User.Read openid",
    promptType: 0,
    correlationId: CORRELATION_ID,
    properties: { wam_compat: "2.0", authority: "https://login.microsoftonline.com/common", empty: "" },
    apartment: "mta",
    result: 0,
  });
  assert.deepEqual(answer, {
    status: 0,
    response: {
      token: "access-token",
      properties: {
        ...properties,
        correlationId: CORRELATION_ID,
        wamcompat_scopes: "User.Read openid",
      },
      account: { ...PERSON, state: 1 },
    },
  });
  assert.equal(log.lines().find(({ event }) => event === "answer")?.tokenLength, "access-token".length);
});

test("a silent request for an account finds it and asks with it", async () => {
  const log = standIn({ accounts: [PERSON, OTHER], answers: [{ token: "of the other" }] });
  const answer = await getToken({ accountId: OTHER.id });

  assert.deepEqual(
    log.calls().map(({ method, accountId }) => ({ method, accountId })),
    [
      { method: "FindAccountProviderWithAuthorityAsync", accountId: undefined },
      { method: "FindAccountAsync", accountId: OTHER.id },
      { method: "GetTokenSilentlyWithWebAccountAsync", accountId: OTHER.id },
    ],
  );
  assert.deepEqual(answer.response?.account, OTHER);
});

test("an interactive request goes to the call for desktop windows, with its prompt", async () => {
  const log = standIn({
    accounts: [PERSON],
    answers: [{ method: "RequestTokenForWindowAsync", token: "interactive" }],
  });
  const answer = await getToken({
    mode: "interactive",
    promptType: "force_authentication",
    properties: { wam_compat: "2.0", prompt: "select_account", LoginHint: PERSON.userName },
  });

  const [call] = log.calls("RequestTokenForWindowAsync");
  assert.equal(call?.promptType, 1);
  assert.equal(call?.correlationId, CORRELATION_ID);
  assert.deepEqual(call?.properties, {
    wam_compat: "2.0",
    prompt: "select_account",
    LoginHint: PERSON.userName,
  });
  assert.equal(answer.response?.token, "interactive");
});

test("an interactive request for an account asks with it", async () => {
  const log = standIn({ accounts: [PERSON], answers: [{ token: "interactive" }] });
  await getToken({ mode: "interactive", accountId: PERSON.id });
  const [call] = log.calls("RequestTokenWithWebAccountForWindowAsync");
  assert.equal(call?.accountId, PERSON.id);
  assert.equal(call?.promptType, 0);
});

for (const mode of /** @type {const} */ (["silent", "interactive"])) {
  const error = { code: 0xca_a2_00_0c, message: "AADSTS50076: …", properties: { tag: "1" } };
  const successes = [
    { status: 0, name: "Success" },
    { status: 2, name: "AccountSwitch" },
  ];
  const others = [
    { status: 1, name: "UserCancel" },
    { status: 3, name: "UserInteractionRequired", error },
    { status: 4, name: "AccountProviderNotAvailable" },
    { status: 5, name: "ProviderError", error },
    { status: 99, name: "a status of a newer Windows", error },
  ];

  for (const { status, name } of successes) {
    test(`${name} of a request that is ${mode} comes with its token and account`, async () => {
      standIn({
        accounts: [PERSON, { ...OTHER, visibility: "hidden" }],
        answers: [{ status, token: "t", accountId: OTHER.id }],
      });
      assert.deepEqual(await getToken({ mode, accountId: PERSON.id }), {
        status,
        response: { token: "t", properties: {}, account: OTHER },
      });
    });
  }

  for (const { status, name, error: expected } of others) {
    test(`${name} of a request that is ${mode} comes with ${expected ? "its" : "no"} error and no token`, async () => {
      standIn({ accounts: [PERSON], answers: [{ status, error: expected }] });
      assert.deepEqual(
        await getToken({ mode }),
        expected === undefined ? { status } : { status, error: expected },
      );
    });
  }
}

test("an error in the response is told apart from the error of the request", async () => {
  const responseError = { code: 7, message: "of the response", properties: {} };
  const error = { code: 0xff_ff_ff_ff, message: "of the request", properties: {} };
  standIn({ answers: [{ status: 5, responses: 1, error, responseError }] });
  const answer = await getToken();
  assert.deepEqual(answer.error, error);
  assert.deepEqual(answer.response?.providerError, responseError);
});

test("a success without a response, an account or properties is told as it is", async () => {
  standIn({ answers: [{ responses: 0 }] });
  assert.deepEqual(await getToken(), { status: 0 });

  standIn({ answers: [{ token: "" }] });
  assert.deepEqual(await getToken(), { status: 0, response: { token: "", properties: {} } });

  standIn({
    accounts: [PERSON],
    answers: [{ token: "t", properties: { a: "b" } }],
    calls: {
      "WebTokenResponse.WebAccount": { answersNull: true },
      "WebTokenResponse.Properties": { answersNull: true },
    },
  });
  assert.deepEqual(await getToken(), { status: 0, response: { token: "t", properties: {} } });

  standIn({
    answers: [{ token: "t" }],
    calls: { "WebTokenRequestResult.ResponseData": { answersNull: true } },
  });
  assert.deepEqual(await getToken(), { status: 0 });
});

test("of several responses the first is taken", async () => {
  standIn({ answers: [{ token: "first", responses: 3 }] });
  assert.equal((await getToken()).response?.token, "first");
});

test("a name that means something to JavaScript is a property like any other", async () => {
  const names = ["__proto__", "constructor", "toString", "0", ""];
  const properties = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
  const log = standIn({ answers: [{ token: "t", properties }] });
  const answer = await getToken({ properties });
  assert.deepEqual(Object.keys(answer.response?.properties ?? {}).toSorted(), names.toSorted());
  assert.equal(Object.getPrototypeOf(answer.response?.properties), Object.prototype);
  assert.deepEqual(
    Object.keys(log.calls("GetTokenSilentlyAsync")[0]?.properties ?? {}).toSorted(),
    names.toSorted(),
  );
});

/** @param {import("../support/stand-in.mjs").Line | undefined} line */
function fieldsOf(line) {
  const { event, process: _process, thread, objects, operation, method, ...fields } = line ?? {};
  return fields;
}
