import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { BrokerAccount, PopParameters, TokenRequest, TokenResponse } from "@authbroker/core";
import { broker } from "@authbroker/broker-linux";
import type { Emulator } from "@authbroker/emulator";
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { clientId, emulated, rejection, SCOPES } from "./emulator.js";
import { type IncomingRequest, resourceServer } from "./resource-server.js";

const VERSIONS = ["2.0.1", "2.0.2", "3.0.1"] as const;

const RESOURCE = "https://graph.microsoft.com";
const ME = new URL(`${RESOURCE}/v1.0/me?$select=displayName`);

const POP: PopParameters = {
  resourceRequestMethod: "GET",
  resourceRequestUri: ME.href,
  shrNonce: "the resource's nonce",
};

/** The two ways to a token. */
const KINDS = {
  silent: (asked: TokenRequest): Promise<TokenResponse> => broker.acquireTokenSilent(asked),
  interactive: (asked: TokenRequest): Promise<TokenResponse> => broker.acquireTokenInteractive(asked),
} as const;

const BOTH = ["silent", "interactive"] as const;

function request(emulator: Emulator, parts: Partial<TokenRequest> = {}): TokenRequest {
  return {
    clientId: clientId(emulator),
    redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
    correlationId: randomUUID(),
    authority: "https://login.microsoftonline.com/common",
    scopes: SCOPES,
    ...parts,
  };
}

/** Signs the emulator's person in, with a bearer token that nobody wants. */
async function signIn(emulator: Emulator): Promise<BrokerAccount> {
  return (await broker.acquireTokenInteractive(request(emulator))).account;
}

/** The request to the resource, as an application makes it with what it was given. */
const asSent = (token: TokenResponse, scheme = token.tokenType): IncomingRequest => ({
  method: "GET",
  url: ME,
  authorization: `${scheme} ${token.accessToken}`,
});

describe.each(VERSIONS)("with broker %s", (version) => {
  test.each(BOTH)("a resource accepts the proof of possession of a call that is %s", async (kind) => {
    const emulator = await emulated({ config: { broker: { version } } });
    const account = await signIn(emulator);
    const token = await KINDS[kind](request(emulator, { account, pop: POP }));
    expect(token).toMatchObject({ tokenType: "pop", account, scopes: SCOPES });
    expect(token.expiresOn).toBeGreaterThan(Date.now());

    const resource = await resourceServer(emulator, RESOURCE, POP.shrNonce);
    const accepted = await resource.verify(asSent(token));
    expect(accepted.token).toMatchObject({ oid: account.localAccountId, azp: clientId(emulator) });
    expect(accepted.request).toMatchObject({ m: "GET", u: ME.host, p: "/v1.0/me", nonce: POP.shrNonce });
    expect(accepted.request).not.toHaveProperty("q");
  });
});

test("a signed HTTP request names the key that the token inside is bound to", async () => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const { accessToken } = await broker.acquireTokenSilent(request(emulator, { account, pop: POP }));
  const { at, cnf } = decodeJwt<{ at: string; cnf: { jwk: { kty: string; n: string; e: string } } }>(
    accessToken,
  );
  const kid = await calculateJwkThumbprint(cnf.jwk);
  expect(decodeProtectedHeader(accessToken)).toMatchObject({ typ: "pop", alg: "RS256", kid });
  expect(decodeJwt(at)).toMatchObject({ cnf: { kid } });
});

test("a proof of possession is for one request to one resource, once", async () => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const token = await broker.acquireTokenSilent(request(emulator, { account, pop: POP }));
  const resource = await resourceServer(emulator, RESOURCE, POP.shrNonce);
  const sent = asSent(token);
  await expect(resource.verify({ ...sent, method: "DELETE" })).rejects.toThrow("the method is another");
  await expect(resource.verify({ ...sent, url: new URL("/v1.0/users", ME) })).rejects.toThrow("the path");
  await expect(resource.verify({ ...sent, url: new URL("https://x.example/v1.0/me") })).rejects.toThrow(
    "the host",
  );
  await expect(resource.verify(asSent(token, "Bearer"))).rejects.toThrow("the scheme is not PoP");
  await resource.verify(sent);
  await expect(resource.verify(sent)).rejects.toThrow("it was used before");
});

test.each(BOTH)("each call that is %s brings a new signed HTTP request", async (kind) => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const { shrNonce: _nonce, ...pop } = POP;
  const resource = await resourceServer(emulator, RESOURCE);
  const first = await KINDS[kind](request(emulator, { account, pop }));
  const second = await KINDS[kind](request(emulator, { account, pop }));
  expect(second.accessToken).not.toBe(first.accessToken);
  // The resource knows a signed HTTP request that it has seen.
  await resource.verify(asSent(first));
  await resource.verify(asSent(second));
});

