import { calculateJwkThumbprint, decodeJwt, importJWK, type JWK, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { z } from "zod";
import { errorOf, setUp, tokenOf } from "./support/client.js";
import { ADELE_SIGNED_IN, CLIENT_ID, silentRequest } from "./support/requests.js";

const popParams = {
  clientClaims: "",
  homeAccountId: "",
  httpMethod: "get",
  nonce: "nonce1",
  uriHost: "graph.microsoft.com",
  uriPath: "/v1.0/me",
};

const signedRequest = z.object({
  at: z.string().optional(),
  cnf: z.object({ jwk: z.object({ kty: z.string(), n: z.string(), e: z.string() }).strict() }),
});

/** Verifies a signed HTTP request with the key that is in it, and gives what it says. */
async function verify(jws: string): Promise<{ at: string | undefined; jwk: JWK; claims: object }> {
  const { at, cnf } = signedRequest.parse(decodeJwt(jws));
  const { payload } = await jwtVerify(jws, await importJWK(cnf.jwk, "RS256"), { typ: "pop" });
  return { at, jwk: cnf.jwk, claims: payload };
}

test("a token request with popParams gets a signed HTTP request around a token bound to its key", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const token = tokenOf(await client.call("acquireTokenSilently", silentRequest({ popParams })));
  expect(token.accessTokenType).toBe(1);
  const { at, jwk, claims } = await verify(token.accessToken);
  expect(claims).toMatchObject({
    m: "GET",
    u: "graph.microsoft.com",
    p: "/v1.0/me",
    nonce: "nonce1",
    ts: expect.any(Number),
  });
  expect(decodeJwt(at ?? "")).toMatchObject({
    cnf: { kid: await calculateJwkThumbprint(jwk), xms_ksl: "sw" },
  });
});

test("each signed HTTP request is a new one around the same token", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const ask = async (nonce: string): Promise<string> =>
    tokenOf(await client.call("acquireTokenSilently", silentRequest({ popParams: { ...popParams, nonce } })))
      .accessToken;
  const [first, second] = [await ask("a"), await ask("b")];
  expect(first).not.toBe(second);
  expect((await verify(first)).at).toBe((await verify(second)).at);
});

test("a client that says bearer in so many words gets a bearer token", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const request = silentRequest({ popParams: { ...popParams, authenticationScheme: "bearer" } });
  expect(tokenOf(await client.call("acquireTokenSilently", request)).accessTokenType).toBe(0);
});

test("generateSignedHttpRequest signs without an access token, whole URLs included", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const reply = await client.call("generateSignedHttpRequest", {
    clientId: CLIENT_ID,
    popParams: { httpMethod: "POST", uriHost: "https://notes.contoso.example:8443/new?x=1", nonce: "n" },
  });
  const { at, claims } = await verify(
    z.object({ signedHttpRequest: z.string() }).parse(reply).signedHttpRequest,
  );
  expect(at).toBeUndefined();
  expect(claims).toMatchObject({ m: "POST", u: "notes.contoso.example:8443", p: "/new", nonce: "n" });
});

test("generateSignedHttpRequest needs popParams and somebody signed in", async () => {
  const { client } = await setUp();
  expect(errorOf(await client.call("generateSignedHttpRequest", { clientId: CLIENT_ID })).status).toBe(6);
  const reply = await client.call("generateSignedHttpRequest", { clientId: CLIENT_ID, popParams });
  expect(errorOf(reply).status).toBe(2);
});
