import { describe, expect, test } from "vitest";
import { rejected, served } from "./served.js";

describe("a call is refused", () => {
  test.each([
    { sender: { origin: "https://evil.example" }, says: "a page of https://evil.example" },
    { sender: { origin: "app://notes.evil" }, says: "a page of app://notes.evil" },
    { sender: { origin: "file://" }, says: "a page of file://" },
    { sender: { origin: "null" }, says: "a page of an opaque origin" },
    { sender: { parent: {} }, says: "a frame inside a page" },
    { sender: { gone: true }, says: "a page that is gone" },
  ])("that comes from $says", async ({ sender, says }) => {
    const { electron, emulated } = await served();
    const { authbroker } = electron.openPage(sender);
    for (const call of [authbroker.getAllAccounts(), authbroker.signIn(), authbroker.abort("x")]) {
      expect(await rejected(call)).toMatchObject({
        errorCode: "request_unsupported",
        errorMessage: `${says} may not call the sign-in of this application`,
      });
    }
    expect(emulated.requests).toEqual([]);
  });

  test.each([
    { sent: ["__proto__"], says: "there is no such method" },
    { sent: ["toString"], says: "there is no such method" },
    { sent: [undefined], says: "there is no such method" },
    { sent: ["signIn", "now"], says: '"request" must be an object; received string' },
    { sent: ["signIn", { authority: "https://evil.example/common" }], says: 'cannot give "authority"' },
    { sent: ["signIn", { signal: {} }], says: "call abort(correlationId)" },
    { sent: ["signIn", { scopes: "User.Read" }], says: '"scopes" must be an array of strings' },
    { sent: ["signIn", { scopes: [1] }], says: '"scopes[0]" must be a string' },
    { sent: ["signIn", { loginHint: {} }], says: '"loginHint" must be a string' },
    { sent: ["signIn", { prompt: "maybe" }], says: '"prompt" must be one of' },
    { sent: ["signIn", { timeoutMs: "soon" }], says: '"timeoutMs" must be a number' },
    { sent: ["signIn", { timeoutMs: -1 }], says: '"timeoutMs"' },
    { sent: ["signIn", { correlationId: "mine" }], says: '"correlationId" must be a UUID' },
    { sent: ["probeBroker", { correlationId: "x\nforged" }], says: '"correlationId" must be a UUID' },
    { sent: ["abort", { correlationId: "mine" }], says: '"correlationId" must be a UUID' },
    { sent: ["signIn", { correlationId: 7 }], says: '"correlationId" must be a string' },
    { sent: ["signOut", {}], says: '"account" must be an account; received undefined' },
    { sent: ["signOut", { account: null }], says: '"account" must be an account; received null' },
    { sent: ["signOut", { account: { tenantId: "t" } }], says: '"account.homeAccountId" must be a string' },
    { sent: ["signOut", { account: { homeAccountId: "h" } }], says: '"account.tenantId" must be a string' },
    { sent: ["acquireTokenSilent", { forceRefresh: 1, scopes: ["s"] }], says: '"forceRefresh"' },
  ])("whose words are wrong: $sent", async ({ sent, says }) => {
    const { page, emulated } = await served({ tokenScopes: ["s"] });
    const outcome = await page.send(...sent);
    expect(outcome).toEqual({ error: expect.objectContaining({ message: expect.stringContaining(says) }) });
    expect(emulated.requests.filter(({ method }) => method !== "getAccounts")).toEqual([]);
  });
});

describe("serveAuthbroker refuses", () => {
  test.each([
    [undefined],
    [[]],
    ["app://notes"],
    [[7]],
    [["https://notes.example"]],
    [["http://192.168.1.4:5173"]],
    [["http://localhost.evil.example"]],
    [["app://notes/index.html"]],
    [["app:"]],
    [["null"]],
    [["*"]],
  ])("the origins %j", async (origins) => {
    await expect(served({ origins: origins as string[] })).rejects.toThrow(TypeError);
  });

  test.each([{ scopes: ["User.Read Mail.Read"] }, { tokenScopes: [""] }, { scopes: "User.Read" as never }])(
    "%j",
    async (options) => {
      await expect(served(options)).rejects.toThrow(TypeError);
    },
  );
});

test.each(["app://notes", "my-app+1.x://bundle", "file://", "http://localhost:5173", "http://[::1]:80"])(
  "a page of %s may be listed",
  async (origin) => {
    const { electron } = await served({ origins: [origin] });
    expect(await electron.openPage({ origin }).authbroker.getAllAccounts()).toEqual([]);
  },
);
