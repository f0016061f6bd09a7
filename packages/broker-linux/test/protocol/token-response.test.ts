import { describe, expect, test } from "vitest";
import { parseToken } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  base64url,
  brokerAccount,
  brokerToken,
  claimsOf,
  clientInfo,
  EXPIRES_ON,
  EXTENDED_EXPIRES_ON,
  INES,
  type Json,
  TENANT_ID,
  thrown,
  tokenReply,
  TOM,
  unsignedJwt,
  without,
} from "./samples.js";

const REQUESTED = ["https://graph.microsoft.com/User.Read"];
const GRANTED = ["https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/Mail.Read"];

const parse = (token: unknown): ReturnType<typeof parseToken> =>
  parseToken(tokenReply(token), "acquireTokenSilently", { scopes: REQUESTED });

const token = brokerToken();

const EXPECTED = {
  accessToken: ACCESS_TOKEN,
  tokenType: "Bearer",
  idToken: token["idToken"],
  idTokenClaims: claimsOf(INES),
  expiresOn: EXPIRES_ON,
  extendedExpiresOn: EXTENDED_EXPIRES_ON,
  scopes: GRANTED,
  account: INES,
};

describe("the answers of each broker give the same token:", () => {
  test.each<[string, Json]>([
    ["2.0.1, with the account", token],
    ["2.0.2, with digit strings", { ...token, accessTokenType: "0", expiresOn: String(EXPIRES_ON) }],
    [
      "3.0.1, without the account and with an empty refresh token",
      { ...without(token, "account"), refreshToken: "" },
    ],
    [
      "an account without a client info of its own",
      { ...token, account: without(brokerAccount(INES), "clientInfo") },
    ],
    ["the client info in the account only", without(token, "clientInfo")],
    [
      "an account with no client info anywhere",
      { ...without(token, "clientInfo"), account: without(brokerAccount(INES), "clientInfo") },
    ],
    ["an account that lacks what names it", { ...token, account: { givenName: "Ines" } }],
    ["a null account", { ...token, account: null }],
    [
      "an account in the authority's environment",
      { ...token, account: { ...brokerAccount(INES), environment: "login.microsoftonline.com" } },
    ],
    ["a null error", { ...token, error: null }],
    [
      "fields that are not known",
      { ...token, popKeyName: null, isAccessTokenSigned: false, more: { deep: [1] } },
    ],
    ["no access token type", without(token, "accessTokenType")],
    ["another access token type", { ...token, accessTokenType: 7 }],
    ["a fraction of a millisecond", { ...token, expiresOn: EXPIRES_ON + 0.5 }],
    ["a fraction in a string", { ...token, expiresOn: `${EXPIRES_ON}.75` }],
    ["seconds", { ...token, expiresOn: EXPIRES_ON / 1000, extendedExpiresOn: EXTENDED_EXPIRES_ON / 1000 }],
    ["scopes in an array", { ...token, grantedScopes: GRANTED }],
    ["scopes with more blanks than needed", { ...token, grantedScopes: ` ${GRANTED.join("  ")} ` }],
    [
      "ids in capitals where the ID token has small letters",
      {
        ...token,
        clientInfo: clientInfo(INES),
        account: { ...brokerAccount(INES), realm: TENANT_ID.toUpperCase() },
      },
    ],
  ])("%s", (_form, sent) => {
    expect(parse(sent)).toStrictEqual(EXPECTED);
  });

  test("a null error at the root", () => {
    const reply = JSON.stringify({ error: null, brokerTokenResponse: token });

    expect(parseToken(reply, "acquireTokenInteractively", { scopes: REQUESTED })).toStrictEqual(EXPECTED);
  });

  test.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["empty", ""],
    ["blank", "  "],
    ["an empty array", []],
  ])("scopes that are %s are those that were asked for", (_form, grantedScopes) => {
    expect(parse({ ...token, grantedScopes }).scopes).toStrictEqual(REQUESTED);
  });

  test.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
  ])("an extended expiry that is %s is left out", (_form, extendedExpiresOn) => {
    expect(parse({ ...token, extendedExpiresOn })).not.toHaveProperty("extendedExpiresOn");
  });

  test.each([0, -1, "0"])("an expiry of %j is refused: no token ends before it was given", (expiresOn) => {
    expect(() => parse({ ...token, expiresOn })).toThrow(/"expiresOn" is no time/);
  });
});

