import { decodeJwt } from "jose";
import { approveUserCode, signInWith } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { ADELE, answerTo, authorityForTest, authorizeUrl, CUSTOM_SCHEME_APP, tokensFor } from "./support.js";

const config = { apps: [CUSTOM_SCHEME_APP] };

describe("redirect URIs", () => {
  test.for([
    ["http://localhost:1234", ["http://localhost"], true],
    ["http://localhost:1234/", ["http://localhost"], true],
    ["http://localhost/cb", ["http://localhost:5000/cb"], true],
    ["http://127.0.0.1:9/cb", ["http://127.0.0.1/cb"], true],
    ["http://localhost:1234/cb", ["http://localhost"], false],
    ["http://localhost:1234/CB", ["http://localhost/cb"], false],
    ["http://127.0.0.1:1234", ["http://localhost"], false],
    ["http://[::1]:1234", ["http://[::1]"], false],
    ["https://localhost:1234", ["https://localhost"], false],
    ["http://localhost.evil.example:1", ["http://localhost"], false],
    ["http://localhost@evil.example", ["http://localhost"], false],
    ["http://localhost:1/#x", ["http://localhost"], false],
    ["https://app.example/cb", ["https://app.example/cb"], true],
    ["https://app.example/cb/", ["https://app.example/cb"], false],
    ["msauth.notes://auth", ["msauth.notes://auth"], true],
    ["not a uri", ["http://localhost"], false],
  ] as const)("%s, with %s registered: %s", async ([asked, registered, isAllowed]) => {
    const authority = await authorityForTest({
      config: { apps: [{ ...CUSTOM_SCHEME_APP, redirectUris: registered }] },
    });
    const response = await fetch(authorizeUrl(authority, { redirect_uri: asked }), { redirect: "manual" });
    expect(response.status).toBe(isAllowed ? 200 : 400);
    expect((await response.text()).includes("AADSTS50011")).toBe(!isAllowed);
  });

  test.for([
    [{ client_id: "00000000-0000-4000-8000-000000000000" }, "AADSTS700016"],
    [{ client_id: "notes" }, "AADSTS700038"],
    [{ client_id: undefined }, "AADSTS900144"],
    [{ redirect_uri: undefined }, "AADSTS900144"],
    [{ response_mode: "carrier_pigeon" }, "AADSTS90023"],
  ] as const)("%o is an error page, sent nowhere", async ([parameters, code]) => {
    const authority = await authorityForTest({ config });
    const response = await fetch(authorizeUrl(authority, parameters), { redirect: "manual" });
    expect(response.headers.get("location")).toBeNull();
    const text = await response.text();
    expect(text).toContain(code);
    expect(text).toContain(response.headers.get("x-ms-request-id"));
    expect(text).not.toContain("hiddenform");
  });

  test("an unknown tenant is an error page too", async () => {
    const authority = await authorityForTest({ config });
    const response = await fetch(authorizeUrl(authority, {}, "fabrikam"));
    expect(await response.text()).toContain("AADSTS90002");
  });
});

