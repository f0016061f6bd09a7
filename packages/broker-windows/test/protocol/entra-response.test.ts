import type { TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import type { TokenAnswer } from "../../src/addon.js";
import { parseToken } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  AUTHORITY,
  base64url,
  claimsOf,
  clientInfo,
  entraAnswer,
  EXPIRES_ON,
  entraProperties,
  INES,
  OTHER_TENANT_ID,
  type Properties,
  rejection,
  TENANT_ID,
  TOM,
  unsignedJwt,
  webAccount,
  windowsTime,
  without,
} from "./samples.js";

const REQUESTED = ["https://graph.microsoft.com/User.Read"];

const parse = (answer: TokenAnswer, authority = AUTHORITY): TokenResponse =>
  parseToken(
    answer,
    { plugin: "entra" },
    { authority, scopes: REQUESTED, isElevated: () => false, now: EXPIRES_ON - 1000 },
  );

const withProperties = (properties: Properties): TokenAnswer => ({
  status: 0,
  response: { token: ACCESS_TOKEN, properties, account: webAccount(INES) },
});

const EXPECTED = {
  accessToken: ACCESS_TOKEN,
  tokenType: "Bearer",
  idToken: entraProperties()["wamcompat_id_token"],
  idTokenClaims: claimsOf(INES),
  expiresOn: EXPIRES_ON,
  extendedExpiresOn: EXPIRES_ON + 3_600_000,
  scopes: ["https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/Mail.Read"],
  account: INES,
};

test("a token is this", () => {
  expect(parse(entraAnswer())).toStrictEqual(EXPECTED);
});

test("another account that the person chose is a token, too", () => {
  expect(parse({ ...entraAnswer(), status: 2 })).toStrictEqual(EXPECTED);
});

describe("the end of a token", () => {
  test.each(["0", "1", "11644473600"])(
    "%s is a time that is not known, and never one in the future",
    (time) => {
      expect(parse(entraAnswer(INES, { TokenExpiresOn: time })).expiresOn).toBe(0);
    },
  );

  test("that is missing is not known", () => {
    expect(parse(withProperties(without(entraProperties(), "TokenExpiresOn"))).expiresOn).toBe(0);
    expect(parse(entraAnswer(INES, { TokenExpiresOn: "" })).expiresOn).toBe(0);
  });

  test("is counted from 1601", () => {
    expect(parse(entraAnswer(INES, { TokenExpiresOn: "11644473601" })).expiresOn).toBe(1000);
    expect(parse(entraAnswer(INES, { TokenExpiresOn: windowsTime(EXPIRES_ON) })).expiresOn).toBe(EXPIRES_ON);
  });

  test.each([
    "-1",
    "1e9",
    "13000000000.5",
    " 13000000000",
    "0x10",
    "MarkedValue",
    "9".repeat(18),
    "9".repeat(400),
  ])("cannot be %s", async (time) => {
    const error = await rejection(() => parse(entraAnswer(INES, { TokenExpiresOn: time })));
    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain('"TokenExpiresOn"');
    expect(error.message).not.toContain("MarkedValue");
  });

  test.each(["", "0", "true", "false", "MarkedValue"])("in an outage is left out where it is %o", (time) => {
    expect(parse(entraAnswer(INES, { ExtendedLifetimeToken: time }))).not.toHaveProperty("extendedExpiresOn");
  });
});

describe("scopes", () => {
  test.each([
    ["User.Read  Mail.Read ", ["User.Read", "Mail.Read"]],
    ["", REQUESTED],
    [" ", REQUESTED],
  ])("%o", (scopes, expected) => {
    expect(parse(entraAnswer(INES, { wamcompat_scopes: scopes })).scopes).toEqual(expected);
  });

  test("that are missing are those that were asked for", () => {
    expect(parse(withProperties(without(entraProperties(), "wamcompat_scopes"))).scopes).toEqual(REQUESTED);
  });
});

