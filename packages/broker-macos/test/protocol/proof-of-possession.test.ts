import { inspect } from "node:util";
import { BrokerError, type PopParameters, PublicClientApplication } from "@authbroker/core";
import {
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
  jwtVerify,
} from "jose";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createBindingKey } from "../../src/pop.js";
import { ACCESS_TOKEN, CLIENT_ID, INES, tokenHeaders, tokenRequest } from "./samples.js";
import { brokerOver, optionsOf, scriptedAddon, type ScriptedAddon } from "./scripted-addon.js";

const POP: PopParameters = {
  resourceRequestMethod: "GET",
  resourceRequestUri: "https://graph.microsoft.com/v1.0/me?$select=id#top",
  shrNonce: "the resource's nonce",
};

interface Signed {
  readonly at: string;
  readonly ts: number;
  readonly nonce: string;
  readonly cnf: { readonly jwk: JWK };
}

const popScript = (): ScriptedAddon =>
  scriptedAddon({
    refresh: { ...tokenHeaders(), token_type: "Pop" },
    login: { ...tokenHeaders(INES, "login"), token_type: "Pop" },
  });

const request = { ...tokenRequest, account: INES, parentWindow: "console", pop: POP } as const;
const METHODS = ["acquireTokenSilent", "acquireTokenInteractive"] as const;

describe.each(METHODS)("%s", (method) => {
  test("binds the token to a key, and answers with a request that is signed with it", async () => {
    const scripted = popScript();
    const before = Math.floor(Date.now() / 1000);
    const { accessToken, tokenType, account } = await brokerOver(scripted)[method](request);

    expect({ tokenType, account }).toStrictEqual({ tokenType: "pop", account: INES });
    const { cnf, ts, at, ...claims } = decodeJwt<Signed>(accessToken);
    expect(at).toBe(ACCESS_TOKEN);
    expect(claims).toStrictEqual({ m: "GET", u: "graph.microsoft.com", p: "/v1.0/me", nonce: POP.shrNonce });
    expect(ts).toBeGreaterThanOrEqual(before);
    expect(ts).toBeLessThanOrEqual(Date.now() / 1000);

    const kid = await calculateJwkThumbprint(cnf.jwk);
    expect(decodeProtectedHeader(accessToken)).toStrictEqual({ alg: "RS256", typ: "pop", kid });
    const { token_type, req_cnf = "" } = optionsOf(scripted.requests[0]);
    expect(token_type).toBe("Pop");
    expect(JSON.parse(Buffer.from(req_cnf, "base64url").toString("utf8"))).toStrictEqual({ kid });
    await expect(jwtVerify(accessToken, await importJWK(cnf.jwk, "RS256"))).resolves.toBeDefined();
  });

  test.each([
    ["Bearer", POP, /a proof of possession was asked for/],
    ["Pop", undefined, /a bearer token was asked for/],
  ] as const)("refuses a %s token for the other kind", async (token_type, pop, words) => {
    const headers = {
      ...tokenHeaders(INES, method === "acquireTokenSilent" ? "refresh" : "login"),
      token_type,
    };
    const scripted = scriptedAddon({ refresh: headers, login: headers });
    const { pop: _pop, ...bearer } = request;
    const call = brokerOver(scripted)[method](pop === undefined ? bearer : { ...bearer, pop });
    const error: unknown = await call.catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toMatchObject({
      errorCode: "broker_response_invalid",
      message: expect.stringMatching(words),
    });
    expect(inspect(error)).not.toContain(ACCESS_TOKEN.slice(-20));
  });
});

describe("the signed request", () => {
  const signed = async (changed: Partial<PopParameters>): Promise<Record<string, unknown>> => {
    const key = await createBindingKey();
    return decodeJwt(await key.sign({ ...POP, ...changed }, ACCESS_TOKEN, new Date(1_795_289_757_999)));
  };

  test.each<[string, Partial<PopParameters>, object]>([
    ["another method", { resourceRequestMethod: "PATCH" }, { m: "PATCH" }],
    [
      "a port of its own",
      { resourceRequestUri: "https://a.example:8443/b" },
      { u: "a.example:8443", p: "/b" },
    ],
    ["no path", { resourceRequestUri: "HTTPS://A.Example?x=1" }, { u: "a.example", p: "/" }],
    ["claims to sign along", { shrClaims: '{"a":1}' }, { client_claims: '{"a":1}' }],
    ["when it was signed, in whole seconds", {}, { ts: 1_795_289_757 }],
  ])("has %s", async (_what, changed, claims) => {
    expect(await signed(changed)).toMatchObject(claims);
  });

  test("has a nonce of its own where the resource gave none, another each time", async () => {
    const { resourceRequestMethod, resourceRequestUri } = POP;
    const key = await createBindingKey();
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const proof = await key.sign({ resourceRequestMethod, resourceRequestUri }, ACCESS_TOKEN, new Date());
        return decodeJwt<Signed>(proof).nonce;
      }),
    );
    expect(nonces).toStrictEqual([expect.stringMatching(/^[\w-]{20,}$/), expect.any(String)]);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test("shows no more of the key than its public half", async () => {
    const { cnf } = await signed({});
    expect(Object.keys((cnf as Signed["cnf"]).jwk)).toStrictEqual(["kty", "n", "e"]);
  });
});

test("the key is one for the life of a broker, made when it is first needed, and shows nothing of itself", async () => {
  const scripted = popScript();
  const broker = brokerOver(scripted);
  const [first, second] = await Promise.all([
    broker.acquireTokenSilent(request),
    broker.acquireTokenSilent(request),
  ]);
  const confirmations = scripted.requests.map((sent) => optionsOf(sent)["req_cnf"]);

  expect(new Set(confirmations).size).toBe(1);
  expect(decodeProtectedHeader(first.accessToken)["kid"]).toBe(
    decodeProtectedHeader(second.accessToken)["kid"],
  );
  await brokerOver(scripted).acquireTokenSilent(request);
  expect(optionsOf(scripted.requests[2])["req_cnf"]).not.toBe(confirmations[0]);
  const key = await createBindingKey();
  expect(inspect(key, { depth: 9, showHidden: true })).not.toMatch(/PrivateKey|BEGIN|"d"/);
});

test("a key that could not be made is tried again by the next call", async () => {
  const generateKey = vi.spyOn(crypto.subtle, "generateKey").mockRejectedValueOnce(new Error("no entropy"));
  onTestFinished(() => generateKey.mockRestore());
  const broker = brokerOver(popScript());
  await expect(broker.acquireTokenSilent(request)).rejects.toThrow("no entropy");
  await expect(broker.acquireTokenSilent(request)).resolves.toMatchObject({ tokenType: "pop" });
});

test("a client gives it as msal-node does", async () => {
  const app = await PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    broker: { implementation: brokerOver(popScript()) },
  });
  const account = { ...INES, source: "broker" as const };
  const result = await app.acquireTokenSilent({
    scopes: ["User.Read"],
    account,
    authenticationScheme: "pop",
    ...POP,
  });
  expect(result).toMatchObject({ tokenType: "pop", route: "broker" });
  expect(decodeJwt<Signed>(result.accessToken).at).toBe(ACCESS_TOKEN);
});
