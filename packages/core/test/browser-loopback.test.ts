import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PublicClientApplication } from "@azure/msal-node";
import { afterEach, describe, expect, test } from "vitest";
import { closeLoopback } from "../src/browser/loopback.js";
import { ERROR_PAGE, SUCCESS_PAGE } from "../src/browser/pages.js";
import { CLIENT_ID } from "./fake-broker.js";
import { rejection } from "./rejection.js";

const msal = (): PublicClientApplication => new PublicClientApplication({ auth: { clientId: CLIENT_ID } });

const authorizeUrl = (parameters: Readonly<Record<string, string>>): string =>
  `https://login.microsoftonline.com/common/oauth2/v2.0/authorize?${new URLSearchParams(parameters).toString()}`;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A listener on loopback, and what it was sent. */
async function listener(answers: boolean): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    if (answers) response.end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, requests };
}

describe("closeLoopback()", () => {
  test("ends msal-node's interactive sign-in at once, and its listener with it", async () => {
    let url = "";
    const call = msal().acquireTokenInteractive({
      scopes: ["User.Read"],
      openBrowser: async (opened) => {
        url = opened;
        await closeLoopback(opened);
      },
    });

    expect(await rejection(call)).toMatchObject({ errorCode: "user_cancelled" });
    const redirectUri = new URL(url).searchParams.get("redirect_uri") ?? "";
    await expect(fetch(redirectUri)).rejects.toThrow();
  });

  test("shows msal-node's error template to whoever is at the other end", async () => {
    let page = "";
    const call = msal().acquireTokenInteractive({
      scopes: ["User.Read"],
      errorTemplate: ERROR_PAGE,
      openBrowser: async (opened) => {
        const asked = new URL(opened).searchParams;
        const body = new URLSearchParams({ error: "access_denied", state: asked.get("state") ?? "" });
        page = await fetch(asked.get("redirect_uri") ?? "", { method: "POST", body }).then((answer) =>
          answer.text(),
        );
      },
    });

    expect(await rejection(call)).toMatchObject({ errorCode: "access_denied" });
    expect(page).toBe(ERROR_PAGE);
  });

  test.each([
    ["another machine", { redirect_uri: "http://app.contoso.example:PORT", state: "s" }],
    [
      "another machine with localhost in its name",
      { redirect_uri: "http://localhost.contoso.example:PORT", state: "s" },
    ],
    [
      "another machine with localhost as its user",
      { redirect_uri: "http://localhost@contoso.example:PORT", state: "s" },
    ],
    ["https", { redirect_uri: "https://localhost:PORT", state: "s" }],
    ["an application's own scheme", { redirect_uri: "msal1234://auth", state: "s" }],
    ["no port", { redirect_uri: "http://localhost", state: "s" }],
    ["no redirect URI", { state: "s" }],
    ["no URL", { redirect_uri: "PORT", state: "s" }],
    ["no state", { redirect_uri: "http://localhost:PORT" }],
  ])("sends nothing to %s", async (_what, parameters) => {
    const { port, requests } = await listener(true);
    const filled = Object.entries(parameters).map(([name, value]) => [
      name,
      value.replace("PORT", String(port)),
    ]);

    await closeLoopback(authorizeUrl(Object.fromEntries(filled)));

    expect(requests).toStrictEqual([]);
  });

  test("takes what is no URL for nothing to do", async () => {
    await expect(closeLoopback("no URL")).resolves.toBeUndefined();
  });

  test("does not reject when nobody listens", async () => {
    const { port } = await listener(true);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));

    await expect(
      closeLoopback(authorizeUrl({ redirect_uri: `http://localhost:${port}`, state: "s" })),
    ).resolves.toBeUndefined();
  });

  test("gives up on a listener that never answers", async () => {
    const { port, requests } = await listener(false);

    await closeLoopback(authorizeUrl({ redirect_uri: `http://127.0.0.1:${port}/`, state: "s" }));

    expect(requests).toMatchObject([{ method: "POST", url: "/" }]);
  });
});

describe.each([
  ["success", SUCCESS_PAGE, "You are signed in"],
  ["error", ERROR_PAGE, "You are not signed in"],
])("the %s page", (_kind, page, heading) => {
  test("says its own type and language first, being served without a header", () => {
    expect(page.startsWith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')).toBe(true);
  });

  test("says what happened, in its title and its one heading", () => {
    expect(page).toContain(`<title>${heading}</title>`);
    expect(page.match(/<h1>[^<]*<\/h1>/g)).toStrictEqual([`<h1>${heading}</h1>`]);
    expect(page).toContain("You can close this window");
  });

  test("loads nothing, runs nothing and asks nothing", () => {
    expect(page).not.toMatch(/<script|<form|<a |<img|\son\w+=|https?:|url\(/i);
    expect(page).toContain("default-src 'none'");
  });

  test("shows in light and dark", () => {
    expect(page).toContain("color-scheme: light dark");
  });
});