test("calls at once are for the requests that they were made for, and for nobody else's", async () => {
  const answers = ["adele@contoso.example", "lee@contoso.example"];
  const emulator = await emulated({ onInteraction: () => ({ user: answers.shift() ?? "" }) });
  const accounts = [await signIn(emulator), await signIn(emulator)];
  const resource = await resourceServer(emulator, RESOURCE);
  const calls = accounts.flatMap((account) =>
    ["/v1.0/me", "/v1.0/users"].map(async (path) => {
      const url = new URL(path, ME);
      const pop = { resourceRequestMethod: "POST", resourceRequestUri: url.href };
      const { accessToken } = await broker.acquireTokenSilent(request(emulator, { account, pop }));
      const { token } = await resource.verify({ method: "POST", url, authorization: `PoP ${accessToken}` });
      return token["oid"];
    }),
  );
  const [adele, lee] = accounts.map(({ localAccountId }) => localAccountId);
  expect(await Promise.all(calls)).toEqual([adele, adele, lee, lee]);
});

test("a port of its own, another method and claims to sign along reach the resource", async () => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const url = new URL("https://notes.contoso.example:8443/api/notes/");
  const pop = {
    resourceRequestMethod: "PUT",
    resourceRequestUri: url.href,
    shrClaims: '{"deviceId":"d-1"}',
  };
  const { accessToken } = await broker.acquireTokenSilent(request(emulator, { account, pop }));
  const resource = await resourceServer(emulator, RESOURCE);
  const accepted = await resource.verify({ method: "PUT", url, authorization: `PoP ${accessToken}` });
  expect(accepted.request).toMatchObject({ u: "notes.contoso.example:8443", client_claims: pop.shrClaims });
});

test("forceRefresh renews the token inside the signed HTTP request, and its absence does not", async () => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const ask = async (forceRefresh: boolean): Promise<unknown> => {
    const token = await broker.acquireTokenSilent(request(emulator, { account, pop: POP, forceRefresh }));
    return decodeJwt(token.accessToken)["at"];
  };
  const first = await ask(false);
  expect(await ask(false)).toBe(first);
  expect(await ask(true)).not.toBe(first);
});

test("a bearer token and a proof of possession of one account do not stand in for each other", async () => {
  const emulator = await emulated();
  const account = await signIn(emulator);
  const bearer = await broker.acquireTokenSilent(request(emulator, { account }));
  const proof = await broker.acquireTokenSilent(request(emulator, { account, pop: POP }));
  const again = await broker.acquireTokenSilent(request(emulator, { account }));
  expect(again).toMatchObject({ tokenType: "Bearer", accessToken: bearer.accessToken });
  expect(decodeJwt(again.accessToken)).not.toHaveProperty("cnf");
  expect(decodeJwt(proof.accessToken)["at"]).not.toBe(bearer.accessToken);
});

describe.each(BOTH)("in a call that is %s", (kind) => {
  test.each([
    { asked: "a proof of possession", given: 0, words: "gave a bearer token for a proof of possession" },
    { asked: "a bearer token", given: 1, words: "gave a proof-of-possession token for a bearer token" },
  ])("a broker that gives the other kind for $asked is refused, and nothing of it shown", async (mix) => {
    const emulator = await emulated();
    const account = await signIn(emulator);
    const field = "brokerTokenResponse.accessTokenType";
    emulator.broker.faults.add({ fault: "wrong-field", field, value: mix.given });
    const asked = request(emulator, mix.given === 0 ? { account, pop: POP } : { account });
    const error = await rejection(KINDS[kind](asked));
    expect(error).toMatchObject({
      errorCode: "broker_response_invalid",
      message: expect.stringContaining(`${mix.words}; it was discarded`),
    });
    expect(inspect(error)).not.toMatch(/eyJ/);
  });

  test("something else than a signed HTTP request is refused, and nothing of it shown", async () => {
    const emulator = await emulated();
    const account = await signIn(emulator);
    const value = "eyJ0eXAiOiJwb3AifQ.eyJtIjoiR0VUIn0.c2lnbmF0dXJl";
    emulator.broker.faults.add({ fault: "wrong-field", field: "brokerTokenResponse.accessToken", value });
    const error = await rejection(KINDS[kind](request(emulator, { account, pop: POP })));
    expect(error).toMatchObject({
      errorCode: "broker_response_invalid",
      message: expect.stringContaining("is no signed HTTP request"),
    });
    expect(inspect(error)).not.toMatch(/eyJ/);
  });

  test("a URL without a host ends the call before the broker is asked", async () => {
    const emulator = await emulated();
    const account = await signIn(emulator);
    const before = emulator.broker.requests.length;
    const pop = { ...POP, resourceRequestUri: "/v1.0/me" };
    expect(await rejection(KINDS[kind](request(emulator, { account, pop })))).toMatchObject({
      errorCode: "request_unsupported",
    });
    expect(emulator.broker.requests).toHaveLength(before);
  });
});
