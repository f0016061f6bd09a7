import type { ErrorCode } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { parseToken } from "../../src/responses.js";
import { brokerStatus, tagText } from "../../src/status.js";
import { brokerToken, type Json, thrown, unsignedJwt } from "./samples.js";

const STATUSES: [number, string, ErrorCode][] = [
  [0, "Unexpected", "platform_broker_error"],
  [1, "Reserved", "platform_broker_error"],
  [2, "InteractionRequired", "interaction_required"],
  [3, "NoNetwork", "no_network_connectivity"],
  [4, "NetworkTemporarilyUnavailable", "no_network_connectivity"],
  [5, "ServerTemporarilyUnavailable", "server_unavailable"],
  [6, "ApiContractViolation", "platform_broker_error"],
  [7, "UserCanceled", "user_canceled"],
  [8, "ApplicationCanceled", "platform_broker_error"],
  [9, "IncorrectConfiguration", "platform_broker_error"],
  [10, "InsufficientBuffer", "platform_broker_error"],
  [11, "AuthorityUntrusted", "untrusted_authority"],
  [12, "UserSwitched", "account_mismatch"],
  [13, "AccountUnusable", "interaction_required"],
  [14, "UserDataRemovalRequired", "platform_broker_error"],
  [15, "Status 15", "platform_broker_error"],
  [16, "Status 16", "platform_broker_error"],
  [17, "Status 17", "platform_broker_error"],
  [18, "KeyNotFound", "platform_broker_error"],
  [19, "AccountNotFound", "no_account_found"],
  [20, "Status 20", "platform_broker_error"],
  [21, "Status 21", "platform_broker_error"],
  [22, "Status 22", "platform_broker_error"],
  [-1, "Status -1", "platform_broker_error"],
  [-51_411, "Status -51411", "platform_broker_error"],
  [2 ** 40, "Status 1099511627776", "platform_broker_error"],
];

const ERROR = {
  errorCode: -77,
  status: 2,
  subStatus: 0,
  tag: 123_456,
  context: "MFA is due",
  diagnostics: null,
};

const atRoot = (error: unknown): Json => ({ error });
const besideToken = (error: unknown): Json => ({ brokerTokenResponse: { ...brokerToken(), error } });
const inPlaceOfToken = (error: unknown): Json => ({ brokerTokenResponse: { error } });

const PLACES: [string, (error: unknown) => Json][] = [
  ["at the root", atRoot],
  ["beside the token", besideToken],
  ["in the token's place", inPlaceOfToken],
];

const parse = (reply: Json): unknown =>
  parseToken(JSON.stringify(reply), "acquireTokenSilently", { scopes: ["User.Read"] });

describe("each status of the broker has its name and its code:", () => {
  test.each(STATUSES)("%i is %s, %s", (status, name, code) => {
    const error = thrown(() => parse(atRoot({ ...ERROR, status })));

    expect(error.errorCode).toBe(code);
    expect(error.broker).toStrictEqual({ status: name, code: -77, tag: "aa4ja", context: "MFA is due" });
    expect(error.message).toContain(`(tag=aa4ja context=MFA is due errorCode=-77 status=${name})`);
    expect(brokerStatus(status)).toMatchObject({ name, code });
  });

  test.each([2, 3, 4, 5, 9, 11, 12, 13, 19])("%i says what to do", (status) => {
    expect(thrown(() => parse(atRoot({ ...ERROR, status }))).hint).toMatch(/^[A-Z].+\.$/);
  });

  test.each([
    [2, "acquireTokenInteractive"],
    [13, "acquireTokenInteractive"],
    [19, "getAllAccounts()"],
  ])("%i says which call mends it", (status, call) => {
    expect(brokerStatus(status).hint).toContain(call);
  });
});