describe("the account", () => {
  const withoutAccount: TokenAnswer = {
    status: 0,
    response: { token: ACCESS_TOKEN, properties: entraProperties() },
  };

  test("goes by its home account id where no account of Windows came along", () => {
    expect(parse(withoutAccount).account).toEqual({ ...INES, nativeAccountId: INES.homeAccountId });
    const unnamed = { ...webAccount(INES), id: "" };
    const answer = { status: 0, response: { ...entraAnswer().response, account: unnamed } };
    expect(parse(answer).account.nativeAccountId).toBe(INES.homeAccountId);
  });

  test("has the user name of Windows where the ID token has none", () => {
    const claims = without(claimsOf(INES), "preferred_username", "name");
    const answer = entraAnswer(INES, { wamcompat_id_token: unsignedJwt(claims) });
    expect(parse(answer).account.username).toBe(INES.username);
    expect(parse(answer).account).not.toHaveProperty("name");
  });

  test("is a guest's, with the ids of both tenants", () => {
    const guest = {
      ...INES,
      localAccountId: "99999999-9999-4999-8999-999999999999",
      tenantId: OTHER_TENANT_ID,
    };
    expect(parse(entraAnswer(guest)).account).toEqual(guest);
    // Windows may have the account of the home tenant beside a token of the other.
    const fromHome = { ...entraAnswer(guest).response, account: webAccount(INES) };
    expect(parse({ status: 0, response: fromHome }).account).toEqual(guest);
  });

  test.each([
    ["https://login.windows.net/common", AUTHORITY, "login.microsoftonline.com"],
    ["https://LOGIN.MicrosoftOnline.com/common/", AUTHORITY, "login.microsoftonline.com"],
    ["https://login.microsoftonline.us/x", AUTHORITY, "login.microsoftonline.us"],
    ["organizations", "https://login.microsoftonline.us/common", "login.microsoftonline.us"],
    ["https://evil.example/common", AUTHORITY, "login.microsoftonline.com"],
    ["https://evil.example/common", "https://login.microsoftonline.us/common", "login.microsoftonline.us"],
  ])("of the authority %s lives where an authority of Entra says", (Authority, asked, environment) => {
    expect(parse(entraAnswer(INES, { Authority }), asked).account.environment).toBe(environment);
  });
});

describe("parts of two users are refused:", () => {
  test.each<[string, TokenAnswer]>([
    ["the client info", entraAnswer(INES, { wamcompat_client_info: clientInfo(TOM) })],
    ["the ID token", entraAnswer(INES, { wamcompat_id_token: unsignedJwt(claimsOf(TOM)) })],
    ["the account", { status: 0, response: { ...entraAnswer().response, account: webAccount(TOM) } }],
    [
      "the account, as a guest",
      {
        status: 0,
        response: {
          ...entraAnswer({
            ...INES,
            localAccountId: "99999999-9999-4999-8999-999999999999",
            tenantId: OTHER_TENANT_ID,
          }).response,
          account: webAccount({ ...TOM, tenantId: OTHER_TENANT_ID }),
        },
      },
    ],
  ])("%s", async (_what, answer) => {
    const error = await rejection(() => parse(answer));
    expect(error.errorCode).toBe("account_mismatch");
    expect(error.message).not.toContain(ACCESS_TOKEN);
    expect(error.message).not.toContain(TENANT_ID);
  });

  test.each([
    `https://login.microsoftonline.com/organizations`,
    `https://login.microsoftonline.com/Organizations`,
  ])("a personal account where work accounts were asked for", async (authority) => {
    const personal = { ...INES, tenantId: "9188040D-6C67-4C5B-B112-36A304B66DAD" };
    const error = await rejection(() => parse(entraAnswer(personal), authority));
    expect(error.errorCode).toBe("account_mismatch");
    expect(parse(entraAnswer(personal)).account.tenantId).toBe(personal.tenantId);
  });
});

describe("an answer that cannot be used says why:", () => {
  const good = entraProperties();
  const { response } = entraAnswer();

  test.each<[string, TokenAnswer]>([
    ["no response", { status: 0 }],
    ["token is empty", { status: 0, response: { ...response, token: "" } }],
    ['"Authority" is missing', withProperties(without(good, "Authority"))],
    ['"Authority" is missing', withProperties({ ...good, Authority: "" })],
    ['"wamcompat_id_token" is missing', withProperties(without(good, "wamcompat_id_token"))],
    ['"wamcompat_client_info" is missing', withProperties(without(good, "wamcompat_client_info"))],
    ["ID token is not a JWT", withProperties({ ...good, wamcompat_id_token: "MarkedValue" })],
    [
      "ID token is not a JWT",
      withProperties({ ...good, wamcompat_id_token: `a.${base64url("MarkedValue")}.c` }),
    ],
    [
      '"oid" of the ID token is not a string',
      withProperties({ ...good, wamcompat_id_token: unsignedJwt({ oid: ["MarkedValue"] }) }),
    ],
    ["client info", withProperties({ ...good, wamcompat_client_info: "MarkedValue" })],
    ["client info", withProperties({ ...good, wamcompat_client_info: base64url({ uid: "MarkedValue" }) })],
    ["another kind", withProperties({ ...good, token_type: "pop" })],
    ["another kind", withProperties({ ...good, token_type: "MarkedValue" })],
    [
      '"idToken.preferred_username" is missing',
      {
        status: 0,
        response: {
          token: ACCESS_TOKEN,
          properties: {
            ...good,
            wamcompat_id_token: unsignedJwt(without(claimsOf(INES), "preferred_username")),
          },
        },
      },
    ],
  ])("%s", async (message, answer) => {
    const error = await rejection(() => parse(answer));
    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("MarkedValue");
    expect(error.message).not.toContain(ACCESS_TOKEN);
  });

  test("and a bearer token may be called one", () => {
    expect(parse(withProperties({ ...good, token_type: "bearer" })).tokenType).toBe("Bearer");
  });
});
