import type { INetworkModule, NetworkResponse } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../src/http/exchange.js";
import { NetworkClient } from "../src/http/network-client.js";
import { CLIENT_ID, TENANT_ID } from "./fake-broker.js";
import { brokerError } from "./rejection.js";
import {
  clientOf,
  HOME_ACCOUNT,
  idTokenClaims,
  json,
  OID,
  scriptedAuthority,
  tokens,
} from "./scripted-authority.js";

const OTHER = "99990000-aaaa-4bbb-8ccc-ddddeeeeffff";
const seconds = (): number => Math.floor(Date.now() / 1000);
const clientInfo = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

type Expected = Exchange["expected"];

describe("an ID token is refused before anything of the answer is kept:", () => {
  test.each<[string, object, RegExp, Expected?]>([
    ["another audience", { aud: OTHER }, /\(aud\)/],
    ["no audience", { aud: undefined }, /\(aud\)/],
    ["several audiences without azp", { aud: [CLIENT_ID, OTHER] }, /\(aud\)/],
    ["another issuer", { iss: `https://login.evil.example/${TENANT_ID}/v2.0` }, /\(iss\)/],
    ["the issuer of another tenant", { iss: `https://127.0.0.1/${OTHER}/v2.0` }, /\(iss\)/],
    ["no issuer", { iss: undefined }, /\(iss\)/],
    ["expired", { exp: seconds() - 301 }, /\(exp\)/],
    ["no expiry", { exp: undefined }, /\(exp\)/],
    ["an expiry in words", { exp: "later" }, /\(exp\)/],
    ["not valid yet", { nbf: seconds() + 400 }, /\(nbf\)/],
    ["no nonce", {}, /\(nonce\)/, { nonce: "sent" }],
    ["another nonce", { nonce: "replayed" }, /\(nonce\)/, { nonce: "sent" }],
    ["another tenant", {}, /\(tid\)/, { tenantId: OTHER }],
    ["a claim of the wrong type", { oid: 5 }, /not a JWT of a user/],
  ])("%s", async (_what, claims, says, expected = {}) => {
    await using authority = await scriptedAuthority();
    const client = clientOf(authority);
    authority.script(json(200, tokens(authority.base, claims)));

    const error = await brokerError(client.redeem({ expected }));

    expect(error.errorCode).toBe("id_token_invalid");
    expect(error.message).toMatch(says);
    expect(await client.msal.getAllAccounts()).toEqual([]);
    expect(JSON.stringify(client.msal.getTokenCache().getKVStore())).not.toMatch(
      /an access token|a refresh token/,
    );
  });

  test.each<[string, object]>([
    ["none, though asked for", { id_token: undefined }],
    ["no JWT", { id_token: "opaque" }],
    ["no string", { id_token: { alg: "none" } }],
    ["an empty one", { id_token: "" }],
  ])("%s", async (_what, changes) => {
    await using authority = await scriptedAuthority();
    const client = clientOf(authority);
    authority.script(json(200, tokens(authority.base, {}, changes)));

    expect(await brokerError(client.redeem())).toHaveProperty("errorCode", "id_token_invalid");
    expect(JSON.stringify(client.msal.getTokenCache().getKVStore())).not.toMatch(
      /an access token|a refresh token/,
    );
  });
});

describe("an ID token is taken:", () => {
  test.each<[string, object, Expected?]>([
    ["as it is", {}],
    ["just expired, by another clock", { exp: seconds() - 200 }],
    ["not valid yet, by another clock", { nbf: seconds() + 200 }],
    ["with the nonce that was sent", { nonce: "sent" }, { nonce: "sent" }],
    ["of the tenant that was asked", {}, { tenantId: TENANT_ID.toUpperCase() }],
    ["for several audiences, made for this one", { aud: [OTHER, CLIENT_ID], azp: CLIENT_ID }],
    ["for one audience in a list", { aud: [CLIENT_ID] }],
    ["without nbf", { nbf: undefined }],
  ])("%s", async (_what, claims, expected = {}) => {
    await using authority = await scriptedAuthority();
    authority.script(json(200, tokens(authority.base, claims)));

    await expect(clientOf(authority).redeem({ expected })).resolves.toHaveProperty(
      "accessToken",
      "an access token",
    );
  });
});

