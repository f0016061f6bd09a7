import { afterEach, describe, expect, test } from "vitest";
import type { Step } from "../stand-in/stand-in.js";
import { expectAllReleased, failure, standIn, start } from "./addon.js";

const APPLE = "com.apple.AuthenticationServices.AuthorizationError";

afterEach(expectAllReleased);

/** Plays a step for the operation of the tests, answered in the background. */
function play(step: Step): void {
  standIn.play({ operations: { ask: { deliver: "background", ...step } } });
}

describe("an answer", () => {
  test("is the status and the header fields", async () => {
    play({ status: 201, headers: { operation: "refresh", success: "1", empty: "" } });
    await expect(start().answer).resolves.toEqual({
      status: 201,
      headers: { operation: "refresh", success: "1", empty: "" },
    });
  });

  test("holds any Unicode text, in names too", async () => {
    const text = "grüße, 世界, 🙂, \u{10FFFD}, \uFFFF";
    play({ headers: { name: text, [text]: "ß" } });
    await expect(start().answer).resolves.toMatchObject({ headers: { name: text, [text]: "ß" } });
  });

  test.each([
    ["lower", "access_token"],
    ["upper", "ACCESS_TOKEN"],
  ] as const)("keeps the names in the letter case that they came in: %s", async (headerCase, name) => {
    play({ headerCase, headers: { Access_Token: "MiXed" } });
    await expect(start().answer).resolves.toMatchObject({ headers: { [name]: "MiXed" } });
  });

  test("holds names that mean something to JavaScript as any others", async () => {
    play({ headers: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') });
    const { headers } = await start().answer;
    expect(new Map(Object.entries(headers))).toEqual(
      new Map([
        ["__proto__", "a"],
        ["constructor", "b"],
        ["toString", "c"],
      ]),
    );
  });

  test("holds numbers as text, and nothing that is neither", async () => {
    play({ headers: { success: 1, expires: 3599.5, list: [{ a: "b" }], record: { a: "b" }, none: null } });
    const { headers } = await start().answer;
    expect(headers).toEqual({ success: "1", expires: "3599.5" });
  });

  test("may be without header fields, or be large", async () => {
    play({});
    await expect(start().answer).resolves.toEqual({ status: 200, headers: {} });
    const accounts = "ß".repeat(1_000_000);
    play({ headers: { accounts } });
    await expect(start().answer).resolves.toEqual({ status: 200, headers: { accounts } });
  });
});

describe("what is no answer of single sign-on is a bad credential", () => {
  test.each(["otherClass", "noResponse", "none"] as const)("%s", async (credential) => {
    play({ credential });
    const error = await failure(start());
    expect(error).toMatchObject({
      code: "bad_credential",
      message: "The credential holds no HTTP response.",
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty("error");
  });
});

describe("an error", () => {
  test("has the domain, the code and the description, and only the first two in its message", async () => {
    play({ error: { code: 1001, description: "Die Anmeldung wurde abgebrochen ⚡" } });
    const error = await failure(start());
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code: "authorization_error",
      message: `The operation ended with error 1001 of ${APPLE}.`,
      error: { domain: APPLE, code: 1001, description: "Die Anmeldung wurde abgebrochen ⚡" },
    });
    expect(error.error).not.toHaveProperty("underlying");
  });

  test("has the errors under it, each with what it says", async () => {
    const userInfo = { MSIDOAuthErrorKey: "invalid_client", MSIDErrorDescriptionKey: "AADSTS50011: größer" };
    play({
      error: {
        code: -6000,
        userInfo: { a: "b" },
        underlying: {
          domain: "MSALErrorDomain",
          code: -50000,
          userInfo: { MSALInternalErrorCodeKey: -42000, ratio: 0.5, truth: true },
          underlying: { domain: "MSIDOAuthErrorDomain", code: -51411, description: "the cause", userInfo },
        },
      },
    });
    const { error } = await failure(start());
    expect(error).toMatchObject({
      domain: APPLE,
      code: -6000,
      userInfo: { a: "b" },
      underlying: {
        domain: "MSALErrorDomain",
        code: -50000,
        userInfo: { MSALInternalErrorCodeKey: "-42000", ratio: "0.5", truth: "1" },
        underlying: { domain: "MSIDOAuthErrorDomain", code: -51411, description: "the cause", userInfo },
      },
    });
  });

  test("has of its user info what is text or a number", async () => {
    play({ error: { code: 1, userInfo: { text: "a", record: { b: 1 }, none: null, number: 2 } } });
    const { error } = await failure(start());
    expect(error?.userInfo).toEqual({ text: "a", number: "2" });
  });

  test("has of its user info what is a list of these, with commas", async () => {
    const userInfo = { one: [50011], more: [50076, "a", 0.5], none: [], mixed: [1, { a: 1 }], nested: [[1]] };
    play({ error: { code: 1, userInfo } });
    const { error } = await failure(start());
    expect(error?.userInfo).toEqual({ one: "50011", more: "50076,a,0.5", none: "" });
  });

  test("is followed as deep as any real one goes, and no further", async () => {
    let nested = { code: 100 };
    for (let code = 99; code >= 1; code -= 1) nested = { code, underlying: nested } as typeof nested;
    play({ error: nested });
    let error = (await failure(start())).error;
    let depth = 0;
    for (; error !== undefined; error = error.underlying) {
      depth += 1;
      expect(error.code).toBe(depth);
    }
    expect(depth).toBe(32);
  });

  test("is Apple's 1005 where a window was needed and not allowed", async () => {
    play({ needsUserInterface: true });
    await expect(failure(start())).resolves.toMatchObject({ error: { domain: APPLE, code: 1005 } });
    await expect(start({ userInterface: true }).answer).resolves.toMatchObject({ status: 200 });
  });

  test("is the extension's own where an option is missing that it needs", async () => {
    standIn.play({ operations: { get_accounts_operation: { deliver: "background" } } });
    const accounts = (...options: [string, string][]): ReturnType<typeof start> =>
      start({ operation: "get_accounts_operation", options });
    const missing = (name: string): object => ({
      code: -6000,
      underlying: {
        domain: "MSALErrorDomain",
        code: -50000,
        userInfo: { MSALInternalErrorCodeKey: "-42000", MSALErrorDescriptionKey: `${name} is missing` },
      },
    });
    const version: [string, string] = ["msg_protocol_ver", "4"];
    await expect(failure(accounts(["client_id", "a"]))).resolves.toMatchObject({
      error: missing("msg_protocol_ver"),
    });
    await expect(failure(accounts(version))).resolves.toMatchObject({ error: missing("client_id") });
    await expect(accounts(version, ["client_id", "a"]).answer).resolves.toMatchObject({ status: 200 });
  });

  test("is Apple's 1003 for an operation or a URL that no extension handles", async () => {
    play({});
    await expect(failure(start({ operation: "other" }))).resolves.toMatchObject({ error: { code: 1003 } });
    await expect(failure(start({ url: "https://login.example/" }))).resolves.toMatchObject({
      error: { code: 1003 },
    });
  });
});

describe("where macOS cannot be asked it is unsupported", () => {
  test("because it has no single sign-on", async () => {
    standIn.play({ singleSignOn: false });
    const error = await failure(start());
    expect(error).toMatchObject({
      code: "unsupported",
      message: "This macOS has no single sign-on extensions.",
    });
    expect(standIn.requests()).toEqual([]);
  });

  test.each([false, true])("because it threw an exception, user interface %s", async (userInterface) => {
    play({ throws: "not with these requests" });
    await expect(failure(start({ userInterface }))).resolves.toMatchObject({
      code: "unsupported",
      message: "macOS refused the operation: NSInternalInconsistencyException: not with these requests",
    });
    await expect.poll(() => standIn.unreleased()).toEqual([]);
  });
});
