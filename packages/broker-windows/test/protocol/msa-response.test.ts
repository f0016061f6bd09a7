import type { TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import type { TokenAnswer } from "../../src/addon.js";
import { parseToken } from "../../src/responses.js";
import {
  AUTHORITY,
  base64url,
  claimsOf,
  clientInfo,
  CUSTOMER_ID,
  form,
  msaAnswer,
  msaFields,
  msaWebAccount,
  PAT,
  rejection,
  unsignedJwt,
  without,
} from "./samples.js";

const NOW = Date.UTC(2026, 5, 1);
const REQUESTED = ["User.Read"];
const ACCESS_TOKEN = msaFields()["access_token"] ?? "";

const parse = (answer: TokenAnswer): TokenResponse =>
  parseToken(
    answer,
    { plugin: "msa" },
    { authority: AUTHORITY, scopes: REQUESTED, isElevated: () => false, now: NOW },
  );

const parseFields = (fields: Readonly<Record<string, string>>): TokenResponse =>
  parse(msaAnswer(form(fields)));

const EXPECTED = {
  accessToken: ACCESS_TOKEN,
  tokenType: "Bearer",
  idToken: msaFields()["id_token"],
  idTokenClaims: claimsOf(PAT),
  expiresOn: NOW + 3_600_000,
  scopes: ["User.Read", "openid", "profile"],
  account: PAT,
};

test("a token is this", () => {
  expect(parse(msaAnswer())).toStrictEqual(EXPECTED);
});

test("an encoded token is decoded, and one that is not stays as it is", () => {
  const encoded = encodeURIComponent(ACCESS_TOKEN);
  expect(encoded).not.toBe(ACCESS_TOKEN);
  expect(parseFields({ ...msaFields(), access_token: encoded }).accessToken).toBe(ACCESS_TOKEN);
  expect(parseFields(msaFields()).accessToken).toBe(ACCESS_TOKEN);
});

test("its fields come in any order, with others", () => {
  const reversed = Object.fromEntries(Object.entries(msaFields()).toReversed());
  expect(parseFields({ other: "", ...reversed, "": "x" })).toStrictEqual(EXPECTED);
});

test.each(["", "0"])("a lifetime of %o is not known", (expires_in) => {
  expect(parseFields({ ...msaFields(), expires_in }).expiresOn).toBe(0);
  expect(parseFields(without(msaFields(), "expires_in")).expiresOn).toBe(0);
});

test("scopes and the type of the token may be missing", () => {
  const token = parseFields(without(msaFields(), "scope", "token_type"));
  expect(token).toMatchObject({ scopes: REQUESTED, tokenType: "Bearer" });
});

describe("the account", () => {
  test("is known by its customer id where there is no client info", () => {
    expect(parseFields(without(msaFields(), "client_info")).account).toEqual(PAT);
  });

  test("is known by its client info where there is no account of Windows", () => {
    const answer = { status: 0, response: { token: form(msaFields()), properties: {} } };
    expect(parse(answer).account).toEqual({ ...PAT, nativeAccountId: PAT.homeAccountId });
  });

  test("is not known without either", async () => {
    const token = form(without(msaFields(), "client_info"));
    const nobody = { ...msaWebAccount(), properties: { SafeCustomerId: "MarkedValue" } };
    const error = await rejection(() => parse(msaAnswer(token, nobody)));
    expect(error.message).toContain('"client_info" is missing');
    expect(error.message).not.toContain("MarkedValue");
  });

  test.each<[string, TokenAnswer]>([
    [
      "the client info",
      msaAnswer(
        form({ ...msaFields(), client_info: clientInfo({ ...PAT, homeAccountId: `other.${PAT.tenantId}` }) }),
      ),
    ],
    [
      "the ID token",
      msaAnswer(form({ ...msaFields(), id_token: unsignedJwt({ ...claimsOf(PAT), oid: "another" }) })),
    ],
    [
      "the account of Windows",
      msaAnswer(form(msaFields()), {
        ...msaWebAccount(),
        properties: { SafeCustomerId: CUSTOMER_ID.replace("5", "6") },
      }),
    ],
  ])("is refused where %s is another's", async (_what, answer) => {
    expect((await rejection(() => parse(answer))).errorCode).toBe("account_mismatch");
  });
});

describe("an answer that cannot be used says why:", () => {
  const good = msaFields();
  test.each<[string, string]>([
    ['"id_token" is missing', ""],
    ["no list of names and values", "MarkedValue"],
    ["no list of names and values", `${form(good)}&MarkedValue`],
    ["no list of names and values", `${form(good)}&`],
    ["a name twice", `${form(good)}&access_token=MarkedValue`],
    ["not encoded", form({ ...good, other: "MarkedValue%" })],
    ["not encoded", form({ ...good, access_token: "%ff%fe" })],
    ['"access_token" is missing', form(without(good, "access_token"))],
    ['"access_token" is missing', form({ ...good, access_token: "" })],
    ['"id_token" is missing', form(without(good, "id_token"))],
    ["ID token is not a JWT", form({ ...good, id_token: "MarkedValue" })],
    ["another kind", form({ ...good, token_type: "MarkedValue" })],
    ['"expires_in" is no number', form({ ...good, expires_in: "MarkedValue" })],
    ['"expires_in" is no number', form({ ...good, expires_in: "-3600" })],
    ['"expires_in" is no time', form({ ...good, expires_in: "9".repeat(18) })],
    ["client info", form({ ...good, client_info: base64url({ uid: "MarkedValue" }) })],
  ])("%s", async (message, token) => {
    const error = await rejection(() => parse(msaAnswer(token)));
    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("MarkedValue");
    expect(error.message).not.toContain(ACCESS_TOKEN);
  });
});
