import { decodeJwt, importJWK, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import {
  ADELE,
  answerTo,
  authorityForTest,
  clientIdOf,
  CUSTOM_SCHEME_APP,
  pkce,
  post,
  redeem,
  refresh,
  tokensFor,
} from "./support.js";

const config = { apps: [CUSTOM_SCHEME_APP] };

async function textAt(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

describe("authorization codes", () => {
  test("are worth tokens that the published keys verify, from the published issuer", async () => {
    const authority = await authorityForTest({ config });
    const { status, headers, body } = await tokensFor(authority);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store, no-cache");
    const fields = "access_token expires_in ext_expires_in id_token refresh_token scope token_type";
    expect(Object.keys(body).toSorted().join(" ")).toBe(fields);
    const published = JSON.parse(
      await textAt(`${authority.base}/common/v2.0/.well-known/openid-configuration`),
    );
    expect(published.issuer).toBe(`${authority.base}/{tenantid}/v2.0`);
    const { keys } = JSON.parse(await textAt(published.jwks_uri));
    const { payload } = await jwtVerify(String(body["id_token"]), await importJWK(keys[0], "RS256"), {
      audience: clientIdOf(authority),
      issuer: `${authority.base}/${authority.directory.tenants[0]?.id}/v2.0`,
    });
    expect(payload).toMatchObject({ preferred_username: ADELE, xms_emulated: true });
  });

  test("answer the scopes in the form they were asked in", async () => {
    const authority = await authorityForTest({ config });
    const scope = "openid api://notes/Notes.Read https://graph.microsoft.com/user.read";
    const { body } = await tokensFor(authority, { scope });
    expect(String(body["scope"]).split(" ").toSorted()).toEqual(scope.split(" ").toSorted());
    expect(body).not.toHaveProperty("refresh_token");
  });

  test("can be redeemed once", async () => {
    const authority = await authorityForTest({ config });
    const code = (await answerTo(authority)).get("code") ?? "";
    expect((await redeem(authority, code)).status).toBe(200);
    expect((await redeem(authority, code)).body).toMatchObject({
      error: "invalid_grant",
      error_codes: [54005],
    });
  });

  test("last ten minutes", async () => {
    const authority = await authorityForTest({ config });
    expect((await redeem(authority, "1.made-up")).body).toMatchObject({ error_codes: [70000] });
    const code = (await answerTo(authority)).get("code") ?? "";
    const other = await redeem(authority, code, { redirect_uri: "http://localhost" });
    expect(other.body).toMatchObject({ error_codes: [50011] });
  });

  test.for([
    ["S256", (verifier: string) => verifier, 200],
    ["S256", () => "x".repeat(43), 400],
    ["S256", () => "", 400],
    ["plain", () => "", 400],
  ] as const)("are bound to the %s challenge (%s: %i)", async ([method, verifierOf, status]) => {
    const authority = await authorityForTest({ config });
    const { verifier, challenge } = pkce();
    const asked = { code_challenge: challenge, code_challenge_method: method };
    const code = (await answerTo(authority, asked)).get("code") ?? "";
    const sent = verifierOf(verifier);
    const answer = await redeem(authority, code, sent === "" ? {} : { code_verifier: sent });
    expect(answer.status).toBe(status);
    expect(answer.body["error_codes"]).toEqual(status === 200 ? undefined : [501481]);
  });

  test("take a plain challenge for its own verifier", async () => {
    const authority = await authorityForTest({ config });
    const { verifier } = pkce();
    const code = (await answerTo(authority, { code_challenge: verifier })).get("code") ?? "";
    expect((await redeem(authority, code, { code_verifier: verifier })).status).toBe(200);
  });
});

describe("refresh tokens", () => {
  test("serve every resource, and stay good when they were used", async () => {
    const authority = await authorityForTest({ config });
    const first = (await tokensFor(authority)).body["refresh_token"];
    const notes = await refresh(authority, first, { scope: "openid offline_access api://notes/Notes.Read" });
    expect(decodeJwt(String(notes.body["access_token"]))).toMatchObject({ aud: "api://notes" });
    expect(notes.body["refresh_token"]).not.toBe(first);
    expect((await refresh(authority, first)).status).toBe(200);
  });

  test("are revoked and expire as the directory says", async () => {
    const authority = await authorityForTest({ config });
    const token = (await tokensFor(authority, {}, { user: ADELE })).body["refresh_token"];
    authority.directory.revokeSessions(ADELE);
    expect((await refresh(authority, token)).body).toMatchObject({
      error: "invalid_grant",
      error_codes: [50173],
    });
    const newer = (await tokensFor(authority, {}, { user: ADELE })).body["refresh_token"];
    authority.directory.expireRefreshTokens(ADELE);
    expect((await refresh(authority, newer)).body).toMatchObject({
      suberror: "bad_token",
      error_codes: [700082],
    });
  });

  test.for([
    [{ requireMfa: true }, 50076, "basic_action"],
    [{ blocked: true }, 53003, "message_only"],
    [{ requireDevice: true }, 50097, "additional_action"],
  ] as const)("meet the policy %o", async ([policy, code, suberror]) => {
    const authority = await authorityForTest({ config });
    const token = (await tokensFor(authority)).body["refresh_token"];
    authority.directory.setPolicies([policy]);
    const { status, body } = await refresh(authority, token);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_codes: [code], suberror });
    expect(typeof body["claims"]).toBe(code === 50076 ? "string" : "undefined");
  });

  test("of a disabled user are refused", async () => {
    const authority = await authorityForTest({ config });
    const token = (await tokensFor(authority, {}, { user: ADELE })).body["refresh_token"];
    authority.directory.setEnabled(ADELE, false);
    expect((await refresh(authority, token)).body).toMatchObject({ error_codes: [50057] });
  });

  test("of another app are refused", async () => {
    const clientId = "44444444-4444-4444-8444-444444444444";
    const authority = await authorityForTest({
      config: { apps: [CUSTOM_SCHEME_APP, { clientId, name: "Other" }] },
    });
    const token = (await tokensFor(authority)).body["refresh_token"];
    expect((await refresh(authority, token, { client_id: clientId })).body).toMatchObject({
      error_codes: [70000],
    });
  });
});