describe("whose token it is", () => {
  test("is said by the ID token and the client info when there is no account", () => {
    expect(parse(without(token, "account")).account).toStrictEqual(INES);
  });

  test("of a guest has the id of the home tenant, and that of the tenant that was signed in to", () => {
    const guest = {
      ...claimsOf(INES),
      oid: "22223333-4444-4555-8666-777788889999",
      tid: "aaaa1111-bbbb-4222-8ccc-333344445555",
    };
    const { account } = parse({ ...without(token, "account"), idToken: unsignedJwt(guest) });

    expect(account).toStrictEqual({ ...INES, localAccountId: guest.oid, tenantId: guest.tid });
  });

  test("is filled in from the account where the ID token is silent", () => {
    const { account } = parse({ ...token, idToken: unsignedJwt({ aud: "c" }) });

    expect(account).toStrictEqual(INES);
  });

  test("has no name when nobody says one", () => {
    const claims = without(claimsOf(INES), "name");
    const { account } = parse({ ...without(token, "account"), idToken: unsignedJwt(claims) });

    expect(account).not.toHaveProperty("name");
  });
});

describe("an answer that mixes two people is refused:", () => {
  const toms = brokerToken(TOM);

  test.each<[string, Json]>([
    ["the ID token of another", { ...token, idToken: toms["idToken"] }],
    ["the account of another", { ...token, account: toms["account"] }],
    ["the client info of another", { ...token, clientInfo: toms["clientInfo"] }],
    ["the ID token of another, and no account", { ...without(token, "account"), idToken: toms["idToken"] }],
    [
      "the client info of another, and no account",
      { ...without(token, "account"), clientInfo: toms["clientInfo"] },
    ],
    ["the account and the client info of another", { ...toms, idToken: token["idToken"] }],
    [
      "the account of another that is not complete",
      { ...token, account: without(brokerAccount(TOM), "username") },
    ],
    [
      "an account with the client info of another",
      { ...token, account: { ...brokerAccount(INES), clientInfo: toms["clientInfo"] } },
    ],
    [
      "an account seen from another tenant",
      { ...token, account: { ...brokerAccount(INES), realm: "aaaa1111-bbbb-4222-8ccc-333344445555" } },
    ],
    [
      "the home id of one and the local id of the other, and no client info",
      {
        ...without(toms, "clientInfo"),
        account: { ...without(brokerAccount(TOM), "clientInfo"), homeAccountId: INES.homeAccountId },
      },
    ],
    [
      "the client info of one and an ID token of the other that names no tenant",
      { ...without(token, "account"), idToken: unsignedJwt(without(claimsOf(TOM), "tid")) },
    ],
  ])("%s", (_mix, sent) => {
    const error = thrown(() => parse(sent));

    expect(error.errorCode).toBe("account_mismatch");
    expect(error.message).toContain("discarded");
    expect(error.hint).toBeTruthy();
    expect(error.message).not.toContain(TOM.username);
  });
});