describe("the answer", () => {
  test.for(["query", "fragment"] as const)("travels in the %s", async (mode) => {
    const authority = await authorityForTest({ config });
    const url = authorizeUrl(authority, { response_mode: mode, redirect_uri: "msauth.notes://auth" });
    const end = new URL((await signInWith(url)).url);
    const part = mode === "query" ? end.search : end.hash;
    const answer = new URLSearchParams(part.slice(1));
    expect([...answer.keys()].toSorted()).toEqual(["client_info", "code", "session_state", "state"]);
  });

  test("travels in a form, which a browser sends by itself", async () => {
    const authority = await authorityForTest({ config });
    const first = await fetch(authorizeUrl(authority));
    const flow = /name="flow" value="([^"]+)"/.exec(await first.text())?.[1] ?? "";
    const page = await fetch(`${authority.base}/common/login`, {
      method: "POST",
      body: new URLSearchParams({ flow, step: "sign-in", username: ADELE }),
    });
    const text = await page.text();
    expect(text).toContain('name="hiddenform"');
    expect(text).toContain("<noscript>");
    expect(text).toContain("<script>document.forms[0].submit()</script>");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'sha256-[^']+'/);
    expect(policy).toContain("form-action 'self' http://localhost:*");
  });

  test("repeats the state byte by byte", async () => {
    const authority = await authorityForTest({ config });
    const state = `a b+c%20&=#"'<>é王\u0000\n`;
    const answer = await answerTo(authority, { state });
    expect(answer.get("state")).toBe(state);
  });

  test("has a nonce in the ID token if, and only if, one was sent", async () => {
    const authority = await authorityForTest({ config });
    const without = await tokensFor(authority);
    expect(decodeJwt(String(without.body["id_token"]))).not.toHaveProperty("nonce");
    const withOne = await tokensFor(authority, { nonce: "n-0S6_WzA2Mj" });
    expect(decodeJwt(String(withOne.body["id_token"]))).toHaveProperty("nonce", "n-0S6_WzA2Mj");
  });

  test("has no client_info that was not asked for", async () => {
    const authority = await authorityForTest({ config });
    expect((await answerTo(authority, { client_info: undefined })).has("client_info")).toBe(false);
  });

  test.for([
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ prompt: "please" }, "invalid_request"],
    [{ scope: undefined }, "invalid_request"],
    [{ claims: "{" }, "invalid_request"],
    [{ code_challenge: "short" }, "invalid_request"],
    [{ code_challenge: "a".repeat(43), code_challenge_method: "S512" }, "invalid_request"],
    [{ prompt: "none" }, "login_required"],
  ] as const)("to %o is an error at the redirect URI, with the state", async ([parameters, error]) => {
    const authority = await authorityForTest({ config });
    const answer = await answerTo(authority, parameters);
    expect(answer.get("error")).toBe(error);
    expect(answer.get("error_description")).toMatch(
      /^AADSTS\d+: .+ Trace ID: .+ Correlation ID: .+ Timestamp: /,
    );
    expect(answer.get("state")).toBe("the state");
    expect(answer.has("code")).toBe(false);
  });

  test("to a cancelled sign-in says so", async () => {
    const authority = await authorityForTest({ config });
    const answer = await answerTo(authority, {}, { cancel: true });
    expect(Object.fromEntries(answer)).toMatchObject({ error: "access_denied", error_subcode: "cancel" });
  });
});

describe("sessions and prompts", () => {
  test("somebody who is signed in sees no page the second time", async () => {
    const authority = await authorityForTest({ config });
    const cookies = new Map<string, string>();
    await answerTo(authority, {}, { user: ADELE, cookies });
    expect((await answerTo(authority, { prompt: "none" }, { cookies })).has("code")).toBe(true);
    const direct = await answerTo(authority, {}, { user: "nobody", cookies });
    expect(direct.has("code")).toBe(true);
  });

  test.for(["login", "select_account", "consent"])("prompt=%s shows a page all the same", async (prompt) => {
    const authority = await authorityForTest({ config });
    const cookies = new Map<string, string>();
    await answerTo(authority, {}, { user: ADELE, cookies });
    const again = await answerTo(authority, { prompt }, { cookies, cancel: true });
    expect(again.get("error")).toBe("access_denied");
  });

  test("two people who are signed in are asked which of them; a login hint says it", async () => {
    const authority = await authorityForTest({ config });
    const cookies = new Map<string, string>();
    await answerTo(authority, {}, { user: ADELE, cookies });
    await answerTo(authority, { prompt: "select_account" }, { user: "lee@contoso.example", cookies });
    expect((await answerTo(authority, { prompt: "none" }, { cookies })).get("error")).toBe("login_required");
    const hinted = await answerTo(
      authority,
      { prompt: "none", login_hint: "LEE@contoso.example" },
      { cookies },
    );
    expect(hinted.has("code")).toBe(true);
  });

  test("the cookie is out of reach of scripts and of other sites' forms", async () => {
    const authority = await authorityForTest({ config });
    const first = await fetch(authorizeUrl(authority));
    const flow = /name="flow" value="([^"]+)"/.exec(await first.text())?.[1] ?? "";
    const page = await fetch(`${authority.base}/common/login`, {
      method: "POST",
      body: new URLSearchParams({ flow, step: "sign-in", username: ADELE }),
      headers: { cookie: "ESTSAUTH=chosen-by-somebody-else" },
    });
    const cookie = page.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain("chosen-by-somebody-else");
  });

  test("signing out ends the session, and leads back to an app alone", async () => {
    const authority = await authorityForTest({ config });
    const cookies = new Map<string, string>();
    await answerTo(authority, {}, { cookies });
    const logout = `${authority.base}/common/oauth2/v2.0/logout`;
    const target = (uri: string): string => `${logout}?post_logout_redirect_uri=${encodeURIComponent(uri)}`;
    const evil = await fetch(target("https://evil.example"), { redirect: "manual" });
    expect([evil.status, evil.headers.get("location")]).toEqual([200, null]);
    const back = await fetch(target("http://localhost:7"), { redirect: "manual" });
    expect(back.headers.get("location")).toBe("http://localhost:7/");
    await signInWith(logout, { cookies });
    expect(cookies.size).toBe(0);
    expect((await answerTo(authority, { prompt: "none" }, { cookies })).get("error")).toBe("login_required");
  });

  test("a sign-in that is over cannot be repeated", async () => {
    const authority = await authorityForTest({ config });
    const first = await fetch(authorizeUrl(authority));
    const flow = /name="flow" value="([^"]+)"/.exec(await first.text())?.[1] ?? "";
    const send = (): Promise<Response> =>
      fetch(`${authority.base}/common/login`, {
        method: "POST",
        body: new URLSearchParams({ flow, step: "sign-in", username: ADELE }),
      });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(400);
  });
});

