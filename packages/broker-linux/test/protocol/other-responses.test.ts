import { describe, expect, test } from "vitest";
import { checkRemoved, parseAccounts, parseVersion } from "../../src/responses.js";
import { brokerAccount, INES, type Json, thrown, TOM, without } from "./samples.js";

const accounts = (...list: readonly unknown[]): string => JSON.stringify({ accounts: list });

describe("getAccounts", () => {
  test("gives the accounts in the broker's order, in the environment that applications know", () => {
    expect(parseAccounts(accounts(brokerAccount(TOM), brokerAccount(INES)))).toStrictEqual([TOM, INES]);
  });

  test("gives none when there are none", () => {
    expect(parseAccounts('{"accounts":[]}')).toStrictEqual([]);
  });

  test("keeps an environment of another cloud", () => {
    const [account] = parseAccounts(
      accounts({ ...brokerAccount(INES), environment: "login.microsoftonline.us" }),
    );

    expect(account).toHaveProperty("environment", "login.microsoftonline.us");
  });

  test("needs no more than what names an account", () => {
    const least = without(
      brokerAccount(INES),
      "clientInfo",
      "familyName",
      "givenName",
      "name",
      "passwordExpiry",
    );
    const { name: _name, ...nameless } = INES;

    expect(parseAccounts(accounts(least))).toStrictEqual([nameless]);
  });

  test.each(["homeAccountId", "localAccountId", "realm", "environment", "username"])(
    "leaves out an account without %s, and keeps the others",
    (field) => {
      const broken = brokerAccount(TOM);
      const list = accounts(
        without(broken, field),
        { ...broken, [field]: "" },
        { ...broken, [field]: null },
        brokerAccount(INES),
      );

      expect(parseAccounts(list)).toStrictEqual([INES]);
    },
  );

  test.each<[string, string]>([
    ['"accounts" is missing', "{}"],
    ['"accounts" is null and not an array', '{"accounts":null}'],
    ['"accounts" is an object and not an array', '{"accounts":{}}'],
    ['"accounts" is a string and not an array', '{"accounts":"MarkedValue"}'],
    ['"accounts[0]" is null and not an object', accounts(null)],
    ['"accounts[1]" is a string and not an object', accounts(brokerAccount(INES), "MarkedValue")],
    [
      '"accounts[0].username" is a number and not a string',
      accounts({ ...brokerAccount(INES), username: 5 }),
    ],
    [
      '"accounts[0].name" is an array and not a string',
      accounts({ ...brokerAccount(INES), name: ["MarkedValue"] }),
    ],
    ["it is empty", ""],
    ["it is not JSON", "MarkedValue"],
    ["it is an array and not an object", "[]"],
  ])("is refused because %s", (message, reply) => {
    const error = thrown(() => parseAccounts(reply));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(message);
    expect(error.message).toContain("getAccounts");
    expect(error.message).not.toContain("MarkedValue");
  });

  test("passes on the broker's own error", () => {
    const reply = JSON.stringify({
      error: { errorCode: 1, status: 3, tag: 1, context: "io_error" },
      accounts: [],
    });

    expect(thrown(() => parseAccounts(reply)).errorCode).toBe("no_network_connectivity");
  });
});

describe("getLinuxBrokerVersion", () => {
  test.each<[string | undefined, Json]>([
    ["2.0.4", { linuxBrokerVersion: "2.0.4" }],
    [undefined, {}],
    [undefined, { linuxBrokerVersion: "" }],
    [undefined, { linuxBrokerVersion: null }],
  ])("gives %s", (version, reply) => {
    expect(parseVersion(JSON.stringify(reply))).toBe(version);
  });

  test("refuses a version that is no text", () => {
    const error = thrown(() => parseVersion('{"linuxBrokerVersion":2}'));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain('"linuxBrokerVersion" is a number and not a string');
  });
});

describe("removeAccount", () => {
  test.each(["", "{}", '{"error":null}', '{"removed":true}'])(
    "is done when the broker answers %o",
    (reply) => {
      expect(checkRemoved(reply)).toBeUndefined();
    },
  );

  test("passes on the broker's own error", () => {
    const reply = JSON.stringify({
      error: { errorCode: 1, status: 19, tag: 1, context: "no_account_found" },
    });

    expect(thrown(() => checkRemoved(reply)).errorCode).toBe("no_account_found");
  });

  test("refuses what is no JSON object", () => {
    expect(thrown(() => checkRemoved("Not implemented")).message).toContain("it is not JSON");
    expect(thrown(() => checkRemoved("[]")).errorCode).toBe("broker_response_invalid");
  });
});
