import type { PageCall } from "@authbroker/electron/main";
import { BrokerError } from "@authbroker/core";
import { expect, test } from "vitest";
import { WINDOW_HANDLE } from "./fake-electron.js";
import { rejected, served, USER_READ } from "./served.js";

test("a page has the main process do something with a token, and gets what it is to have", async () => {
  const app = await served({
    methods: {
      me: async (greeting, { signal }) => {
        const [account] = await app.client.getAllAccounts({ signal });
        if (account === undefined)
          throw new BrokerError("no_account_found", { message: "nobody is signed in" });
        const { accessToken } = await app.client.acquireTokenSilent({ scopes: [USER_READ], account, signal });
        return `${String(greeting)} ${account.username}, ${accessToken.length > 0}`;
      },
    },
  });
  expect(await rejected(app.page.authbroker.call("me", "Hello"))).toMatchObject({
    errorCode: "no_account_found",
  });
  await app.page.authbroker.signIn();
  expect(await app.page.authbroker.call("me", "Hello")).toBe("Hello adele@contoso.example, true");
});

test("a method knows the page's window and the call's id", async () => {
  const seen: PageCall[] = [];
  const { page } = await served({ methods: { look: (_, call) => void seen.push(call) } });
  const correlationId = crypto.randomUUID();
  await page.authbroker.call("look", undefined, { correlationId });
  expect(seen).toEqual([
    {
      correlationId,
      signal: expect.any(AbortSignal),
      window: { getNativeWindowHandle: expect.any(Function) },
    },
  ]);
  const handle = seen[0]?.window?.getNativeWindowHandle() ?? new Uint8Array();
  expect(Buffer.from(handle).readBigUInt64LE()).toBe(WINDOW_HANDLE);
});

test("the id of a call is a UUID in lower case, whatever a page writes: a method can put it into a log", async () => {
  const seen: string[] = [];
  const { page } = await served({ methods: { look: (_, call) => void seen.push(call.correlationId) } });
  const correlationId = crypto.randomUUID();
  const forged = page.authbroker.call("look", undefined, { correlationId: `${correlationId}\nERROR forged` });
  expect(await rejected(forged)).toMatchObject({
    name: "TypeError",
    message: '"correlationId" must be a UUID; received string',
  });
  await page.authbroker.call("look", undefined, { correlationId: correlationId.toUpperCase() });
  expect(seen).toEqual([correlationId]);
});

test("a page that aborts is answered at once, also by a method that does not look at its signal", async () => {
  let aborted = false;
  const { page } = await served({
    methods: {
      wait: (_, { signal }) => {
        signal.addEventListener("abort", () => (aborted = true));
        return new Promise(() => {});
      },
    },
  });
  const correlationId = crypto.randomUUID();
  const call = page.authbroker.call("wait", undefined, { correlationId });
  await page.authbroker.abort(correlationId.toUpperCase());
  expect(await rejected(call)).toMatchObject({ errorCode: "request_aborted" });
  expect(aborted).toBe(true);
});

test("what a method throws reaches the page by name and message", async () => {
  const { page } = await served({
    methods: {
      throws: () => {
        throw new RangeError("too many notes");
      },
    },
  });
  expect(await rejected(page.authbroker.call("throws", undefined))).toEqual({
    name: "RangeError",
    message: "too many notes",
  });
});

test.each([
  { methods: {}, says: 'given no "methods"' },
  { methods: { me: () => 1, you: () => 2 }, says: '"methods" of serveAuthbroker(): me, you' },
])("a name that is no method's is refused: $says", async ({ methods, says }) => {
  const { page } = await served({ methods });
  for (const name of ["it", "toString", "__proto__"]) {
    expect(await rejected(page.authbroker.call(name, undefined))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining(says),
    });
  }
});