describe("the user is the one asked for, or it is account_mismatch:", () => {
  test.each<[string, object, object, boolean]>([
    ["the home account of client_info", {}, {}, true],
    ["a guest, whose ID token is of another tenant's object", { oid: OTHER }, {}, true],
    ["client_info of another", {}, { client_info: clientInfo({ uid: OTHER, utid: TENANT_ID }) }, false],
    [
      "client_info of the same in another tenant",
      {},
      { client_info: clientInfo({ uid: OID, utid: OTHER }) },
      false,
    ],
    ["no client_info, the object and the tenant", {}, { client_info: undefined }, true],
    ["no client_info, another object", { oid: OTHER }, { client_info: undefined }, false],
    [
      "no client_info and no object, the subject",
      { oid: undefined, sub: HOME_ACCOUNT },
      { client_info: "" },
      true,
    ],
    ["client_info that cannot be read", { oid: OTHER }, { client_info: "%%" }, false],
  ])("%s", async (_what, claims, changes, same) => {
    await using authority = await scriptedAuthority();
    const client = clientOf(authority);
    authority.script(json(200, tokens(authority.base, claims, changes)));
    const expected = { homeAccountId: HOME_ACCOUNT.toUpperCase() };

    const outcome = await client.redeem({ expected }).then(
      () => "taken",
      (error: unknown) => (error instanceof Error && "errorCode" in error ? error.errorCode : error),
    );

    expect(outcome).toBe(same ? "taken" : "account_mismatch");
    expect((await client.msal.getAllAccounts()).length).toBe(same ? 1 : 0);
  });
});

/** A network client that knows discovery documents and answers every POST with the same token. */
function server(documents: Readonly<Record<string, object>>, answer: object): INetworkModule {
  const respond = (body: unknown): Promise<NetworkResponse<never>> =>
    Promise.resolve({ status: body === undefined ? 404 : 200, headers: {}, body: (body ?? {}) as never });
  return {
    sendGetRequestAsync: (url) => respond(documents[url]),
    sendPostRequestAsync: () => respond(answer),
  };
}

