import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { STAGES } from "./operations.mjs";
import { findAccounts, findProvider, getToken } from "./requests.mjs";

const ACCESS_DENIED = 0x80070005;
const NO_NETWORK = 0xcaa70004;
const CLASS_NOT_REGISTERED = 0x80040154;
const NULL_POINTER = 0x80004003;

const NEVER = { completes: /** @type {const} */ ("never") };

/** What no message may hold. */
const SECRET = "secret-of-the-person";

for (const { method, name, begin } of STAGES) {
  test(`a call of ${method} that fails is told with its HRESULT and Windows' words for it`, async () => {
    const log = standIn({ accounts: [PERSON], calls: { [method]: { fails: ACCESS_DENIED } } });
    await assert.rejects(begin().answer, {
      name: "Error",
      code: "call_failed",
      function: name,
      hresult: ACCESS_DENIED,
      message: `${name} failed: 0x80070005 (Access denied)`,
    });
    assert.equal(log.calls().at(-1)?.method, method, "nothing was asked after it");
  });

  for (const completes of /** @type {const} */ (["later", "at-once"])) {
    test(`an operation of ${method} that fails (${completes}) is told with its own HRESULT`, async () => {
      const fails = { operationFails: NO_NETWORK, completes };
      const log = standIn({ accounts: [PERSON], calls: { [method]: fails } });
      await assert.rejects(begin().answer, {
        code: "operation_failed",
        function: name,
        hresult: NO_NETWORK,
        message: `${name} ended with an error: 0xCAA70004`,
      });
      assert.equal(log.calls().at(-1)?.method, method, "nothing was asked after it");
    });
  }

  test(`an operation of ${method} whose end nobody would be told is cancelled`, async () => {
    const calls = { [method]: NEVER, [`${method}.Completed`]: { fails: ACCESS_DENIED } };
    const log = standIn({ accounts: [PERSON], calls });
    await assert.rejects(begin().answer, { code: "call_failed", function: name, hresult: ACCESS_DENIED });
    await log.happens("cancel", method);
  });

  test(`an operation of ${method} may end before its call returns`, async () => {
    const log = standIn({ accounts: [PERSON], calls: { [method]: { completes: "at-once" } } });
    await begin().answer;
    assert.equal(log.lines().find((line) => line.event === "end" && line.method === method)?.handled, false);
  });

  // Null is what Windows answers for a provider or an account that it does not have; signing out has no result.
  if (name.startsWith("FindAccount") || name === "SignOutAsync") continue;
  test(`an operation of ${method} that succeeds without a result has failed`, async () => {
    standIn({ accounts: [PERSON], calls: { [method]: { answersNull: true } } });
    await assert.rejects(begin().answer, { code: "operation_failed", function: name, hresult: NULL_POINTER });
  });
}

const silent = () => getToken();

for (const { member, act } of [
  { member: "WebAccountProvider.Id", act: () => findProvider() },
  { member: "WebAccountProvider.DisplayName", act: () => findProvider() },
  { member: "WebAccountProvider.Authority", act: () => findProvider() },
  { member: "WebTokenRequest.Properties", act: () => getToken({ properties: { secret: SECRET } }) },
  { member: "WebTokenRequest.CorrelationId", act: silent },
  { member: "WebTokenRequestResult.ResponseStatus", act: silent },
  { member: "WebTokenRequestResult.ResponseError", act: silent },
  { member: "WebTokenRequestResult.ResponseData", act: silent },
  { member: "WebTokenResponse.Token", act: silent },
  { member: "WebTokenResponse.Properties", act: silent },
  { member: "WebTokenResponse.WebAccount", act: silent },
  { member: "WebTokenResponse.ProviderError", act: silent },
  { member: "WebProviderError.ErrorCode", act: silent },
  { member: "WebProviderError.ErrorMessage", act: silent },
  { member: "WebProviderError.Properties", act: silent },
  { member: "WebAccount.UserName", act: silent },
  { member: "WebAccount.State", act: silent },
  { member: "WebAccount.Id", act: silent },
  { member: "WebAccount.Properties", act: silent },
  { member: "FindAllAccountsResult.Status", act: () => findAccounts() },
  { member: "FindAllAccountsResult.Accounts", act: () => findAccounts() },
  { member: "FindAllAccountsResult.ProviderError", act: () => findAccounts() },
]) {
  test(`${member} that fails is told by its name, and nothing else of the answer is`, async () => {
    const error = { code: 1, message: SECRET, properties: { secret: SECRET } };
    standIn({
      accounts: [{ ...PERSON, userName: SECRET }],
      answers: [{ token: SECRET, properties: { secret: SECRET }, error }],
      calls: { [member]: { fails: ACCESS_DENIED } },
    });
    await assert.rejects(act(), (/** @type {Error} */ thrown) => {
      assert.deepEqual({ ...thrown }, { code: "call_failed", function: member, hresult: ACCESS_DENIED });
      assert.equal(thrown.message, `${member} failed: 0x80070005 (Access denied)`);
      return true;
    });
  });
}

test("without a token, a refusal to show the responses does not hide the status and the error", async () => {
  const error = { code: 1, message: "m", properties: {} };
  standIn({
    answers: [{ status: 3, error }],
    calls: { "WebTokenRequestResult.ResponseData": { fails: ACCESS_DENIED } },
  });
  assert.deepEqual(await silent(), { status: 3, error });
});

test("a request that Windows does not make is told", async () => {
  const log = standIn({ calls: { "WebTokenRequest.Create": { fails: ACCESS_DENIED } } });
  await assert.rejects(silent(), {
    code: "call_failed",
    function: "WebTokenRequest",
    hresult: ACCESS_DENIED,
  });
  assert.deepEqual(log.calls("GetTokenSilentlyAsync"), []);
});

for (const name of ["WebAuthenticationCoreManager", "WebTokenRequest"]) {
  test(`a Windows that has no class ${name} is told as such`, async () => {
    const fullName = `Windows.Security.Authentication.Web.Core.${name}`;
    standIn({ calls: { [fullName]: { fails: CLASS_NOT_REGISTERED } } });
    for (const mode of /** @type {const} */ (["silent", "interactive"])) {
      await assert.rejects(getToken({ mode }), {
        code: "call_failed",
        function: "RoGetActivationFactory",
        hresult: CLASS_NOT_REGISTERED,
      });
    }
  });
}
