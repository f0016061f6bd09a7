import { inspect } from "node:util";
import { BrokerError, type ErrorCode } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import type { NativeError } from "../../src/addon.js";
import {
  ACCESS_TOKEN,
  APPLE,
  appleError,
  brokerError,
  commonHeaders,
  type Headers,
  INES,
  tokenRequest,
} from "./samples.js";
import {
  APPLE_ERRORS,
  MSAL_ERRORS,
  MSAL_INTERNAL_ERRORS,
  MSID_ERRORS,
  OAUTH_ANSWERS,
  OAUTH_ERRORS,
} from "./error-catalogue.js";
import { brokerOver, type Scripted, scriptedAddon } from "./scripted-addon.js";

/** What becomes of a silent call that is answered with this. */
async function errorOf(refresh: Scripted): Promise<BrokerError> {
  const error: unknown = await brokerOver(scriptedAddon({ refresh }))
    .acquireTokenSilent({ ...tokenRequest, account: INES })
    .catch((thrown: unknown) => thrown);
  if (error instanceof BrokerError) return error;
  throw new Error("no BrokerError was thrown", { cause: error });
}

const failed = (error: NativeError): Promise<BrokerError> =>
  errorOf({ code: "authorization_error", message: "The operation ended with an error.", error });

const said = (headers: Headers): Promise<BrokerError> =>
  errorOf({ ...commonHeaders("refresh"), success: "0", provider_type: "provider_aad_v2", ...headers });

const status = (name: string): string => `Response_Status.Status_${name}`;

describe("each error of AuthenticationServices is", () => {
  test.each(APPLE_ERRORS)("%i: %s, %s", async (code, errorCode, name) => {
    const error = await failed(appleError(code));

    expect(error).toMatchObject({
      errorCode,
      broker: { status: status(name), code, tag: "apple", context: expect.stringContaining(`error ${code}`) },
    });
    expect(error).not.toHaveProperty("cause");
  });

  test("broken where it points to the broker's own, and there is none", async () => {
    expect(await failed(appleError(-6000))).toMatchObject({
      errorCode: "broker_response_invalid",
      message: expect.stringContaining("points to another, which is not there"),
    });
  });
});

describe("each error of the broker's own has its code and its status:", () => {
  test.each(MSAL_ERRORS)("MSALErrorDomain %i is %s, %s", async (code, errorCode, name) => {
    expect(await failed(brokerError("MSALErrorDomain", code))).toMatchObject({
      errorCode,
      broker: { status: status(name), code, tag: "msale" },
    });
  });

  test.each(MSAL_INTERNAL_ERRORS)("MSALInternalErrorCodeKey %i is %s, %s", async (code, errorCode, name) => {
    const userInfo = { MSALInternalErrorCodeKey: String(code), MSALErrorDescriptionKey: "in its words" };
    expect(await failed(brokerError("MSALErrorDomain", -50000, userInfo))).toMatchObject({
      errorCode,
      broker: { status: status(name), code, tag: "msale", context: "in its words" },
    });
  });

  test.each(MSID_ERRORS)("MSIDErrorDomain %i is %s, %s", async (code, errorCode, name) => {
    for (const domain of ["MSIDErrorDomain", "MSAIMSIDErrorDomain"]) {
      expect(await failed(brokerError(domain, code))).toMatchObject({
        errorCode,
        broker: { status: status(name), code, tag: "mside" },
      });
    }
  });

  test.each(OAUTH_ERRORS)("MSIDOAuthErrorDomain %i is %s, %s", async (code, errorCode, name) => {
    for (const [domain, key] of [
      ["MSIDOAuthErrorDomain", "MSIDErrorDescriptionKey"],
      ["MSAIMSIDOAuthErrorDomain", "MSAIMSIDErrorDescriptionKey"],
    ] as const) {
      expect(await failed(brokerError(domain, code, { [key]: "in the server's words" }))).toMatchObject({
        errorCode,
        broker: { status: status(name), code, tag: "oauth", context: "in the server's words" },
      });
    }
  });

  test.each([-1009, -1001, -1003, -999])("NSURLErrorDomain %i is no network", async (code) => {
    expect(await failed(brokerError("NSURLErrorDomain", code))).toMatchObject({
      errorCode: "no_network_connectivity",
      retryable: true,
      broker: { status: status("NoNetwork"), code, tag: "netwk" },
    });
  });

  test.each([-1200, -1202, -1206])("NSURLErrorDomain %i is a connection that is not safe", async (code) => {
    expect(await failed(brokerError("NSURLErrorDomain", code))).toMatchObject({
      errorCode: "platform_broker_error",
      retryable: false,
      message: expect.stringContaining("no safe connection (TLS)"),
      broker: { code, tag: "netwk" },
    });
  });

  test("MSALInternalErrorCodeKey that nobody knows does not hide a public code that is known", async () => {
    const userInfo = { MSALInternalErrorCodeKey: "-42999" };
    expect(await failed(brokerError("MSALErrorDomain", -50002, userInfo))).toMatchObject({
      errorCode: "interaction_required",
      broker: { code: -50002 },
    });
    expect(await failed(brokerError("MSALErrorDomain", -50000, userInfo))).toMatchObject({
      errorCode: "platform_broker_error",
      broker: { code: -42999 },
    });
  });

  test("and what nobody knows is an unexpected failure, with its words", async () => {
    expect(await failed(brokerError("com.example.Other", -50005))).toMatchObject({
      errorCode: "platform_broker_error",
      broker: { status: status("Unexpected"), code: -50005, tag: "other", context: expect.any(String) },
    });
  });

  test("every one says what to do where something can be done", async () => {
    const codes = [...MSAL_ERRORS, ...MSID_ERRORS, ...OAUTH_ERRORS].filter(
      ([, code]) => !["platform_broker_error", "server_error", "user_canceled"].includes(code),
    );
    for (const [code] of codes) {
      const domain = code > -51000 ? "MSALErrorDomain" : "MSIDOAuthErrorDomain";
      expect((await failed(brokerError(domain, code))).hint).toMatch(/[A-Z].+/);
    }
  });
});

