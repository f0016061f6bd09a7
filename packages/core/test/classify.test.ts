import {
  AuthError,
  ClientAuthError,
  ClientConfigurationError,
  InteractionRequiredAuthError,
  ServerError,
} from "@azure/msal-node";
import { BrokerError } from "@authbroker/core";
import { describe, expect, test, vi } from "vitest";
import { classifyAuthorizeError, classifyMsalError, classifyTokenError } from "../src/errors/classify.js";
import { asMsalError } from "../src/errors/msal-classes.js";
import { CLIENT_ID, unsignedJwt } from "./fake-broker.js";

const context = {
  clientId: CLIENT_ID,
  correlationId: "0a0b0c0d-1111-4222-8333-444455556666",
  authority: "https://login.microsoftonline.com/common",
  redirectUri: "http://localhost:49152",
};

const CLAIMS =
  '{"access_token":{"capolids":{"essential":true,"values":["0a0b0c0d-1111-4222-8333-444455556666"]}}}';
const TRACE = "Trace ID: 0a0b0c0d-1111-4222-8333-444455556666 Timestamp: 2026-11-21 20:00:00Z";

/** A row of Entra's catalogue: number, HTTP status, error, what else is in the body, and what it is to be. */
type Row = readonly [
  number,
  number,
  string,
  { suberror?: string; claims?: string; retryAfter?: number },
  string,
  typeof AuthError,
];