describe("the issuer is that of the authority:", () => {
  const B2C = "https://contoso.b2clogin.com";
  const policy = `${B2C}/contoso.onmicrosoft.com/b2c_1_signin`;
  const b2c = {
    [`${policy}/v2.0/.well-known/openid-configuration`]: {
      issuer: `${B2C}/${TENANT_ID}/v2.0/`,
      token_endpoint: `${policy}/oauth2/v2.0/token`,
    },
  };
  const other = `${B2C}/contoso.onmicrosoft.com/b2c_1_other`;
  const twoPolicies = {
    ...b2c,
    [`${other}/v2.0/.well-known/openid-configuration`]: {
      issuer: `${B2C}/tfp/${TENANT_ID}/b2c_1_other/v2.0/`,
      token_endpoint: `${other}/oauth2/v2.0/token`,
    },
  };
  const adfs = {
    "https://fs.contoso.example/adfs/.well-known/openid-configuration": {
      issuer: "https://fs.contoso.example/adfs",
      token_endpoint: "https://fs.contoso.example/adfs/oauth2/token",
    },
  };
  const entra = "https://login.microsoftonline.com";

  test.each<[string, Record<string, object>, string, string, object, boolean]>([
    [
      "Entra's, without discovery",
      {},
      `${entra}/common/oauth2/v2.0/token`,
      `${entra}/${TENANT_ID}/v2.0`,
      {},
      true,
    ],
    [
      "Entra's in another cloud",
      {},
      "https://login.microsoftonline.us/common/oauth2/v2.0/token",
      `https://login.microsoftonline.us/${TENANT_ID}/v2.0`,
      {},
      true,
    ],
    [
      "of another cloud",
      {},
      `${entra}/common/oauth2/v2.0/token`,
      `https://login.microsoftonline.us/${TENANT_ID}/v2.0`,
      {},
      false,
    ],
    [
      "Entra's, of another tenant than the token's",
      {},
      `${entra}/common/oauth2/v2.0/token`,
      `${entra}/${OTHER}/v2.0`,
      {},
      false,
    ],
    [
      "Entra's, for a token without a tenant",
      {},
      `${entra}/common/oauth2/v2.0/token`,
      `${entra}/${TENANT_ID}/v2.0`,
      { tid: undefined },
      false,
    ],
    ["B2C's", b2c, `${policy}/oauth2/v2.0/token`, `${B2C}/${TENANT_ID}/v2.0/`, { tid: undefined }, true],
    [
      "B2C's, with another policy",
      b2c,
      `${B2C}/contoso.onmicrosoft.com/b2c_1_edit/oauth2/v2.0/token`,
      `${B2C}/${TENANT_ID}/v2.0/`,
      {},
      true,
    ],
    ["Entra's, at B2C", b2c, `${policy}/oauth2/v2.0/token`, `${entra}/${TENANT_ID}/v2.0`, {}, false],
    [
      "that of another policy",
      twoPolicies,
      `${policy}/oauth2/v2.0/token`,
      `${B2C}/tfp/${TENANT_ID}/b2c_1_other/v2.0/`,
      {},
      false,
    ],
    [
      "that of AD FS",
      adfs,
      "https://fs.contoso.example/adfs/oauth2/token",
      "https://fs.contoso.example/adfs",
      { tid: undefined },
      true,
    ],
    ["of a server that nothing is known of", {}, "https://id.example/token", "https://id.example", {}, false],
  ])("%s", async (_what, documents, tokenEndpoint, iss, claims, taken) => {
    const answer = tokens("", { iss, ...claims });
    const client = new NetworkClient({ clientId: CLIENT_ID, networkClient: server(documents, answer) });
    const body = new URLSearchParams({ grant_type: "refresh_token", scope: "openid" }).toString();
    for (const url of Object.keys(documents)) await client.sendGetRequestAsync(url);

    const outcome = await client.sendPostRequestAsync(tokenEndpoint, { body }).then(
      () => "taken",
      (error: unknown) => (error instanceof Error ? error.message : error),
    );

    expect(outcome).toEqual(taken ? "taken" : expect.stringMatching(/^id_token_invalid.*\(iss\)/));
  });

  test("and a document that is none is not learnt from", async () => {
    const url = "https://id.example/.well-known/openid-configuration";
    const claims = { iss: "https://id.example" };
    const documents = { [url]: { issuer: "https://id.example", token_endpoint: "no URL" } };
    const client = new NetworkClient({
      clientId: CLIENT_ID,
      networkClient: server(documents, tokens("", claims)),
    });
    const body = new URLSearchParams({ grant_type: "refresh_token", scope: "openid" }).toString();

    await client.sendGetRequestAsync(url);

    await expect(client.sendPostRequestAsync("https://id.example/token", { body })).rejects.toThrow("(iss)");
  });
});

test("without openid in the scopes there need not be one", async () => {
  const answer = tokens("", {}, { id_token: undefined });
  const client = new NetworkClient({ clientId: CLIENT_ID, networkClient: server({}, answer) });
  const body = new URLSearchParams({ grant_type: "refresh_token", scope: "User.Read" }).toString();

  await expect(
    client.sendPostRequestAsync("https://login.microsoftonline.com/common/oauth2/v2.0/token", { body }),
  ).resolves.toHaveProperty("status", 200);
});

test("no claim of a refused ID token shows in its error", async () => {
  await using authority = await scriptedAuthority();
  const claims = idTokenClaims(authority.base, { aud: OTHER, name: "Ines Marten" });
  authority.script(json(200, tokens(authority.base, claims)));

  const { message, stack } = await brokerError(clientOf(authority).redeem());

  for (const shown of [message, stack]) expect(shown).not.toMatch(/Ines|ines@|eyJ|99990000/);
});
