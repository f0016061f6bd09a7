import { describe, expect, test } from "vitest";
import { HeaderFields } from "../../src/headers.js";
import type { Operation } from "../../src/protocol.js";
import {
  isDone,
  parseAccounts,
  parseDefaultAccount,
  parseDeviceInfo,
  relayedError,
} from "../../src/responses.js";
import { answer, commonHeaders, type Headers, INES, listed, TENANT_ID, without } from "./samples.js";

const fields = (operation: Operation, headers: Headers = {}): HeaderFields =>
  new HeaderFields(answer({ ...commonHeaders(operation), ...headers }), operation);

const accounts = (list: unknown): ReturnType<typeof parseAccounts> =>
  parseAccounts(fields("get_accounts_operation", { accounts: JSON.stringify(list) }));

describe("accounts", () => {
  const TOM = { ...listed(INES), home_account_id: "tom.tenant", username: "tom@contoso.example" };

  test("are read in the broker's own order", () => {
    expect(accounts([TOM, listed(INES)])).toMatchObject([{ homeAccountId: "tom.tenant" }, INES]);
    expect(accounts([listed(INES)])).toStrictEqual([INES]);
  });

  test.each<[string, Headers]>([
    ["missing", {}],
    ["empty", { accounts: "" }],
    ["an empty list", { accounts: "[]" }],
  ])("that are %s are none", (_what, headers) => {
    expect(parseAccounts(fields("get_accounts_operation", headers))).toStrictEqual([]);
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["a text", "ines"],
    ["a list", []],
    ["without a home account id", without(listed(INES), "home_account_id")],
    ["with a home account id of one part", { ...listed(INES), home_account_id: "uid" }],
    ["with a home account id of no user", { ...listed(INES), home_account_id: ".utid" }],
    ["with a home account id of no tenant", { ...listed(INES), home_account_id: "uid." }],
    ["with a home account id that is a number", { ...listed(INES), home_account_id: 7 }],
    ["without a user name", without(listed(INES), "username")],
    ["with an empty user name", { ...listed(INES), username: "" }],
  ])("are left out where one cannot be read: %s", (_what, entry) => {
    expect(accounts([entry, listed(INES)])).toStrictEqual([INES]);
  });

  test("that say no more than who they are, are of their home tenant", () => {
    const bare = { home_account_id: INES.homeAccountId, username: INES.username };
    expect(accounts([bare])).toStrictEqual([without(INES, "name")]);
    expect(accounts([{ ...listed(INES), realm: 5, local_account_id: null, name: {} }])).toStrictEqual([
      { ...without(INES, "name"), tenantId: TENANT_ID },
    ]);
  });

  test.each(["no JSON", "{}", '"[]"', "[", "null"])(
    "that are no list at all make the answer invalid: %s",
    (text) => {
      expect(() => parseAccounts(fields("get_accounts_operation", { accounts: text }))).toThrow(
        /^broker_response_invalid: .*"accounts" is not JSON text of an array/,
      );
    },
  );
});

test("the default account has its fields in the answer itself", () => {
  const { id_token_claims: _claims, ...flat } = listed(INES);
  expect(parseDefaultAccount(fields("get_default_account", flat as Headers))).toStrictEqual(INES);
  expect(parseDefaultAccount(fields("get_default_account"))).toBeUndefined();
});

describe("the device", () => {
  const device = (headers: Headers): ReturnType<typeof parseDeviceInfo> =>
    parseDeviceInfo(fields("get_device_info", headers));

  test.each<[Headers, object]>([
    [{}, { shared: false, silentOnly: false, joined: true, version: "5.2604.2" }],
    [{ device_mode: "shared" }, { shared: true }],
    [{ sso_extension_mode: "silent_only" }, { silentOnly: true }],
    [{ wpj_status: "notJoined" }, { joined: false }],
    [{ wpj_status: "of another day" }, { joined: undefined }],
    [{ broker_version: "" }, { version: undefined }],
    [
      { device_mode: "", sso_extension_mode: "else" },
      { shared: false, silentOnly: false },
    ],
  ])("with %j is %j", (headers, info) => {
    expect(device(headers)).toMatchObject(info);
  });
});

test.each([
  ["1", true],
  ["0", false],
  ["", false],
])("an operation that says success %j is done: %j", (success, done) => {
  expect(isDone(fields("remove_account_operation", { success }))).toBe(done);
});

test.each<[string, () => unknown]>([
  ["accounts", () => parseAccounts(fields("get_accounts_operation", { operation_response_type: "x" }))],
  ["a default account", () => parseDefaultAccount(fields("get_default_account", { operation: "refresh" }))],
  ["a device", () => parseDeviceInfo(fields("get_device_info", { operation_response_type: "" }))],
  ["a sign-out", () => isDone(fields("remove_account_operation", { operation: "login" }))],
])("an answer that is not about %s is refused", (_what, parse) => {
  expect(parse).toThrow(/^broker_response_invalid: /);
});

describe("an error of the authority", () => {
  const said = (headers: Headers): ReturnType<typeof relayedError> =>
    relayedError(fields("refresh", headers));

  test("is one by its name, whatever else the answer says", () => {
    expect(said({ error: "invalid_grant", success: "1" })).toMatchObject({ error: "invalid_grant" });
    expect(said({ success: "0" })).toBeUndefined();
    expect(said({ error: "" })).toBeUndefined();
  });

  test("is read whole, its description decoded once", () => {
    expect(
      said({
        Error: "Invalid_Grant",
        error_description: "AADSTS50076%3A%20Due%20to%20%22MFA%22%20100%2525%2C%20Gr%C3%BC%C3%9Fe",
        error_codes: "[50076]",
        suberror: "basic_action",
      }),
    ).toStrictEqual({
      error: "invalid_grant",
      description: 'AADSTS50076: Due to "MFA" 100%25, Grüße',
      errorNo: 50_076,
      subError: "basic_action",
    });
  });

  test("whose description is not percent-encoded is taken as it is", () => {
    expect(said({ error: "x", error_description: "100% of it" })).toMatchObject({
      description: "100% of it",
    });
  });

  test.each(["", "[]", "none", "[1]"])("without a number in %j has none", (error_codes) => {
    expect(said({ error: "x", error_codes })).toMatchObject({ errorNo: undefined, description: "" });
  });
});