describe("policies on the pages", () => {
  test("multi-factor authentication is asked for, and can be denied", async () => {
    const authority = await authorityForTest({ config: { ...config, policies: [{ requireMfa: true }] } });
    expect((await answerTo(authority)).has("code")).toBe(true);
    expect((await answerTo(authority, {}, { approveMfa: false })).get("error")).toBe("access_denied");
  });

  test("consent is asked for once, and can be refused", async () => {
    const authority = await authorityForTest({
      config: { apps: [{ ...CUSTOM_SCHEME_APP, consentRequired: true }] },
    });
    const cookies = new Map<string, string>();
    expect((await answerTo(authority, {}, { consent: false })).get("error")).toBe("access_denied");
    expect((await answerTo(authority, {}, { cookies })).has("code")).toBe(true);
    expect((await answerTo(authority, { prompt: "none" }, { cookies })).has("code")).toBe(true);
    const more = await answerTo(authority, { prompt: "none", scope: "openid Mail.Read" }, { cookies });
    expect(more.get("error")).toBe("interaction_required");
    expect(more.get("suberror")).toBe("consent_required");
  });

  test("a block is a page for the person, and an error for an app that asked for no page", async () => {
    const authority = await authorityForTest({ config });
    const cookies = new Map<string, string>();
    await answerTo(authority, {}, { cookies });
    authority.directory.setPolicies([{ blocked: true }]);
    await expect(signInWith(authorizeUrl(authority))).rejects.toThrow("AADSTS53003");
    const silent = await answerTo(authority, { prompt: "none" }, { cookies });
    expect(silent.get("error")).toBe("interaction_required");
  });

  test("a disabled user is told so", async () => {
    const authority = await authorityForTest({ config });
    authority.directory.setEnabled(ADELE, false);
    await expect(signInWith(authorizeUrl(authority), { user: ADELE })).rejects.toThrow("AADSTS50057");
  });
});

describe("a scripted sign-in", () => {
  test.for([
    ["an unknown user", {}, { user: "nobody@contoso.example" }, "find an account with that username"],
    ["an unknown app", { client_id: "b99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d" }, {}, "AADSTS700016"],
  ] as const)("of %s is refused in the words of the page", async ([, parameters, person, words]) => {
    const authority = await authorityForTest({ config });
    const signIn = signInWith(authorizeUrl(authority, parameters), person);
    await expect(signIn).rejects.toMatchObject({
      code: "sign_in_refused",
      message: expect.stringContaining(words),
    });
  });

  test("of a code that no device waits with is refused", async () => {
    const authority = await authorityForTest({ config });
    await expect(approveUserCode(authority.base, "ABCDEFGHJ")).rejects.toMatchObject({
      code: "sign_in_refused",
    });
  });
});