describe("the token endpoint", () => {
  test("has the lifetimes of the configuration", async () => {
    const authority = await authorityForTest({
      config: {
        ...config,
        authority: { accessTokenLifetime: 301, refreshIn: 100, refreshTokenExpiresIn: 86_400 },
      },
    });
    expect((await tokensFor(authority)).body).toMatchObject({
      expires_in: 301,
      refresh_in: 100,
      refresh_token_expires_in: 86_400,
    });
  });

  test("binds a token to the key of a proof of possession", async () => {
    const authority = await authorityForTest({ config });
    const code = (await answerTo(authority)).get("code") ?? "";
    const confirmation = Buffer.from(JSON.stringify({ kid: "the thumbprint" })).toString("base64url");
    const { body } = await redeem(authority, code, { token_type: "pop", req_cnf: confirmation });
    expect(body["token_type"]).toBe("pop");
    expect(decodeJwt(String(body["access_token"]))).toMatchObject({ cnf: { kid: "the thumbprint" } });
  });

  test("echoes the client's correlation id, in the header and in the error", async () => {
    const authority = await authorityForTest({ config });
    const id = "55555555-5555-4555-8555-555555555555";
    const answer = await post(authority, `token?client-request-id=${id}`, {
      client_id: clientIdOf(authority),
    });
    expect(answer.headers.get("client-request-id")).toBe(id);
    expect(answer.body["correlation_id"]).toBe(id);
    expect(answer.body["error_description"]).toContain(`Correlation ID: ${id}`);
  });

  test.for([
    [{}, "invalid_request", 900144],
    [{ grant_type: "password" }, "unsupported_grant_type", 70003],
    [{ client_id: "00000000-0000-4000-8000-000000000000" }, "unauthorized_client", 700016],
    [{ grant_type: "authorization_code" }, "invalid_request", 900144],
    [{ grant_type: "refresh_token", refresh_token: "x" }, "invalid_grant", 70000],
    [{ grant_type: "device_code", device_code: "x" }, "bad_verification_code", 70018],
  ] as const)("refuses %o", async ([fields, error, code]) => {
    const authority = await authorityForTest({ config });
    const { status, body } = await post(authority, "token", { client_id: clientIdOf(authority), ...fields });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error, error_codes: [code] });
    expect(body["error_description"]).toMatch(
      new RegExp(
        `^AADSTS${code}: .+ Trace ID: [\\da-f-]{36} Correlation ID: [\\da-f-]{36} Timestamp: [\\d-]{10} [\\d:]{8}Z$`,
      ),
    );
  });
});

test("no secret that was issued, nor a verifier, is in what is recorded or told", async () => {
  const told: unknown[] = [];
  const authority = await authorityForTest({
    config,
    onRequestCompleted: (request) => told.push(request),
  });
  const { body } = await tokensFor(authority);
  await refresh(authority, body["refresh_token"]);
  const kept = JSON.stringify([authority.requests, told]);
  const { issuedSecrets } = authority.directory;
  expect(issuedSecrets.length).toBeGreaterThan(5);
  expect(issuedSecrets.filter((secret) => kept.includes(secret))).toEqual([]);
  expect(kept).toContain('"code_verifier":"[43 characters]"');
});
