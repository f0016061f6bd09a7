import { inspect } from "node:util";
import type { PopParameters, TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { interactiveRequest, silentRequest } from "../../src/requests.js";
import { accessTokenIn, parseToken } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  brokerToken,
  INES,
  type Json,
  thrown,
  tokenReply,
  tokenRequest,
  unsignedJwt,
  without,
} from "./samples.js";

const POP: PopParameters = {
  resourceRequestMethod: "GET",
  resourceRequestUri: "https://graph.microsoft.com/v1.0/me?$select=id#top",
  shrNonce: "nonce1",
};

const NOW = new Date("2026-11-21T19:35:57.495Z");

/** Both kinds of request, by what the broker is told of the HTTP request to sign. */
const sent = (pop: PopParameters): readonly unknown[] => {
  const request = { ...tokenRequest, account: INES, pop };
  return [silentRequest(request), interactiveRequest(request, NOW)].map(
    ({ authParameters }) => (authParameters as Json)["popParams"],
  );
};

describe("the request", () => {
  test("describes the HTTP request as Microsoft's client does: without its query, and without an account", () => {
    const described = {
      clientClaims: "",
      homeAccountId: "",
      httpMethod: "GET",
      nonce: "nonce1",
      uriHost: "graph.microsoft.com",
      uriPath: "/v1.0/me",
    };

    expect(sent(POP)).toStrictEqual([described, described]);
  });

  test("changes nothing else", () => {
    const bearer = { ...tokenRequest, account: INES };
    const silent = silentRequest({ ...bearer, pop: POP }, "the old one");
    const interactive = interactiveRequest({ ...bearer, pop: POP }, NOW);
    const withoutPop = ({ authParameters, ...rest }: Json): Json => ({
      ...rest,
      authParameters: { ...(authParameters as Json), popParams: null },
    });

    expect(withoutPop(silent)).toStrictEqual(silentRequest(bearer, "the old one"));
    expect(withoutPop(interactive)).toStrictEqual(interactiveRequest(bearer, NOW));
  });

  test.each<[string, Partial<PopParameters>, Json]>([
    ["no nonce", { shrNonce: "" }, { nonce: "" }],
    ["claims to sign along", { shrClaims: '{"a":1}' }, { clientClaims: '{"a":1}' }],
    ["another method", { resourceRequestMethod: "PATCH" }, { httpMethod: "PATCH" }],
    [
      "a port of its own",
      { resourceRequestUri: "https://notes.contoso.example:8443/a" },
      { uriHost: "notes.contoso.example:8443", uriPath: "/a" },
    ],
    [
      "the scheme's own port and a host in capitals",
      { resourceRequestUri: "HTTPS://Notes.Contoso.Example:443/A/" },
      { uriHost: "notes.contoso.example", uriPath: "/A/" },
    ],
    ["no path", { resourceRequestUri: "https://notes.contoso.example?x=1" }, { uriPath: "/" }],
    [
      "a user and a password, which are not the host's",
      { resourceRequestUri: "https://user:MarkedValue@notes.contoso.example/" },
      { uriHost: "notes.contoso.example" },
    ],
    [
      "letters that a URL cannot hold",
      { resourceRequestUri: "https://[::1]:9/grün weiß" },
      { uriHost: "[::1]:9", uriPath: "/gr%C3%BCn%20wei%C3%9F" },
    ],
  ])("may have %s", (_what, changed, described) => {
    for (const popParams of sent({ ...POP, ...changed })) expect(popParams).toMatchObject(described);
  });

  test("without a nonce says so with an empty one", () => {
    const { resourceRequestMethod, resourceRequestUri } = POP;

    for (const popParams of sent({ resourceRequestMethod, resourceRequestUri })) {
      expect(popParams).toMatchObject({ nonce: "", clientClaims: "" });
    }
  });

  test.each([
    "",
    "/v1.0/me?key=MarkedValue",
    "graph.microsoft.com/MarkedValue",
    "urn:MarkedValue",
    "https://",
  ])("for %j, which names no host, is refused without repeating it", (resourceRequestUri) => {
    const error = thrown(() => sent({ ...POP, resourceRequestUri }));

    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"resourceRequestUri"');
    expect(error.hint).toBeTruthy();
    expect(inspect(error)).not.toContain("MarkedValue");
  });
});

const SIGNED = unsignedJwt({ at: ACCESS_TOKEN, ts: 1, m: "GET", u: "graph.microsoft.com", p: "/v1.0/me" });
const signedToken: Json = { ...brokerToken(), accessToken: SIGNED, accessTokenType: 1 };

const parse = (token: unknown, pop: PopParameters | undefined = POP): TokenResponse =>
  parseToken(tokenReply(token), "acquireTokenSilently", {
    scopes: ["User.Read"],
    ...(pop === undefined ? {} : { pop }),
  });

