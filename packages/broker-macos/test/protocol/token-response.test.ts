import type { TokenRequest, TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { HeaderFields } from "../../src/headers.js";
import { parseToken } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  answer,
  AUTHORITY,
  claimsOf,
  clientInfo,
  EXPIRES_ON,
  type Headers,
  INES,
  jwt,
  TENANT_ID,
  tokenHeaders,
  without,
} from "./samples.js";

const NOW = new Date("2026-11-21T19:35:57.500Z");
const ASKED = { scopes: ["User.Read"], authority: AUTHORITY };
const POP = { resourceRequestMethod: "GET", resourceRequestUri: "https://graph.microsoft.com/v1.0/me" };

const parse = (
  headers: Headers,
  asked: Pick<TokenRequest, "authority" | "pop" | "scopes"> = ASKED,
): TokenResponse => parseToken(new HeaderFields(answer(headers), "refresh"), asked, NOW);

test("a token answer is read whole", () => {
  expect(parse(tokenHeaders())).toStrictEqual({
    accessToken: ACCESS_TOKEN,
    tokenType: "Bearer",
    idToken: jwt(claimsOf(INES)),
    idTokenClaims: claimsOf(INES),
    expiresOn: EXPIRES_ON,
    extendedExpiresOn: EXPIRES_ON + 3_600_000,
    scopes: ["https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/Mail.Read"],
    account: INES,
  });
});

describe("the names of header fields have no case:", () => {
  const cased = (change: (name: string) => string): Headers =>
    Object.fromEntries(Object.entries(tokenHeaders()).map(([name, value]) => [change(name), value]));

  test.each<[string, (name: string) => string]>([
    ["upper case", (name) => name.toUpperCase()],
    ["Http case", (name) => name.replaceAll(/(?<=^|_)[a-z]/g, (letter) => letter.toUpperCase())],
    [
      "every other letter",
      (name) => name.replaceAll(/(.)(.)/g, (_all, a: string, b: string) => a + b.toUpperCase()),
    ],
  ])("%s", (_case, change) => {
    expect(parse(cased(change))).toStrictEqual(parse(tokenHeaders()));
  });

  test("of two that differ in case alone the first counts", () => {
    expect(parse({ ...tokenHeaders(), Access_Token: "another" }).accessToken).toBe(ACCESS_TOKEN);
  });
});

test("header fields that nobody knows change nothing", () => {
  const unknown = {
    additional_token_reponse: '{"access_token":"of the broker"}',
    refresh_token: "not ours",
    spe_info: "I",
    "": "",
    constructor: "x",
    __proto__x: "y",
  };
  expect(parse({ ...tokenHeaders(), ...unknown })).toStrictEqual(parse(tokenHeaders()));
});

describe("the expiry", () => {
  const times = (at: string, left: string): number =>
    parse({ ...tokenHeaders(), expires_on: at, expires_in: left }).expiresOn;

  test.each([
    ["is a time in seconds", "1893553445", "3600", EXPIRES_ON],
    ["may have decimals", "1893553445.2500000000", "3600", EXPIRES_ON + 250],
    ["that is 0 is not given, and what is left counts", "0", "3600", NOW.getTime() + 3_600_000],
    ["that is missing is not given, either", "", "60.5", NOW.getTime() + 60_500],
    ["alone is enough", "1893553445", "0", EXPIRES_ON],
  ])("%s", (_what, at, left, time) => {
    expect(times(at, left)).toBe(time);
  });

  test.each([
    ["", ""],
    ["0", "0"],
    ["0.0", ""],
  ])("that is nowhere makes the answer invalid: %j, %j", (at, left) => {
    expect(() => times(at, left)).toThrow(/neither "expires_on" nor "expires_in"/);
  });

  test.each([
    ["soon", "3600", "expires_on"],
    ["-1", "3600", "expires_on"],
    ["1e9", "3600", "expires_on"],
    ["0", " 60", "expires_in"],
    ["8640000000001", "", "expires_on"],
    ["0", "99999999999999999999", "expires_in"],
  ])("that is no time makes it invalid: %j, %j", (at, left, field) => {
    expect(() => times(at, left)).toThrow(`"${field}" is no`);
  });

  test("while the authority is unreachable may be missing", () => {
    const response = parse(without(tokenHeaders(), "ext_expires_on", "ext_expires_in"));
    expect(response).not.toHaveProperty("extendedExpiresOn");
    const left = parse({ ...tokenHeaders(), ext_expires_on: "0" });
    expect(left.extendedExpiresOn).toBe(NOW.getTime() + 7_200_000);
  });
});

