import { decodeJwt } from "jose";
import {
  AUTHORITY_FAULT_NAMES,
  type AuthorityFaultName,
  EmulatorError,
  parseAuthorityFault,
} from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import {
  answerTo,
  authorityForTest,
  authorizeUrl,
  clientIdOf,
  CUSTOM_SCHEME_APP,
  post,
  refresh,
  tokensFor,
} from "./support.js";

const config = { apps: [CUSTOM_SCHEME_APP] };

/** The rows of Entra's errors, as clients see them. */
const ERRORS: readonly (readonly [
  AuthorityFaultName,
  number,
  string,
  number | undefined,
  string | undefined,
])[] = [
  ["mfa-required", 400, "invalid_grant", 50076, "basic_action"],
  ["mfa-enroll", 400, "invalid_grant", 50079, "basic_action"],
  ["consent-required", 400, "invalid_grant", 65001, "consent_required"],
  ["rt-expired-inactive", 400, "invalid_grant", 700082, "bad_token"],
  ["rt-expired-frequency", 400, "invalid_grant", 70043, "token_expired"],
  ["revoked", 400, "invalid_grant", 50173, undefined],
  ["ca-blocked", 400, "invalid_grant", 53003, "message_only"],
  ["device-not-compliant", 400, "invalid_grant", 53000, "message_only"],
  ["loop", 400, "invalid_grant", 50196, undefined],
  ["slow-down", 400, "slow_down", undefined, undefined],
  ["unavailable-503-json", 503, "temporarily_unavailable", 90006, undefined],
  ["throttled-429-json", 429, "temporarily_unavailable", 90055, undefined],
];

test.for(ERRORS)("%s is a %i %s", async ([fault, status, error, code, suberror]) => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault, times: 1 });
  const answer = await refresh(authority, "whatever");
  expect(answer.status).toBe(status);
  expect(answer.body["error"]).toBe(error);
  expect(answer.body["error_codes"]).toEqual(code === undefined ? [] : [code]);
  expect(answer.body["suberror"]).toBe(suberror);
  expect("claims" in answer.body).toBe(fault.startsWith("mfa-"));
  expect(answer.headers.get("retry-after")).toBe(status === 429 ? "60" : null);
  // Once means once.
  expect((await refresh(authority, "whatever")).body["error_codes"]).toEqual([70000]);
});

test.for([
  ["throttled-429-text", 429, "text/plain", "Too Many Requests"],
  ["html-502", 502, "text/html", "Bad Gateway"],
  ["captive-portal-200-html", 200, "text/html", "Wi-Fi"],
] as const)("%s is no JSON", async ([fault, status, type, words]) => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault });
  const response = await fetch(`${authority.base}/common/oauth2/v2.0/token`, { method: "POST" });
  expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
  expect(await response.text()).toContain(words);
});

test("truncated-json cuts a good answer", async () => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault: "truncated-json", endpoint: "devicecode" });
  const asked = post(authority, "devicecode", { client_id: clientIdOf(authority), scope: "openid" });
  await expect(asked).rejects.toThrow(SyntaxError);
});

test("drop cuts the connection, and never keeps it waiting", async () => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault: "drop", times: 1 });
  await expect(refresh(authority, "x")).rejects.toThrow("fetch failed");
  authority.faults.add({ fault: "never" });
  const waiting = refresh(authority, "x");
  waiting.catch(() => {});
  expect(
    (await post(authority, "devicecode", { client_id: clientIdOf(authority), scope: "openid" })).status,
  ).toBe(200);
  await authority.close();
  await expect(waiting).rejects.toThrow("fetch failed");
});

test("slow gives the right answer, late", async () => {
  const authority = await authorityForTest({ config });
  const { body } = await tokensFor(authority);
  authority.faults.add({ fault: "slow", delayMs: 60 });
  const started = performance.now();
  expect((await refresh(authority, body["refresh_token"])).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(50);
});

test("interval-missing leaves the interval out", async () => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault: "interval-missing" });
  const { body } = await post(authority, "devicecode", { client_id: clientIdOf(authority), scope: "openid" });
  expect(body).not.toHaveProperty("interval");
  expect(body).toHaveProperty("device_code");
});

describe("a spoiled answer of the token endpoint", () => {
  test.for([
    ["scope-form", "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read openid"],
    ["scope-declined", "User.Read openid"],
  ] as const)("%s", async ([fault, scope]) => {
    const authority = await authorityForTest({ config });
    authority.faults.add({ fault });
    const { body } = await tokensFor(authority, { scope: "openid User.Read Mail.Read" });
    expect(body["scope"]).toBe(scope);
  });

  test.for([
    ["id-token-wrong-issuer", "iss"],
    ["id-token-wrong-audience", "aud"],
    ["id-token-wrong-nonce", "nonce"],
    ["id-token-expired", "exp"],
  ] as const)("%s", async ([fault, claim]) => {
    const authority = await authorityForTest({ config });
    const parameters = { nonce: "the nonce" };
    const good = decodeJwt(String((await tokensFor(authority, parameters)).body["id_token"]));
    authority.faults.add({ fault });
    const bad = decodeJwt(String((await tokensFor(authority, parameters)).body["id_token"]));
    expect(bad[claim]).not.toEqual(good[claim]);
    expect(bad.sub).toBe(good.sub);
    expect((bad.exp ?? 0) * 1000 < Date.now()).toBe(fault === "id-token-expired");
  });

  test("wrong-user", async () => {
    const authority = await authorityForTest({ config });
    const { body } = await tokensFor(authority, {}, { user: "adele@contoso.example" });
    authority.faults.add({ fault: "wrong-user" });
    const other = await refresh(authority, body["refresh_token"], { client_info: "1" });
    expect(decodeJwt(String(other.body["id_token"]))["preferred_username"]).toBe("lee@contoso.example");
  });
});

test("a fault of the authorize endpoint is an error at the redirect URI, or what a proxy shows", async () => {
  const authority = await authorityForTest({ config });
  authority.faults.add({ fault: "consent-required", endpoint: "authorize", times: 1 });
  const answer = await answerTo(authority);
  expect([answer.get("suberror"), answer.get("state")]).toEqual(["consent_required", "the state"]);
  authority.faults.add({ fault: "html-502", endpoint: "authorize", times: 1 });
  expect((await fetch(authorizeUrl(authority))).status).toBe(502);
});

describe("faults as text", () => {
  test.for([
    ["mfa-required", { fault: "mfa-required" }],
    ["devicecode:slow,delayMs=5", { fault: "slow", endpoint: "devicecode", delayMs: 5 }],
    ["unavailable-503-json,retryAfter=7,times=2", { fault: "unavailable-503-json", retryAfter: 7, times: 2 }],
  ] as const)("%s", ([text, fault]) => {
    expect(parseAuthorityFault(text)).toEqual(fault);
  });

  test.for(["", "nonsense", "login:slow", "slow,delayMs", "slow,delayMs=x", "slow,speed=1", "slow,times=0"])(
    "%o is refused",
    (text) => {
      expect(() => parseAuthorityFault(text)).toThrow(EmulatorError);
    },
  );

  test("every name is known by itself", () => {
    expect(AUTHORITY_FAULT_NAMES.map((name) => parseAuthorityFault(name).fault)).toEqual(
      AUTHORITY_FAULT_NAMES,
    );
  });
});