describe("an answer that cannot be used is refused by the name of what is wrong, without its value:", () => {
  test.each<[string, string, RegExp]>([
    ["empty", "", /it is empty/],
    ["no JSON", "<html>gone</html>", /it is not JSON/],
    ["JSON that was cut short", tokenReply(token).slice(0, -5), /it is not JSON/],
    ["null", "null", /it is null and not an object/],
    ["an array", "[]", /it is an array and not an object/],
    ["a string", '"token"', /it is a string and not an object/],
    ["a number", "5", /it is a number and not an object/],
    ["an empty object", "{}", /"brokerTokenResponse" is missing/],
    ["a null token", '{"brokerTokenResponse":null}', /"brokerTokenResponse" is missing/],
    [
      "a token that is a string",
      tokenReply(ACCESS_TOKEN),
      /"brokerTokenResponse" is a string and not an object/,
    ],
    ["a token that is an array", tokenReply([token]), /"brokerTokenResponse" is an array and not an object/],
  ])("%s", (_what, reply, message) => {
    const error = thrown(() => parseToken(reply, "acquireTokenInteractively", { scopes: REQUESTED }));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toMatch(message);
    expect(error.message).toContain("acquireTokenInteractively");
    expect(error.hint).toBeTruthy();
    expect(error.message).not.toContain(ACCESS_TOKEN);
    expect(error.message).not.toContain("gone");
  });

  const AT = "brokerTokenResponse.";

  test.each<[string, Json]>([
    [`"${AT}accessToken" is missing`, without(token, "accessToken")],
    [`"${AT}accessToken" is missing`, { ...token, accessToken: "" }],
    [`"${AT}accessToken" is missing`, { ...token, accessToken: null }],
    [`"${AT}accessToken" is an object and not a string`, { ...token, accessToken: { value: ACCESS_TOKEN } }],
    [`"${AT}accessToken" is a number and not a string`, { ...token, accessToken: 5 }],
    [`"${AT}accessTokenType" is a boolean and not a number`, { ...token, accessTokenType: true }],
    [`"${AT}accessTokenType" is a string and not a number`, { ...token, accessTokenType: "bearer" }],
    ["proof-of-possession", { ...token, accessTokenType: 1 }],
    ["proof-of-possession", { ...token, accessTokenType: "1" }],
    [`"${AT}idToken" is missing`, without(token, "idToken")],
    [`"${AT}idToken" is missing`, { ...token, idToken: "" }],
    [`"${AT}idToken" is an array and not a string`, { ...token, idToken: [token["idToken"]] }],
    ["ID token is not a JWT", { ...token, idToken: "MarkedValue" }],
    ["ID token is not a JWT", { ...token, idToken: `a.${base64url("MarkedValue")}.c` }],
    ['"oid" of the ID token is not a string', { ...token, idToken: unsignedJwt({ oid: ["MarkedValue"] }) }],
    [`"${AT}clientInfo" is missing`, without(token, "clientInfo", "account")],
    [`"${AT}clientInfo" is a number and not a string`, { ...token, clientInfo: 5 }],
    ["client info", { ...token, clientInfo: "MarkedValue" }],
    ["client info", { ...token, clientInfo: base64url({ uid: "MarkedValue" }) }],
    [`"${AT}expiresOn" is missing`, without(token, "expiresOn")],
    [`"${AT}expiresOn" is missing`, { ...token, expiresOn: null }],
    [`"${AT}expiresOn" is a string and not a number`, { ...token, expiresOn: "MarkedValue" }],
    [`"${AT}expiresOn" is a string and not a number`, { ...token, expiresOn: "" }],
    [`"${AT}expiresOn" is a boolean and not a number`, { ...token, expiresOn: true }],
    [`expiresOn" is no time`, { ...token, expiresOn: -1 }],
    [`expiresOn" is no time`, { ...token, expiresOn: 1e300 }],
    [`expiresOn"`, { ...token, expiresOn: "9".repeat(400) }],
    [`"${AT}extendedExpiresOn" is an object and not a number`, { ...token, extendedExpiresOn: {} }],
    [`extendedExpiresOn" is no time`, { ...token, extendedExpiresOn: -1 }],
    [`"${AT}grantedScopes" is a number and not`, { ...token, grantedScopes: 5 }],
    [`"${AT}grantedScopes"`, { ...token, grantedScopes: ["MarkedValue", 5] }],
    [`"${AT}account" is a string and not an object`, { ...token, account: "MarkedValue" }],
    [`"${AT}account.username" is a number and not a string`, { ...token, account: { username: 5 } }],
    [
      `"${AT}account.clientInfo" is a number and not a string`,
      { ...without(token, "clientInfo"), account: { ...brokerAccount(INES), clientInfo: 5 } },
    ],
    [
      `preferred_username" is missing`,
      { ...without(token, "account"), idToken: unsignedJwt(without(claimsOf(INES), "preferred_username")) },
    ],
  ])("%s", (message, sent) => {
    const error = thrown(() => parse(sent));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("MarkedValue");
    expect(error.message).not.toContain(ACCESS_TOKEN);
  });
});
