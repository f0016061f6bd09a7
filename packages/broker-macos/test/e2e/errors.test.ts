import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { broker } from "@authbroker/broker-macos";
import { ClientAuthError, InteractionRequiredAuthError } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { ACCESS_TOKEN, CLIENT_ID, commonHeaders, INES, tokenHeaders, UNSIGNED } from "../protocol/samples.js";
import { DOCUMENTED_REDIRECT_ERROR, ERRORS, OAUTH_ANSWERS } from "../protocol/error-catalogue.js";
import type { Step } from "../stand-in/stand-in.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, rejection, SCOPES } from "./clients.js";

/** The error of a silent call that the extension answers with this. */
async function silentError(refresh: Step): ReturnType<typeof rejection> {
  enrolledMac({ refresh });
  const app = await client();
  return rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }));
}

/** The error of an interactive call that the extension answers with this. */
async function interactiveError(login: Step): ReturnType<typeof rejection> {
  enrolledMac({ login });
  const app = await client();
  return rejection(app.acquireTokenInteractive(INTERACTIVE));
}

/** An error of the broker's, as the extension hands it on: below Apple's -6000. */
const below = (underlying: NonNullable<Step["error"]>): Step => ({ error: { code: -6000, underlying } });

describe("each error, silently and with a window:", () => {
  test.each(ERRORS)(
    "$domain $code is $errorCode, $status",
    async ({ domain, code, internal, errorCode, status }) => {
      const error =
        domain === "apple"
          ? { error: { code } }
          : below({
              domain,
              code,
              ...(internal ? { userInfo: { MSALInternalErrorCodeKey: internal } } : {}),
            });
      for (const thrown of [await silentError(error), await interactiveError(error)]) {
        expect(thrown).toMatchObject({
          errorCode,
          broker: { code: internal ?? code, status: `Response_Status.Status_${status}` },
        });
        expect(thrown.correlationId).toMatch(/^[0-9a-f-]{36}$/);
      }
    },
  );

  test.each(OAUTH_ANSWERS)("error=%s in an answer is %i, %s", async (error, code, errorCode) => {
    const headers = { ...commonHeaders("refresh"), success: "0", provider_type: "provider_aad_v2", error };
    expect(await silentError({ headers })).toMatchObject({ errorCode, broker: { code, tag: "oauth" } });
  });
});

test("the errors are msal-node's own classes where it has them", async () => {
  expect(await silentError({ error: { code: 1005 } })).toBeInstanceOf(InteractionRequiredAuthError);
  expect(await interactiveError({ error: { code: 1001 } })).toBeInstanceOf(ClientAuthError);
});

test("a window that is needed and not allowed is an interaction", async () => {
  expect(await silentError({ needsUserInterface: true, headers: tokenHeaders() })).toMatchObject({
    errorCode: "interaction_required",
    broker: { code: 1005, tag: "apple" },
  });
});

describe("an answer that cannot be used:", () => {
  test.each<[string, Step]>([
    ["a credential of another class", { credential: "otherClass" }],
    ["a credential without an HTTP response", { credential: "noResponse" }],
    ["no credential", { credential: "none" }],
    ["no header fields", {}],
    ["the token of another kind", { headers: { ...tokenHeaders(), token_type: "Pop" } }],
    ["an error that points nowhere", { error: { code: -6000 } }],
  ])("%s", async (_what, refresh) => {
    const error = await silentError(refresh);
    expect(error).toMatchObject({ errorCode: "broker_response_invalid" });
    expect(`${error.stack}`).not.toContain(ACCESS_TOKEN.slice(-20));
  });

  test("an exception of macOS itself", async () => {
    expect(await silentError({ throws: "not with these requests" })).toMatchObject({
      errorCode: "broker_unavailable",
    });
  });

  test("the token of another user than the one asked for", async () => {
    const other = {
      ...INES,
      homeAccountId: "b.c",
      tenantId: "c",
      localAccountId: "b",
      username: "b@c.example",
    };
    expect(await silentError({ headers: tokenHeaders(other) })).toMatchObject({
      errorCode: "account_mismatch",
    });
  });
});

describe("the redirect URI that is not registered", () => {
  const words = `AADSTS50011: The redirect URI '${UNSIGNED}' specified in the request does not match the redirect URIs configured for the application '${CLIENT_ID}'.`;

  test.each<[string, Step]>([
    [
      "in an answer",
      {
        headers: {
          ...commonHeaders("login"),
          success: "0",
          error: "invalid_client",
          error_description: encodeURIComponent(words),
        },
      },
    ],
    [
      "in an error",
      below({
        domain: "MSAIMSIDOAuthErrorDomain",
        code: -51411,
        userInfo: { MSAIMSIDErrorDescriptionKey: words, MSAIMSIDOAuthErrorKey: "invalid_client" },
      }),
    ],
  ])("is told as it is documented, %s", async (_where, login) => {
    const error = await interactiveError(login);
    expect(error.message.split("\n")[0]).toMatch(DOCUMENTED_REDIRECT_ERROR);
    expect(error).toMatchObject({
      errorCode: "redirect_uri_mismatch",
      errorNo: 50_011,
      broker: { tag: "oauth", code: -51411, context: words, status: "Response_Status.Status_Unexpected" },
    });
    for (const uri of [UNSIGNED, "msauth.BUNDLE_ID://auth"]) expect(error.message).toContain(uri);
  });
});

test("a request that the extension refuses is told by the option that it misses", async () => {
  enrolledMac();
  const call = broker.getAccounts({ clientId: "", redirectUri: UNSIGNED, correlationId: "x" });
  expect(await rejection(call)).toMatchObject({
    errorCode: "platform_broker_error",
    broker: { code: -42000, tag: "msale", context: expect.stringContaining("client_id") },
  });
});

test("where macOS has no extension for the URL, a silent call says so", async () => {
  enrolledMac({}, { hosts: [] });
  const app = await client();
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }));
  expect(error).toMatchObject({ errorCode: "broker_unavailable", retryable: true, broker: { code: 1003 } });
});

test("a package without a build for this system says so when a client is made", async () => {
  const script = `
    import { load } from "@authbroker/broker-macos";
    await load().catch(({ errorCode, hint, message }) => console.log(JSON.stringify({ errorCode, hint, message })));
  `;
  const { AUTHBROKER_TEST_BUILD: _build, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    env,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    errorCode: "broker_load_failed",
    message: expect.stringMatching(
      /has no build for this system: there is no \S+\/prebuilds\/\S+\/broker-macos\.node/,
    ),
    hint: expect.stringContaining("macOS on arm64 and x64"),
  });
});