describe("a tree of errors", () => {
  const cancelled: NativeError = { domain: "MSALErrorDomain", code: -50005, description: "", userInfo: {} };

  test("counts by the first of the broker's, however deep it is, and under whichever code of Apple's", async () => {
    const foreign = {
      domain: "NSOSStatusErrorDomain",
      code: -1,
      description: "",
      userInfo: {},
      underlying: cancelled,
    };
    for (const error of [appleError(-6000, foreign), appleError(1004, cancelled), cancelled]) {
      expect(await failed(error)).toMatchObject({ errorCode: "user_canceled", broker: { code: -50005 } });
    }
  });

  test("is looked at below one of the broker's that only says something failed", async () => {
    const offline = { domain: "NSURLErrorDomain", code: -1009, description: "offline", userInfo: {} };
    const unknown = (underlying: NativeError): NativeError =>
      appleError(-6000, {
        domain: "MSALErrorDomain",
        code: -50000,
        description: "",
        userInfo: {},
        underlying,
      });
    expect(await failed(unknown(offline))).toMatchObject({
      errorCode: "no_network_connectivity",
      broker: { code: -1009, tag: "netwk" },
    });
    // With nothing below that says more, it is the one.
    expect(await failed(unknown({ ...offline, domain: "com.example.Other" }))).toMatchObject({
      errorCode: "platform_broker_error",
      broker: { code: -50000, tag: "msale" },
    });
  });

  test("has the authority's number in front where it comes beside the words", async () => {
    const userInfo = { MSIDErrorDescriptionKey: "no MFA", MSIDSTSErrorCodesKey: "50076,50079" };
    expect(await failed(brokerError("MSIDOAuthErrorDomain", -51412, userInfo))).toMatchObject({
      errorNo: 50_076,
      broker: { context: "AADSTS50076: no MFA" },
    });
  });

  test("is not followed without end", async () => {
    let error: NativeError = cancelled;
    for (let depth = 0; depth < 40; depth += 1) error = appleError(1000, error);
    expect(await failed(error)).toMatchObject({ errorCode: "platform_broker_error", broker: { code: 1000 } });
  });

  test("without words says so", async () => {
    const error = await failed(appleError(-6000, cancelled));
    expect(error.errorMessage).toBe(
      `the user closed the broker's window, and gave no explanation (errorCode=-50005 status=${status("UserCanceled")})`.replace(
        "(",
        "(tag=msale ",
      ),
    );
    expect(error.broker).not.toHaveProperty("context");
  });

  test("whose names are those of objects' own members has none of them", async () => {
    for (const code of [Number.NaN, Infinity, 0]) {
      expect(await failed(brokerError("MSALErrorDomain", code, { constructor: "x" }))).toMatchObject({
        errorCode: "platform_broker_error",
      });
    }
  });
});

