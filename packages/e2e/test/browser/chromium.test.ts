import type { PublicClientApplication } from "@authbroker/core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/browser-user.js";
import { useChromium } from "./chromium.js";
import type { Shown } from "../device-code/person.js";
import { deferred, idleBrowser, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];
const clientId = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";
const chromium = useChromium();

/** Starts a sign-in, and shows its page. */
async function open(
  app: PublicClientApplication,
  page: Page,
  request: Partial<Parameters<PublicClientApplication["acquireTokenInteractive"]>[0]> = {},
): Promise<{ readonly result: ReturnType<PublicClientApplication["acquireTokenInteractive"]> }> {
  const { url, openBrowser } = idleBrowser();
  const result = app.acquireTokenInteractive({ scopes, ...request, openBrowser });
  await page.goto((await url).href);
  return { result };
}

const heading = (page: Page, name: string): Promise<void> => page.getByRole("heading", { name }).waitFor();

/** Waits until the keyboard is at the button with this text, which it is a moment after the page is there. */
const focus = (page: Page, text: string): Promise<void> =>
  page.locator("button:focus", { hasText: text }).waitFor();

describe("a person in Chromium", () => {
  test("signs in by mouse, and is told so", async () => {
    const { app } = await startBrowserWorld();
    const page = await chromium.newPage();
    const { result } = await open(app, page);
    await page.getByRole("button", { name: "Lee Gu" }).click();
    await heading(page, "You are signed in");
    expect(await page.title()).toBe("You are signed in");
    expect(await result).toMatchObject({ route: "browser", account: { username: "lee@contoso.example" } });
  });

  test("signs in by keyboard alone, from the picker to the end", async () => {
    const apps = [{ clientId, name: "Contoso Notes", consentRequired: true }];
    const { app } = await startBrowserWorld({ apps, policies: [{ requireMfa: true }] });
    const page = await chromium.newPage();
    const { result } = await open(app, page);
    await focus(page, "Adele Vance");
    await page.keyboard.press("Tab");
    await focus(page, "Lee Gu");
    await page.keyboard.press("Enter");
    await focus(page, "Approve");
    await page.keyboard.press("Enter");
    await focus(page, "Accept");
    await page.keyboard.press("Enter");
    await heading(page, "You are signed in");
    expect((await result).account?.username).toBe("lee@contoso.example");
  });

  test("types a username and presses Enter, at once and after a mistake", async () => {
    const { app } = await startBrowserWorld();
    const page = await chromium.newPage();
    const { result } = await open(app, page);
    await page.getByLabel("Use another account").fill("nobody@contoso.example");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    const field = page.getByLabel("Use another account");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.locator("#username:focus").waitFor();
    await field.fill("zoe@contoso.example");
    await page.keyboard.press("Enter");
    await heading(page, "You are signed in");
    expect((await result).account?.name).toBe(`Zoë "Zed" <b>O'Brien</b> & Łukasz 王`);
  });

  test("signs in with scripts off, by one more button", async () => {
    const { app } = await startBrowserWorld();
    const page = await chromium.newPage({ javaScriptEnabled: false });
    const { result } = await open(app, page);
    await page.getByRole("button", { name: "Adele Vance" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await heading(page, "You are signed in");
    expect((await result).account?.username).toBe("adele@contoso.example");
  });

  test("sees no page but the last, the second time", async () => {
    const { app, authority } = await startBrowserWorld();
    const page = await chromium.newPage();
    const { result } = await open(app, page);
    await page.getByRole("button", { name: "Adele Vance" }).click();
    await result;
    // The application has its token before the browser has the last page: to leave then would be another test.
    await heading(page, "You are signed in");
    const again = await open(app, page);
    await heading(page, "You are signed in");
    expect((await again.result).account?.username).toBe("adele@contoso.example");
    expect(authority.requests.filter(({ path }) => path === "/common/login")).toHaveLength(1);
  });

  test("cancels, and is told that nobody is signed in", async () => {
    const { app } = await startBrowserWorld();
    const page = await chromium.newPage();
    const { result } = await open(app, page);
    const error = rejection(result);
    await page.getByRole("button", { name: "Cancel" }).click();
    await heading(page, "You are not signed in");
    expect(await error).toMatchObject({ errorCode: "user_canceled" });
  });

  test("closes the tab; the application ends the wait", async () => {
    const { app } = await startBrowserWorld();
    const page = await chromium.newPage();
    const controller = new AbortController();
    const { result } = await open(app, page, { signal: controller.signal });
    const error = rejection(result);
    await page.close();
    controller.abort();
    expect(await error).toMatchObject({ errorCode: "request_aborted" });
  });

  test("enters a code for an application on another device", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1 } } });
    const page = await chromium.newPage();
    const { promise: shown, resolve: deviceCodeCallback } = deferred<Shown>();
    const result = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    const { verificationUri, userCode } = await shown;
    await page.goto(verificationUri);
    await page.locator("#otc:focus").waitFor();
    await page.keyboard.type(userCode.toLowerCase());
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Adele Vance" }).click();
    await heading(page, "Are you trying to sign in to Contoso Notes?");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("You have signed in to Contoso Notes on your device").waitFor();
    expect(await result).toMatchObject({
      route: "device_code",
      account: { username: "adele@contoso.example" },
    });
  });
});