describe("the answer", () => {
  test.each([1, "1"])("of access token type %j is a signed HTTP request", (accessTokenType) => {
    expect(parse({ ...signedToken, accessTokenType })).toMatchObject({
      accessToken: SIGNED,
      tokenType: "pop",
      account: INES,
    });
  });

  test("differs from that of a bearer token in nothing but the token", () => {
    const bearer = parseToken(tokenReply(brokerToken()), "acquireTokenSilently", { scopes: ["User.Read"] });

    expect(parse(signedToken)).toStrictEqual({ ...bearer, accessToken: SIGNED, tokenType: "pop" });
  });

  test.each<[string, Json]>([
    ["of type 0", { ...signedToken, accessTokenType: 0 }],
    ["of type 0 in a string", { ...signedToken, accessTokenType: "0" }],
    ["of a type that is not known", { ...signedToken, accessTokenType: 2 }],
    ["of no type", without(signedToken, "accessTokenType")],
    ["of a null type", { ...signedToken, accessTokenType: null }],
    ["that is an ordinary one", brokerToken()],
  ])("with a bearer token %s is refused, and the token discarded", (_type, token) => {
    expectRefusal(token, /gave a bearer token for a proof of possession; it was discarded/);
  });

  test("with a proof to a request for a bearer token is refused, and the proof discarded", () => {
    const error = thrown(() =>
      parseToken(tokenReply(signedToken), "acquireTokenInteractively", { scopes: ["User.Read"] }),
    );

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toMatch(/acquireTokenInteractively.*proof-of-possession token.*it was discarded/);
    expectNothingQuoted(error);
  });

  const [header = "", payload = "", signature = ""] = SIGNED.split(".");

  test.each<[string, string]>([
    ["opaque", "MarkedValue"],
    ["of two parts", `${header}.${payload}`],
    ["of four parts", `${SIGNED}.${signature}`],
    ["without a signature", `${header}.${payload}.`],
    ["without a header", `.${payload}.${signature}`],
    ["with its scheme", `pop ${SIGNED}`],
    ["with a line break", `${SIGNED}\r\nX-Header: MarkedValue`],
    ["with a payload that is no JSON", `${header}.MarkedValue.${signature}`],
    ["with a payload that is null", unsignedNull()],
    ["with a payload that is a string", unsignedJwt("MarkedValue" as unknown as Json)],
    ["the bound token by itself, which the client would have to sign", ACCESS_TOKEN],
    ["around an empty token", unsignedJwt({ at: "" })],
    ["around something else than text", unsignedJwt({ at: { token: "MarkedValue" } })],
  ])("with a signed HTTP request that is %s is refused", (_form, accessToken) => {
    expectRefusal({ ...signedToken, accessToken }, /accessToken" is no signed HTTP request/);
  });

  test.each([undefined, null, ""])("with the signed HTTP request %j is refused", (accessToken) => {
    expectRefusal({ ...signedToken, accessToken }, /"brokerTokenResponse.accessToken" is missing/);
  });

  test("about another person than its account is refused like any other", () => {
    const clientInfo = brokerToken({ ...INES, homeAccountId: "a.b" })["clientInfo"];

    expect(thrown(() => parse({ ...signedToken, clientInfo })).errorCode).toBe("account_mismatch");
  });
});

describe("the token to renew", () => {
  test("is the one inside the signed HTTP request", () => {
    expect(accessTokenIn(parse(signedToken))).toBe(ACCESS_TOKEN);
  });

  test("is a bearer token itself, whatever it looks like", () => {
    const response = parseToken(
      tokenReply({ ...brokerToken(), accessToken: SIGNED }),
      "acquireTokenSilently",
      {
        scopes: ["User.Read"],
      },
    );

    expect(accessTokenIn(response)).toBe(SIGNED);
  });
});

function unsignedNull(): string {
  return `${unsignedJwt({}).split(".")[0]}.${Buffer.from("null").toString("base64url")}.c2ln`;
}

function expectRefusal(token: Json, message: RegExp): void {
  const error = thrown(() => parse(token));

  expect(error.errorCode).toBe("broker_response_invalid");
  expect(error.message).toMatch(message);
  expect(error.hint).toBeTruthy();
  expectNothingQuoted(error);
}

/** No part of a token is in an error, however it is printed. */
function expectNothingQuoted(error: Error): void {
  const printed = `${error.stack}${inspect(error)}${JSON.stringify(error)}`;
  const parts = [SIGNED, ACCESS_TOKEN].flatMap((token) => token.split("."));
  expect([...parts, "MarkedValue"].filter((part) => printed.includes(part))).toStrictEqual([]);
}
