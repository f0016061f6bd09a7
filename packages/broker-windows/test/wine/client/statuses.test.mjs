import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BrokerError } from "@authbroker/core";
import * as msal from "@azure/msal-node";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { ACCOUNT, createApp, rejection, SCOPES } from "./client.mjs";

/**
 * What Windows says, and the error that the application gets.
 *
 * @type {readonly {
 *   name: string,
 *   script: import("../support/script-lines.mjs").Script,
 *   code: string,
 *   class: new (...args: never[]) => Error,
 *   says: RegExp,
 *   hint: RegExp | undefined,
 *   retryable?: boolean,
 * }[]}
 */
const CASES = [
  {
    name: "UserCancel",
    script: answering(1),
    code: "user_canceled",
    class: msal.ClientAuthError,
    says: /the user closed Windows' sign-in window/,
    // The tests run as Wine's administrator.
    hint: /administrator's rights/,
  },
  {
    name: "UserInteractionRequired",
    script: answering(3),
    code: "interaction_required",
    class: msal.InteractionRequiredAuthError,
    says: /Windows needs the user to act/,
    hint: /acquireTokenInteractive/,
  },
  {
    name: "AccountProviderNotAvailable",
    script: answering(4),
    code: "broker_unavailable",
    class: BrokerError,
    says: /plug-in .*missing or disabled/,
    hint: /administrator/,
    retryable: true,
  },
  {
    name: "ProviderError: a service that is busy",
    script: answering(5, { code: 0xcaa20005, message: "server überlastet" }),
    code: "server_unavailable",
    class: msal.ServerError,
    says: /0xCAA20005.*server überlastet/s,
    hint: /Try again later/,
    retryable: true,
  },
  {
    name: "ProviderError: no network",
    script: answering(5, { code: 0xcaa82ee7, message: "name not resolved" }),
    code: "no_network_connectivity",
    class: msal.ClientAuthError,
    says: /cannot be resolved/,
    hint: /network connection/,
    retryable: true,
  },
  {
    name: "ProviderError: a multi-factor sign-in",
    script: answering(5, { code: 0xcaa2000c, message: "AADSTS50076: more is needed" }),
    code: "interaction_required",
    class: msal.InteractionRequiredAuthError,
    says: /multi-factor/,
    hint: /acquireTokenInteractive/,
  },
  {
    name: "ProviderError: a redirect URI that is not registered",
    script: answering(5, { code: 0xcaa20003, message: "AADSTS50011: The redirect URI does not match" }),
    code: "redirect_uri_mismatch",
    class: BrokerError,
    says: /ms-appx-web:\/\/Microsoft\.AAD\.BrokerPlugin\/00000000-1111/,
    hint: /^Register it for the application/,
  },
  {
    name: "ProviderError: a code that nobody has explained",
    script: answering(5, { code: 0xcaa90099, message: "something new" }),
    code: "platform_broker_error",
    class: BrokerError,
    says: /0xCAA90099.*something new/s,
    hint: undefined,
  },
  {
    name: "a status that is not known",
    script: answering(77),
    code: "platform_broker_error",
    class: BrokerError,
    says: /status that is not known/,
    hint: undefined,
  },
  {
    name: "a call that fails",
    script: { calls: { RequestTokenForWindowAsync: { fails: 0x80070422 } } },
    code: "broker_unavailable",
    class: BrokerError,
    says: /RequestTokenForWindowAsync answered 0x80070422/,
    hint: /TokenBroker/,
    retryable: true,
  },
  {
    name: "an operation that fails",
    script: { calls: { RequestTokenForWindowAsync: { operationFails: 0x800704cf } } },
    code: "no_network_connectivity",
    class: msal.ClientAuthError,
    says: /0x800704CF/,
    hint: /network connection/,
    retryable: true,
  },
];

/**
 * A Windows that answers every request for a token with a status.
 *
 * @param {number} status
 * @param {import("../support/script-lines.mjs").ProviderError} [error]
 */
function answering(status, error) {
  return { accounts: [PERSON], answers: [{ status, ...(error ? { error } : {}) }] };
}

describe("an application is told what Windows said, with msal-node's class and what to do", () => {
  for (const { name, script, code, class: expected, says, hint, retryable = false } of CASES) {
    test(name, async () => {
      standIn(script);
      const app = await createApp({ broker: { required: true } });
      const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES }));
      assert.equal(error.errorCode, code);
      assert.ok(error instanceof expected, `it is a ${error.constructor.name}`);
      assert.match(error.message, says);
      assert.match(error.message, new RegExp(`troubleshooting\\.md#${code}$`));
      if (hint === undefined) assert.equal(error.hint, undefined);
      else assert.match(error.hint, hint);
      assert.equal(error.retryable, retryable);
      assert.match(error.correlationId, /^[\da-f-]{36}$/);
    });
  }

  test("of a silent request too", async () => {
    standIn(answering(3));
    const app = await createApp();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }));
    assert.ok(error instanceof msal.InteractionRequiredAuthError);
    assert.equal(error.broker?.status, "UserInteractionRequired");
  });
});

test("an answer that is no answer is refused, and never quoted", async () => {
  const properties = { wamcompat_id_token: "eyJhbGciOiJub25lIn0.broken", wamcompat_client_info: "%" };
  standIn({ accounts: [PERSON], answers: [{ token: "SecretToken", properties }] });
  const app = await createApp();
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES }));
  assert.equal(error.errorCode, "broker_response_invalid");
  assert.doesNotMatch(JSON.stringify({ ...error, text: String(error) }), /SecretToken|eyJ/);
});
