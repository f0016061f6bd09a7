import { request } from "node:http";
import { signInWith } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/browser-user.js";
import { idleBrowser, listenerOf, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];
const post = (listener: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(listener, { method: "POST", body: new URLSearchParams(fields) });

/** Sends a GET for a target as it is, which `fetch` would mend. */
function get(port: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path }, (response) => response.resume());
    sent.on("close", resolve).on("error", reject).end();
  });
}

describe("the listener that waits for the browser", () => {
  test("ignores an answer with the state of somebody else, and takes the right one after it", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = app.acquireTokenInteractive({ scopes, openBrowser });
    const address = await url;
    const foreign = await post(listenerOf(address), { code: "stolen", state: "another sign-in's" });
    const stateless = await post(listenerOf(address), { error: "access_denied" });
    expect([foreign.status, stateless.status]).toEqual([400, 400]);
    await signInWith(address.href, { user: "lee@contoso.example" });
    expect((await call).account?.username).toBe("lee@contoso.example");
  });

  test("refuses an answer in the URL, which would stay in the browser's history", async () => {
    const { app, authority } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const address = await url;
    const state = address.searchParams.get("state") ?? "";
    const query = new URLSearchParams({ code: "in-the-url", state });
    const answer = await fetch(`${listenerOf(address)}?${query.toString()}`);
    expect(answer.status).toBe(400);
    const error = await call;
    expect(error).toMatchObject({ errorCode: "server_response_invalid" });
    expect(error.message).not.toContain("in-the-url");
    expect(authority.requests.filter(({ path }) => path.endsWith("/token"))).toEqual([]);
  });

  test("is not disturbed by a browser that asks for an icon", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = app.acquireTokenInteractive({ scopes, openBrowser });
    const address = await url;
    await fetch(new URL("favicon.ico", listenerOf(address)));
    await signInWith(address.href);
    expect(await call).toMatchObject({ route: "browser" });
  });

  test("takes a code that is worth nothing to the authority, which says so", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const address = await url;
    const state = address.searchParams.get("state") ?? "";
    await post(listenerOf(address), { code: "made-up-by-somebody", state });
    const error = await call;
    expect(error.errorCode).toBe("interaction_required");
    expect(error.message).not.toContain("made-up-by-somebody");
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test.each(["//", "/\\x:y:z", "//?code=c&state=s"])(
    "is not disturbed by a page that asks for %s",
    async (target) => {
      const { app } = await startBrowserWorld();
      const { url, openBrowser } = idleBrowser();
      const call = app.acquireTokenInteractive({ scopes, openBrowser });
      const address = await url;
      await get(new URL(listenerOf(address)).port, target);
      await signInWith(address.href);
      expect(await call).toMatchObject({ route: "browser" });
    },
  );

  test("takes an answer without a code and without an error for none", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const state = (await url).searchParams.get("state") ?? "";
    await post(listenerOf(await url), { state });
    expect(await call).toMatchObject({ errorCode: "server_response_invalid" });
  });
});