describe.each(PLACES)("an error %s", (_place, reply) => {
  test("is the answer", () => {
    const error = thrown(() => parse(reply(ERROR)));

    expect(error.errorCode).toBe("interaction_required");
    expect(error.broker).toStrictEqual({
      status: "InteractionRequired",
      code: -77,
      tag: "aa4ja",
      context: "MFA is due",
    });
  });

  test.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["empty", ""],
  ])("whose context is %s says that it gave no explanation", (_how, context) => {
    const error = thrown(() => parse(reply({ ...ERROR, context })));

    expect(error.errorCode).toBe("interaction_required");
    expect(error.message).toContain("gave no explanation");
    expect(error.broker).not.toHaveProperty("context");
  });

  test("needs no more than a status", () => {
    const error = thrown(() => parse(reply({ status: 7 })));

    expect(error.errorCode).toBe("user_canceled");
    expect(error.broker).toStrictEqual({ status: "UserCanceled" });
  });

  test("may hold its numbers as strings of digits", () => {
    const error = thrown(() => parse(reply({ ...ERROR, status: "5", errorCode: "-12", tag: "508605727" })));

    expect(error.errorCode).toBe("server_unavailable");
    expect(error.broker).toMatchObject({ code: -12, tag: "4ulu5" });
  });

  test.each<[string, unknown]>([
    ["error.status", {}],
    ["error.status", { ...ERROR, status: null }],
    ["error.status", { ...ERROR, status: "MarkedValue" }],
    ["error.status", { ...ERROR, status: {} }],
    ["error.errorCode", { ...ERROR, errorCode: "MarkedValue" }],
    ["error.errorCode", { ...ERROR, errorCode: [] }],
    ["error.tag", { ...ERROR, tag: "4abcd" }],
    ["error.tag", { ...ERROR, tag: false }],
    ["error.context", { ...ERROR, context: { text: "MarkedValue" } }],
    ["error.context", { ...ERROR, context: 5 }],
    ["error", "MarkedValue"],
    ["error", ["MarkedValue"]],
    ["error", 5],
    ["error", false],
  ])("is refused by the name of what is wrong: %s in %j", (field, value) => {
    const error = thrown(() => parse(reply(value)));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toMatch(new RegExp(`"(?:brokerTokenResponse\\.)?${field}"`));
    expect(error.message).not.toContain("MarkedValue");
  });

  test("shows no token that its context holds", () => {
    const jwt = unsignedJwt({ mark: "a token in an explanation" });
    const error = thrown(() => parse(reply({ ...ERROR, context: `refused ${jwt}\u001b[31m` })));

    for (const shown of [error.message, error.stack, JSON.stringify(error)]) {
      expect(shown).not.toContain(jwt.split(".")[1]);
      expect(shown).not.toContain("\u001b");
    }
    expect(error.broker?.context).toContain("refused (redacted)");
  });
});

test("the error at the root goes before the one beside the token", () => {
  const reply = { ...inPlaceOfToken({ ...ERROR, status: 3 }), ...atRoot(ERROR) };

  expect(thrown(() => parse(reply)).errorCode).toBe("interaction_required");
});

test("broker 3.0.1's refusal of declined scopes keeps its words", () => {
  const context = "Token response failed because declined scopes are present";

  expect(thrown(() => parse(inPlaceOfToken({ ...ERROR, context }))).message).toContain(context);
});

describe("a tag is written as Microsoft's support writes it:", () => {
  test.each([
    [123_456, "aa4ja"],
    [508_605_727, "4ulu5"],
    [0, "aaaaa"],
    [579_379_414, tagOf(579_379_414)],
  ])("%i is %s", (tag, text) => {
    expect(tagText(tag)).toBe(text);
  });

  test.each([63, -1, 2 ** 30, 2 ** 32, 2 ** 40, 1.5])("a number that is none stays a number: %d", (tag) => {
    expect(tagText(tag)).toBe(String(tag));
  });
});

/** Six bits a character, worked out by division. */
function tagOf(tag: number): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  return [64 ** 4, 64 ** 3, 64 ** 2, 64, 1]
    .map((unit) => alphabet.charAt(Math.floor(tag / unit) % 64))
    .join("");
}