describe("whose token it is:", () => {
  const GUEST_TENANT = "0e0e0e0e-1111-4222-8333-444455556666";
  const GUEST_OID = "22220000-3333-4444-8555-666677778888";

  test("a guest's has the ids of the tenant it is for", () => {
    const guest = { ...INES, tenantId: GUEST_TENANT, localAccountId: GUEST_OID };
    expect(parse(tokenHeaders(guest)).account).toStrictEqual(guest);
  });

  test.each<[string, Headers]>([
    ["client info of another user", { client_info: clientInfo(`${GUEST_OID}.${TENANT_ID}`) }],
    ["an ID token of another user", { id_token: jwt(claimsOf({ ...INES, localAccountId: GUEST_OID })) }],
  ])("%s is a mismatch", (_what, changed) => {
    expect(() => parse({ ...tokenHeaders(), ...changed })).toThrow(/^account_mismatch: .*mixes two users/);
  });

  test("GUIDs have no case", () => {
    const id_token = jwt(claimsOf({ ...INES, localAccountId: INES.localAccountId.toUpperCase() }));
    expect(() => parse({ ...tokenHeaders(), id_token })).not.toThrow();
  });

  test("without a name in the ID token, the one beside it counts", () => {
    const id_token = jwt(without(claimsOf(INES), "preferred_username", "name"));
    const { account } = parse({ ...tokenHeaders(), id_token, adi: "ines@contoso.example" });
    expect(account).toStrictEqual(without({ ...INES, username: "ines@contoso.example" }, "name"));
    expect(() => parse({ ...tokenHeaders(), id_token, adi: "" })).toThrow(/preferred_username/);
  });

  test.each([
    ["https://login.microsoftonline.us/contoso", "login.microsoftonline.us"],
    ["https://login.windows.net/common", "login.microsoftonline.com"],
    ["", "login.microsoftonline.com"],
    ["no URL", "login.microsoftonline.com"],
  ])("the authority %j is in the environment %s", (authority, environment) => {
    expect(parse({ ...tokenHeaders(), authority }).account.environment).toBe(environment);
  });
});

describe("an answer is refused", () => {
  test.each(["access_token", "id_token", "client_info", "operation_response_type"])("without %s", (name) => {
    for (const headers of [without(tokenHeaders(), name), { ...tokenHeaders(), [name]: "" }]) {
      expect(() => parse(headers)).toThrow(
        `broker_response_invalid: the broker's answer to refresh cannot be used: "${name}" is missing or empty`,
      );
    }
  });

  test.each<[string, Headers]>([
    ["of another kind", { operation_response_type: "operation_get_accounts_response" }],
    ["to another operation", { operation: "login" }],
  ])("%s", (_what, changed) => {
    expect(() => parse({ ...tokenHeaders(), ...changed })).toThrow(/the answer to another operation/);
  });

  test.each<[string, Headers]>([
    ["ID token", { id_token: "a.b" }],
    ["ID token", { id_token: "a.%%%.c" }],
    ["client info", { client_info: "e30" }],
    ["client info", { client_info: "not base64!" }],
  ])("whose %s is none", (what, changed) => {
    expect(() => parse({ ...tokenHeaders(), ...changed })).toThrow(
      new RegExp(`broker_response_invalid: .*${what}`),
    );
  });
});

test("where it says nothing of scopes, those asked for are reported", () => {
  expect(parse({ ...tokenHeaders(), scope: " " }).scopes).toStrictEqual(ASKED.scopes);
  expect(parse(without(tokenHeaders(), "scope")).scopes).toStrictEqual(ASKED.scopes);
});

describe("a token of another kind than asked for is discarded:", () => {
  test.each(["Pop", "pop", "POP"])("%s for a bearer token", (token_type) => {
    expect(() => parse({ ...tokenHeaders(), token_type })).toThrow(/a bearer token was asked for.*discarded/);
  });

  test.each(["Bearer", "bearer", "", "ssh-cert", "Pop "])("%j for a proof of possession", (token_type) => {
    expect(() => parse({ ...tokenHeaders(), token_type }, { ...ASKED, pop: POP })).toThrow(
      /a proof of possession was asked for.*discarded. Company Portal may be too old/,
    );
  });

  test("the right kind is taken in any case, and a bearer token needs no name", () => {
    expect(parse({ ...tokenHeaders(), token_type: "POP" }, { ...ASKED, pop: POP }).tokenType).toBe("pop");
    expect(parse({ ...tokenHeaders(), token_type: "bearer" }).tokenType).toBe("Bearer");
    expect(parse(without(tokenHeaders(), "token_type")).tokenType).toBe("Bearer");
  });
});
