import { inspect } from "node:util";
import { runInNewContext, runInThisContext } from "node:vm";
import { BrokerError, type InteractiveTokenRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { viewOf } from "../../src/view.js";
import { INES, tokenRequest } from "./samples.js";
import { brokerOver, scriptedAddon } from "./scripted-addon.js";

/** A request as a program without types makes it. */
const request = (changed: object): InteractiveTokenRequest => ({
  ...tokenRequest,
  account: INES,
  parentWindow: "console",
  ...changed,
});

async function refusal(
  changed: object,
  method: "acquireTokenInteractive" | "acquireTokenSilent",
): Promise<BrokerError> {
  const scripted = scriptedAddon();
  const broker = brokerOver(scripted);
  const call = broker[method](request(changed));
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  expect(scripted.requests).toStrictEqual([]);
  if (error instanceof BrokerError) return error;
  throw new Error("the request was not refused", { cause: error });
}

/** Each text of a request, and how it is named to whoever wrote it. */
const FIELDS: [string, (value: unknown) => object][] = [
  ["clientId", (clientId) => ({ clientId })],
  ["redirectUri", (redirectUri) => ({ redirectUri })],
  ["correlationId", (correlationId) => ({ correlationId })],
  ["authority", (authority) => ({ authority })],
  ["scopes[1]", (scope) => ({ scopes: ["User.Read", scope] })],
  ["claims", (claims) => ({ claims })],
  ["loginHint", (loginHint) => ({ account: undefined, loginHint })],
  ["account.username", (username) => ({ account: { ...INES, username } })],
  ["account.homeAccountId", (homeAccountId) => ({ account: { ...INES, homeAccountId } })],
  ["account.tenantId", (tenantId) => ({ account: { ...INES, tenantId } })],
  ["extraQueryParameters.mark", (mark) => ({ extraQueryParameters: { mark } })],
];

const VALUES: [string, unknown][] = [
  ["a NUL", "Marked\0Value"],
  ["a lone surrogate", "MarkedValue\uD83E"],
  ["a number", 12_345_671],
  ["an object", { MarkedValue: 1 }],
  ["null", null],
];

describe.each(["acquireTokenSilent", "acquireTokenInteractive"] as const)("%s", (method) => {
  test.each(
    FIELDS.flatMap(([field, change]) => VALUES.map(([what, value]) => [field, what, change(value)] as const)),
  )("refuses %s that is or holds %s by its name, before anything is asked", async (field, _what, changed) => {
    const error = await refusal(changed, method);

    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain(`"${field}"`);
    expect(error.hint).toBeTruthy();
    expect(inspect(error)).not.toMatch(/MarkedValue|12345671/);
  });

  test.each(["no JSON", "[]", '"text"', "7"])("refuses claims that are %s", async (claims) => {
    const error = await refusal({ claims }, method);
    expect(error).toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining('"claims" is not JSON text of an object'),
    });
  });

  test("refuses a proof of possession for what is no URL with a host", async () => {
    const error = await refusal(
      { pop: { resourceRequestMethod: "GET", resourceRequestUri: "/me?key=MarkedValue" } },
      method,
    );
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"resourceRequestUri"');
    expect(inspect(error)).not.toContain("MarkedValue");
  });
});

describe("the parent window", () => {
  test("is missed by an interactive request, with what to pass", async () => {
    const error = await refusal({ parentWindow: undefined }, "acquireTokenInteractive");
    expect(error).toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining('"parentWindowHandle" is missing'),
      hint: expect.stringMatching(/CONSOLE_WINDOW_HANDLE.*BrowserWindow/),
    });
  });

  test.each<[string, unknown]>([
    ["the number of a window", 42n],
    ["an address that no object has", 0x6000_0123_45f9n],
    ["an address of the kernel's", 2n ** 63n],
    ["below nothing", -8n],
    ["beyond 8 bytes", 2n ** 64n + 0x6000_0000_0000n],
    ["a number of another type", 4_294_967_296],
    ["a text", "0x600000000000"],
  ])("is refused when it is %s", async (_what, parentWindow) => {
    const error = await refusal({ parentWindow }, "acquireTokenInteractive");
    expect(error).toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringMatching(/"parentWindowHandle" is no view.*8 bytes/),
      hint: expect.stringContaining("getNativeWindowHandle()"),
    });
  });
});

test("an address of 4 bytes is none on macOS, where a process has no memory below 4 GiB", () => {
  expect(() => viewOf(0xffff_fff8n, "darwin")).toThrow('"parentWindowHandle" is no view');
  expect(viewOf(0x1_0000_0000n, "darwin")).toHaveLength(8);
});

test("two users in one request are refused, because the broker can be told of one", async () => {
  const error = await refusal({ loginHint: "tom@contoso.example" }, "acquireTokenInteractive");
  expect(error).toMatchObject({
    errorCode: "request_unsupported",
    message: expect.stringMatching(/"loginHint" and "account" name two users/),
    hint: expect.stringContaining('"loginHint"'),
  });
  expect(error.message).not.toContain("tom@");
});

// Its errors are of the context that Node.js started with, which under Jest is another than the package's.
test.each([
  ["", (code: string): unknown => runInThisContext(code)],
  [", also from another context", (code: string): unknown => runInNewContext(code)],
])("what the addon itself throws is told in its words%s", async (_where, made) => {
  const scripted = scriptedAddon();
  const told = async (code: string): Promise<unknown> => {
    scripted.addon.start = () => {
      throw made(code);
    };
    return brokerOver(scripted)
      .getAccounts(tokenRequest)
      .catch((thrown: unknown) => thrown);
  };
  expect(await told("new TypeError('\"options[3]\" must be a name and a value')")).toMatchObject({
    errorCode: "request_unsupported",
    errorMessage: '"options[3]" must be a name and a value',
  });
  expect(await told("Object.assign(new Error('late'), { code: 'timeout' })")).toMatchObject({
    errorCode: "request_timeout",
  });
});
