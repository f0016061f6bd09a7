import { calculateJwkThumbprint, decodeJwt, importJWK, type JWK, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { ACCESS_TOKEN, INES, tokenHeaders } from "../protocol/samples.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, optionsOf, rejection, SCOPES } from "./clients.js";

const POP = {
  authenticationScheme: "pop",
  resourceRequestMethod: "get",
  resourceRequestUri: "https://graph.microsoft.com/v1.0/me?$select=id",
  shrNonce: "the resource's",
} as const;

const popToken = { refresh: { headers: { ...tokenHeaders(), token_type: "Pop" } } };

describe("a proof of possession", () => {
  test("is a request signed with the key that the extension was told to bind the token to", async () => {
    enrolledMac(popToken);
    const app = await client();
    const { accessToken, tokenType } = await app.acquireTokenSilent({
      scopes: SCOPES,
      account: ACCOUNT,
      ...POP,
    });
    expect(tokenType).toBe("pop");
    const { cnf } = decodeJwt<{ cnf: { jwk: JWK } }>(accessToken);
    const { payload } = await jwtVerify(accessToken, await importJWK(cnf.jwk, "RS256"), { typ: "pop" });
    expect(payload).toMatchObject({
      at: ACCESS_TOKEN,
      m: "GET",
      u: "graph.microsoft.com",
      p: "/v1.0/me",
      nonce: POP.shrNonce,
    });
    const { token_type, req_cnf = "" } = optionsOf("refresh");
    expect(token_type).toBe("Pop");
    expect(JSON.parse(Buffer.from(req_cnf, "base64url").toString())).toStrictEqual({
      kid: await calculateJwkThumbprint(cnf.jwk),
    });
  });

  test("comes with a window, and from a child process, too", async () => {
    const login = { headers: { ...tokenHeaders(INES, "login"), token_type: "Pop" } };
    enrolledMac({ ...popToken, login });
    const app = await client({ mode: "child" });
    const result = await app.acquireTokenInteractive({ ...INTERACTIVE, ...POP });
    expect(decodeJwt<{ at: string }>(result.accessToken).at).toBe(ACCESS_TOKEN);
  });

  test("is never a bearer token, nor the other way round", async () => {
    enrolledMac();
    const app = await client();
    const request = { scopes: SCOPES, account: ACCOUNT };
    expect(await rejection(app.acquireTokenSilent({ ...request, ...POP }))).toMatchObject({
      errorCode: "broker_response_invalid",
      message: expect.stringContaining("discarded"),
    });
    enrolledMac(popToken);
    expect(await rejection(app.acquireTokenSilent(request))).toMatchObject({
      errorCode: "broker_response_invalid",
    });
  });
});
