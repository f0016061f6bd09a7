import type { PublicClientApplication } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/browser-user.js";
import { idleBrowser, listenerOf, personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];

/** Signs in, or cancels, and gives back what the browser showed last. */
async function lastPage(
  app: PublicClientApplication,
  { cancel, ...request }: { cancel?: boolean; successTemplate?: string; errorTemplate?: string } = {},
): Promise<string> {
  const { openBrowser, seen } = personWho({ cancel });
  const call = app.acquireTokenInteractive({ ...request, scopes, openBrowser });
  await (cancel === true ? rejection(call) : call);
  const page = await seen[0];
  expect(page?.status).toBe(200);
  return page?.text ?? "";
}

describe("the page that the browser shows at the end", () => {
  test("says that the person is signed in", async () => {
    const { app } = await startBrowserWorld();
    expect(await lastPage(app)).toContain("<h1>You are signed in</h1>");
  });

  test("says that the person is not, when they cancelled", async () => {
    const { app } = await startBrowserWorld();
    expect(await lastPage(app, { cancel: true })).toContain("<h1>You are not signed in</h1>");
  });

  test.each([false, true])("is whole, and loads and runs nothing (cancelled: %s)", async (cancel) => {
    const { app } = await startBrowserWorld();
    const page = await lastPage(app, { cancel });
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<meta charset="utf-8">');
    expect(page).not.toMatch(/<script|<img|<link rel="stylesheet"|https?:/);
  });

  test("holds nothing of what was sent to the listener", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const state = (await url).searchParams.get("state") ?? "";
    const sent = { error: "access_denied", error_description: "<img src=x onerror=alert(1)>", state };
    const answer = await fetch(listenerOf(await url), { method: "POST", body: new URLSearchParams(sent) });
    const page = await answer.text();
    expect(page).not.toContain("onerror");
    expect(page).not.toContain("access_denied");
    expect(page).not.toContain(state);
    expect(await call).toMatchObject({ errorCode: "user_canceled" });
  });

  test("is the application's own when it gives one", async () => {
    const { app } = await startBrowserWorld();
    const templates = { successTemplate: "<!doctype html>Well done", errorTemplate: "<!doctype html>Oh no" };
    expect(await lastPage(app, templates)).toBe("<!doctype html>Well done");
    expect(await lastPage(app, { ...templates, cancel: true })).toBe("<!doctype html>Oh no");
  });
});