const CATALOGUE: readonly Row[] = [
  [
    50076,
    400,
    "invalid_grant",
    { suberror: "basic_action", claims: CLAIMS },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [50076, 400, "interaction_required", {}, "interaction_required", InteractionRequiredAuthError],
  [
    50079,
    400,
    "invalid_grant",
    { suberror: "basic_action", claims: CLAIMS },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    65001,
    400,
    "invalid_grant",
    { suberror: "consent_required" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    700082,
    400,
    "invalid_grant",
    { suberror: "bad_token" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    70043,
    400,
    "invalid_grant",
    { suberror: "token_expired" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [50173, 400, "invalid_grant", {}, "interaction_required", InteractionRequiredAuthError],
  [
    53003,
    400,
    "invalid_grant",
    { suberror: "message_only" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    53000,
    400,
    "invalid_grant",
    { suberror: "message_only" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    50097,
    400,
    "interaction_required",
    { suberror: "additional_action" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [
    50097,
    400,
    "invalid_request",
    { suberror: "additional_action" },
    "interaction_required",
    InteractionRequiredAuthError,
  ],
  [54005, 400, "invalid_grant", {}, "server_error", ServerError],
  [501481, 400, "invalid_grant", {}, "server_error", ServerError],
  [50011, 400, "invalid_request", {}, "redirect_uri_mismatch", AuthError],
  [700016, 400, "unauthorized_client", {}, "app_registration_invalid", ServerError],
  [700038, 400, "unauthorized_client", {}, "app_registration_invalid", ServerError],
  [90009, 400, "invalid_request", {}, "app_registration_invalid", ServerError],
  [500011, 400, "invalid_resource", {}, "app_registration_invalid", ServerError],
  [7000218, 401, "invalid_client", {}, "app_registration_invalid", ServerError],
  [50196, 400, "invalid_grant", {}, "request_throttled", ServerError],
  [90055, 429, "temporarily_unavailable", { retryAfter: 17 }, "request_throttled", ServerError],
  [90006, 503, "temporarily_unavailable", { retryAfter: 5 }, "server_unavailable", ServerError],
  [90033, 503, "temporarily_unavailable", {}, "server_unavailable", ServerError],
  [70003, 400, "unsupported_grant_type", {}, "server_error", ServerError],
  [70011, 400, "invalid_scope", {}, "server_error", ServerError],
  [90002, 400, "invalid_request", {}, "server_error", ServerError],
  [70018, 400, "bad_verification_code", {}, "server_error", ServerError],
  [70020, 400, "expired_token", {}, "device_code_expired", ClientAuthError],
  [70000, 400, "authorization_declined", {}, "user_canceled", ClientAuthError],
  [65004, 400, "access_denied", {}, "user_canceled", ClientAuthError],
  [50049, 400, "invalid_instance", {}, "untrusted_authority", ClientConfigurationError],
];

const CLASSES = [InteractionRequiredAuthError, ClientAuthError, ClientConfigurationError, ServerError];

describe("an error of the token endpoint gets its code, its class and all that it brings:", () => {
  test.each(CATALOGUE)("AADSTS%d, HTTP %d %s", async (number, status, error, more, code, expected) => {
    const { retryAfter, suberror, claims } = more;
    const error_description = `AADSTS${number}: What Entra says about it. ${TRACE}`;
    const body = {
      error,
      error_description,
      error_codes: [number],
      ...(suberror ? { suberror } : {}),
      ...(claims ? { claims } : {}),
    };
    const headers: Record<string, string> =
      retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };

    const made = await asMsalError(classifyTokenError({ status, headers, body }, context));

    expect(made).toMatchObject({
      errorCode: code,
      errorNo: number,
      subError: suberror ?? "",
      claims,
      retryAfter,
      correlationId: context.correlationId,
    });
    expect(made).toBeInstanceOf(expected);
    expect(made).toBeInstanceOf(BrokerError);
    expect(CLASSES.filter((own) => made instanceof own)).toHaveLength(expected === AuthError ? 0 : 1);
    expect(made.message).toContain(error_description);
    expect(made.hint).toMatch(/\S/);
    expect(made.retryable).toBe(/throttled|unavailable/.test(code));
  });

  test("from its text alone, when the body was not parsed", () => {
    const text = JSON.stringify({
      error: "invalid_grant",
      error_description: "AADSTS50173: It was revoked.",
    });

    const made = classifyTokenError({ status: 400, headers: {}, text }, context);

    expect(made).toMatchObject({ errorCode: "interaction_required", errorNo: 50173 });
  });
});

describe("after a sign-in, the hint of an error is not to sign in:", () => {
  const after = { ...context, afterSignIn: true };
  const hintOf = (body: object): string | undefined =>
    classifyTokenError({ status: 400, headers: {}, body }, after).hint;

  test.each([
    [{ error: "invalid_grant" }, "Start the sign-in again."],
    [{ error: "invalid_grant", error_codes: [54005] }, "Start the sign-in again."],
    [{ error: "invalid_grant", claims: CLAIMS }, "Call acquireTokenInteractive with claims: error.claims."],
  ])("%j", (body, hint) => {
    expect(hintOf(body)).toBe(hint);
  });

  test("at the authorize endpoint the prompt was in the way", () => {
    const { hint } = classifyAuthorizeError({ error: "login_required" }, context);

    expect(hint).toBe('Start the sign-in again, without prompt: "none".');
  });
});

describe("the hint of an error says what to type next:", () => {
  test.each([
    [{ error: "invalid_grant", claims: CLAIMS }, "acquireTokenInteractive with claims: error.claims"],
    [{ error: "invalid_grant", suberror: "consent_required" }, 'prompt: "consent"'],
    [{ error: "invalid_grant" }, "Call acquireTokenInteractive with the same scopes"],
    [{ error: "invalid_request", error_codes: [90009] }, `${CLIENT_ID}/.default`],
    [{ error: "unauthorized_client", error_codes: [700016] }, "docs/registering-your-app.md"],
    [{ error: "invalid_request", error_codes: [90002] }, 'tenant of "auth.authority"'],
    [
      { error: "invalid_request", error_codes: [900144] },
      "https://login.microsoftonline.com/error?code=900144",
    ],
  ])("%j", (body, hint) => {
    expect(classifyTokenError({ status: 400, headers: {}, body }, context).hint).toContain(hint);
  });

  test("the redirect URI to register is that of this process, as it is registered: without the port", () => {
    const body = { error: "invalid_request", error_codes: [50011] };

    const made = classifyTokenError({ status: 400, headers: {}, body }, context);

    expect(made.errorMessage).toContain("lacks the redirect URI http://localhost:");
    expect(made.errorMessage).not.toContain("49152");
    expect(made.hint).toContain(CLIENT_ID);
    expect(made.hint).toContain("docs/registering-your-app.md");
  });
});

describe("what is no answer of a sign-in server is told in a readable way:", () => {
  const html = { "content-type": "text/html; charset=utf-8" };

  test.each<[string, number, Record<string, string>, string, string, string]>([
    [
      "a text with 429",
      429,
      { "retry-after": "60" },
      "Too Many Requests",
      "request_throttled",
      '"Too Many Requests"',
    ],
    [
      "a proxy's page with 502",
      502,
      html,
      "<html><title>Bad Gateway</title></html>",
      "server_unavailable",
      '"Bad Gateway"',
    ],
    [
      "a proxy's page with 407",
      407,
      html,
      "<h1>Proxy</h1>",
      "server_response_invalid",
      "HTTP 407 with an HTML page",
    ],
    [
      "a captive portal",
      200,
      html,
      "<!doctype html><title>Hotel Wi-Fi</title>",
      "server_response_invalid",
      '"Hotel Wi-Fi"',
    ],
    [
      "a redirect",
      302,
      { Location: "https://portal.example/?q=1" },
      "",
      "server_response_invalid",
      "a redirect to portal.example",
    ],
    [
      "JSON cut short",
      200,
      { "content-type": "application/json" },
      '{"token_type":"Be',
      "server_response_invalid",
      "cut short after 17 characters",
    ],
    ["an empty body", 404, {}, "", "server_response_invalid", "HTTP 404 with an empty body"],
    ["text with 400", 400, {}, "go away", "server_response_invalid", '"go away"'],
    [
      "JSON without token and error",
      200,
      {},
      "{}",
      "server_response_invalid",
      "neither a token nor an error",
    ],
  ])("%s", (_what, status, headers, text, code, says) => {
    const body: unknown = text === "{}" ? {} : undefined;

    const made = classifyTokenError({ status, headers, text, body }, context);

    expect(made).toMatchObject({ errorCode: code, correlationId: context.correlationId });
    expect(made.message).toContain(says);
  });

  test("and never quotes JSON, in which a token may be", () => {
    const text = '{"refresh_token":"short-and-opaque","acc';

    const made = classifyTokenError({ status: 200, headers: {}, text }, context);

    expect(made.message).not.toContain("short-and-opaque");
  });
});

describe("an answer made to take for ever to read is read at once:", () => {
  const long = 1_000_000;
  const html = { "content-type": "text/html" };

  test.each<[string, Parameters<typeof classifyTokenError>[0]]>([
    ["letters", described("a".repeat(long))],
    ["short words", described("a.".repeat(long / 2))],
    ["half a user name", described("a.%4".repeat(long / 4))],
    ["half a token", described("eyJ.".repeat(long / 4))],
    ["half a parameter", described('code"   '.repeat(long / 8))],
    ["half a credential", described("authorization:      ".repeat(long / 20))],
    ["titles without an end", { status: 502, headers: html, text: `<html>${"<title".repeat(long / 6)}` }],
    ["a title without an end", { status: 502, headers: html, text: `<title>${"a!".repeat(long / 2)}` }],
    ["a text", { status: 502, headers: {}, text: "a!".repeat(long / 2) }],
  ])("%s", (_what, answer) => {
    const start = performance.now();

    const made = classifyTokenError(answer, context);

    expect(performance.now() - start).toBeLessThan(1000);
    expect(made.message.length).toBeLessThan(2000);
  });

  test("and what msal-node or anybody else throws, too", () => {
    const start = performance.now();

    const made = classifyMsalError(new Error("a!".repeat(long / 2)), context);

    expect(performance.now() - start).toBeLessThan(1000);
    expect(made.message.length).toBeLessThan(2000);
  });

  test("and the end of what was read shows no part of a token", () => {
    const token = (letter: string): string => letter.repeat(70);
    // What is left of the last token after 4096 characters is too short to be known as one.
    const text = `${`${token("a")} `.repeat(57)}${token("b")}`;

    const { errorMessage } = classifyTokenError(described(text), context);

    expect(errorMessage).not.toMatch(/aaa|bbb/);
  });

  function described(error_description: string): Parameters<typeof classifyTokenError>[0] {
    return { status: 400, headers: {}, body: { error: "invalid_grant", error_description } };
  }
});

describe("Retry-After is", () => {
  const retryAfter = (value: string): number | undefined =>
    classifyTokenError({ status: 429, headers: { "retry-after": value } }, context).retryAfter;

  test.each([
    ["120", 120],
    ["0", 0],
    [" 7 ", 7],
    ["999999", 3600],
    ["soon", undefined],
    ["", undefined],
  ])("%j: %j seconds", (value, seconds) => {
    expect(retryAfter(value)).toBe(seconds);
  });

  test("taken as a date, too", () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12, 0, 0) });
    try {
      expect(retryAfter("Sat, 21 Nov 2026 12:01:30 GMT")).toBe(90);
      expect(retryAfter("Sat, 21 Nov 2026 11:00:00 GMT")).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("an error of the authorize endpoint:", () => {
  test.each([
    [
      { error: "login_required", error_description: "AADSTS50058: No session." },
      "interaction_required",
      50058,
    ],
    [{ error: "consent_required" }, "interaction_required", undefined],
    [
      { error: "interaction_required", error_description: "AADSTS50076: MFA." },
      "interaction_required",
      50076,
    ],
    [{ error: "access_denied" }, "user_canceled", undefined],
    [{ error: "access_denied", error_description: "AADSTS65004: Declined." }, "user_canceled", 65004],
    [
      { error: "access_denied", error_description: "AADB2C90091: The user has cancelled." },
      "user_canceled",
      undefined,
    ],
    [{ error: "access_denied", error_description: "AADSTS50105: Not assigned." }, "server_error", 50105],
    [{ error: "server_error", error_subcode: "cancel" }, "user_canceled", undefined],
    [{ error: "server_error", error_description: "AADSTS90033: Later." }, "server_unavailable", 90033],
    [{ error: "temporarily_unavailable" }, "server_unavailable", undefined],
    [
      { error: "unauthorized_client", error_description: "AADSTS700016: Who?" },
      "app_registration_invalid",
      700016,
    ],
    [
      { error: "invalid_request", error_description: "AADSTS50011: Where to?" },
      "redirect_uri_mismatch",
      50011,
    ],
    [{ error: "invalid_request" }, "server_error", undefined],
    [{ error: "" }, "server_error", undefined],
  ])("%j is %s", (answer, code, errorNo) => {
    expect(classifyAuthorizeError(answer, context)).toMatchObject({ errorCode: code, errorNo });
  });
});

describe("an error of msal-node's own:", () => {
  test.each<[string, Error, string]>([
    ["no token", new InteractionRequiredAuthError("no_tokens_found", ""), "interaction_required"],
    [
      "an old refresh token",
      new InteractionRequiredAuthError("refresh_token_expired", ""),
      "interaction_required",
    ],
    [
      "an answer with claims",
      new InteractionRequiredAuthError(
        "invalid_grant",
        "",
        "AADSTS50076: MFA",
        "basic_action",
        "",
        "",
        CLAIMS,
      ),
      "interaction_required",
    ],
    [
      "an answer without",
      new ServerError(
        "invalid_grant",
        "",
        "Error(s): 70043 - Description: AADSTS70043: frequency",
        "token_expired",
      ),
      "interaction_required",
    ],
    ["its own throttling", new ServerError("90055", "", "AADSTS90055: busy"), "request_throttled"],
    ["a cancelled sign-in", new ServerError("access_denied", "", "AADSTS65004: no"), "user_canceled"],
    [
      "no network",
      new ClientAuthError("network_error", "", "Network request failed"),
      "no_network_connectivity",
    ],
    ["no JSON", new AuthError("token_parsing_error", "", "Failed to parse"), "server_response_invalid"],
    ["no endpoints", new ClientAuthError("endpoints_resolution_error", ""), "server_response_invalid"],
    ["a failed poll", new AuthError("post_request_failed", "", "authorization_declined"), "user_canceled"],
    ["an expired code", new ClientAuthError("device_code_expired", ""), "device_code_expired"],
    ["an unknown authority", new ClientConfigurationError("untrusted_authority", ""), "untrusted_authority"],
    ["a malformed request", new ClientConfigurationError("invalid_claims", ""), "request_unsupported"],
    ["a cache plugin's", new Error("EACCES: permission denied"), "route_unavailable"],
  ])("%s", (_what, error, code) => {
    const made = classifyMsalError(error, context);

    expect(made).toMatchObject({ errorCode: code, correlationId: context.correlationId });
    expect(made.hint).toMatch(/\S/);
    expect(made.message).toContain(error.message.split(": ").at(-1));
  });

  test("keeps what it knows of the answer", () => {
    const error = new InteractionRequiredAuthError(
      "invalid_grant",
      "",
      "AADSTS50076: MFA",
      "basic_action",
      "",
      "",
      CLAIMS,
      "50076",
    );

    expect(classifyMsalError(error, context)).toMatchObject({
      claims: CLAIMS,
      subError: "basic_action",
      errorNo: 50076,
    });
  });

  test.each([["text"], [undefined], [null], [{ errorCode: "network_error" }]])(
    "%j is told, too",
    (thrown) => {
      expect(classifyMsalError(thrown, context)).toMatchObject({ errorCode: "route_unavailable" });
    },
  );

  test("an error of this library passes as it is", () => {
    const made = new BrokerError("account_mismatch", { message: "another user" });

    expect(classifyMsalError(made, context)).toBe(made);
  });
});

describe("no secret shows, however short it is:", () => {
  test.each([
    [
      "a form",
      "blocked: grant_type=authorization_code&code=M.C105_BAY.2.U.0a1b&code_verifier=short-verifier",
    ],
    ["JSON", '{"refresh_token": "M.C105_BAY.2.U.0a1b", "device_code":"short-verifier"}'],
    ["JSON in JSON", '{\\"refresh_token\\":\\"M.C105_BAY.2.U.0a1b\\",\\"id_token\\":\\"short-verifier\\"}'],
    ["a cache of MSAL's", '"secret":"M.C105_BAY.2.U.0a1b","accessToken":"short-verifier"'],
    ["Entra's form", "code=0.M.C105_BAY.2.U.0a1b and refresh_token=1.short-verifier"],
    ["a header", "Authorization: Bearer M.C105_BAY.2.U.0a1b, bearer short-verifier"],
    ["another header", "Proxy-Authorization: Basic M.C105_BAY.2.U.0a1b, client_assertion=short-verifier"],
  ])("in %s", (_what, said) => {
    for (const text of [said, `${said} and ${"more ".repeat(2000)}`]) {
      const made = classifyTokenError(
        { status: 400, headers: {}, body: { error: "e", error_description: text } },
        context,
      );

      expect(made.message).toContain("(redacted)");
      expect(made.message).not.toMatch(/M\.C105|short-verifier/);
    }
  });

  test.each([
    "AADSTS900144: The request body must contain the following parameter: 'code'.",
    "The bearer token is too old, error code=50173.",
    'Bearer realm="contoso", error="invalid_token"',
    "C:\\Program Files\\NODE\\node.exe is not there",
  ])("and what is none stays readable: %s", (said) => {
    const made = classifyTokenError(
      { status: 400, headers: {}, body: { error: "e", error_description: said } },
      context,
    );

    expect(made.errorMessage).toContain(said);
  });
});

const JWT = unsignedJwt({ oid: "0a0b0c0d", preferred_username: "ines@contoso.example" });
const SECRET = JWT.split(".")[1] ?? "";
const SAID = `User ines@contoso.example (CONTOSO\\ines) with ${JWT}`;

test.each<[string, () => BrokerError]>([
  [
    "an OAuth error",
    () =>
      classifyTokenError(
        { status: 400, headers: {}, body: { error: "invalid_grant", error_description: SAID } },
        context,
      ),
  ],
  [
    "the name of an error",
    () => classifyTokenError({ status: 400, headers: {}, body: { error: SAID } }, context),
  ],
  [
    "a suberror",
    () => classifyTokenError({ status: 400, headers: {}, body: { error: "e", suberror: SAID } }, context),
  ],
  ["a text", () => classifyTokenError({ status: 400, headers: {}, text: SAID }, context)],
  [
    "a title",
    () => classifyTokenError({ status: 400, headers: {}, text: `<title>${SAID}</title>` }, context),
  ],
  [
    "a redirect",
    () => classifyTokenError({ status: 302, headers: { location: `https://p.example/?t=${SAID}` } }, context),
  ],
  [
    "the authorize leg",
    () => classifyAuthorizeError({ error: "server_error", error_description: SAID }, context),
  ],
  ["an error of msal-node", () => classifyMsalError(new AuthError("token_parsing_error", "", SAID), context)],
  ["any other error", () => classifyMsalError(new Error(SAID), context)],
])("no token and no user name shows, when they are in %s", (_where, make) => {
  const made = make();

  for (const shown of [
    made.message,
    made.errorMessage,
    made.stack,
    JSON.stringify(made),
    String(made.cause),
  ]) {
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain("ines");
  }
});

test.each([["no JSON"], ["[]"], ["null"], [5], [{}]])(
  "claims that are none are not passed on: %j",
  (claims) => {
    const made = classifyTokenError(
      { status: 400, headers: {}, body: { error: "invalid_grant", claims } },
      context,
    );

    expect(made).toMatchObject({ errorCode: "interaction_required", claims: undefined });
  },
);