describe("an error of the authority in an answer", () => {
  test.each(OAUTH_ANSWERS)("%s has the code %i and is %s, in any case", async (error, code, errorCode) => {
    for (const spelt of [error, error.toUpperCase()]) {
      expect(await said({ error: spelt })).toMatchObject({ errorCode, broker: { code, tag: "oauth" } });
    }
  });

  test("keeps the authority's words and number, and says what to do", async () => {
    const error = await said({
      error: "invalid_grant",
      error_description: "AADSTS65001%3A%20no%20consent",
      suberror: "consent_required",
    });
    expect(error).toMatchObject({
      errorCode: "interaction_required",
      errorNo: 65_001,
      subError: "consent_required",
      hint: expect.stringContaining('prompt: "consent"'),
      broker: {
        status: status("InteractionRequired"),
        code: -51412,
        tag: "oauth",
        context: "AADSTS65001: no consent",
      },
    });
  });

  test("has its number in front where it comes beside the words", async () => {
    const description = {
      error: "invalid_grant",
      error_description: "no MFA",
      error_codes: "[50076, 50079]",
    };
    expect((await said(description)).broker?.context).toBe("AADSTS50076: no MFA");
    expect((await said({ ...description, error_description: "AADSTS50076: no MFA" })).broker?.context).toBe(
      "AADSTS50076: no MFA",
    );
  });

  test("with a policy of app protection is told from a wrong registration", async () => {
    expect(
      await said({ error: "unauthorized_client", suberror: "protection_policy_required" }),
    ).toMatchObject({ errorCode: "server_error", broker: { code: -51430 } });
  });

  test("that a policy refused is not the user's doing", async () => {
    expect(await said({ error: "access_denied", error_codes: "[53003]" })).toMatchObject({
      errorCode: "server_error",
      errorNo: 53_003,
    });
  });

  test("is one although the answer has a token, which is not shown", async () => {
    const error = await said({ error: "invalid_grant", access_token: ACCESS_TOKEN });
    expect(error.errorCode).toBe("interaction_required");
    expect(`${error.stack}${inspect(error)}`).not.toContain(ACCESS_TOKEN.slice(-30));
  });
});

test("what the broker quotes is redacted", async () => {
  const text = `no token for inês@contoso.example: ${ACCESS_TOKEN} refresh_token=0.short`;
  for (const error of [
    await failed(brokerError("MSALErrorDomain", -50002, { MSALErrorDescriptionKey: text })),
    await said({ error: "invalid_grant", error_description: encodeURIComponent(text) }),
    await failed({ domain: APPLE, code: 1000, description: text, userInfo: { token: ACCESS_TOKEN } }),
  ]) {
    const printed = `${error.stack}${inspect(error)}${JSON.stringify(error)}`;
    expect(printed).toContain("no token for (user name)");
    for (const secret of [ACCESS_TOKEN.slice(-30), "0.short", "contoso"])
      expect(printed).not.toContain(secret);
  }
});

describe("the addon's own errors:", () => {
  test.each<[Scripted, ErrorCode, string]>([
    [{ code: "bad_credential", message: "x" }, "broker_response_invalid", "holds no HTTP response"],
    [{ code: "unsupported", message: "x" }, "broker_unavailable", "no single sign-on extensions"],
    [{ code: "no_window", message: "x" }, "request_unsupported", '"parentWindowHandle"'],
    [{ code: "timeout", message: "x" }, "request_timeout", "did not answer refresh within 30000 ms"],
    [{ code: "cancelled", message: "x" }, "request_aborted", '"signal"'],
    [{ code: "authorization_error", message: "x" }, "broker_response_invalid", "cannot be used"],
  ])("%j is %s", async (scripted, errorCode, words) => {
    const error = await errorOf(scripted);
    expect(error).toMatchObject({ errorCode, message: expect.stringContaining(words) });
    if (errorCode !== "request_aborted") expect(error.hint).toBeTruthy();
  });
});
