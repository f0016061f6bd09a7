import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/browser-user.js";
import type { Shown } from "../device-code/person.js";
import { useChromium } from "./chromium.js";
import { deferred, idleBrowser, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];
const clientId = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";
const chromium = useChromium();

/** What a page with this heading owes to everybody: WCAG 2.2, 1.3.1, 1.4.10, 2.4.2, 2.4.7, 3.1.1, 4.1.2. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(await page.title()).toBe(name);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect([await page.locator("h1").count(), await page.locator("main").count()]).toEqual([1, 1]);
  // Every control has a name: without one, its line ends with its role.
  const tree = await page.locator("body").ariaSnapshot();
  expect(tree).not.toMatch(/- (?:button|textbox|link)(?:$|:| \[)/m);
  const overflow: unknown = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  expect(overflow).toBe(0);
  if ((await page.locator("button, input:not([type=hidden])").count()) === 0) return;
  // The keyboard starts at the control that most people want, and shows where it is.
  await page.locator(":focus-visible").waitFor();
  const outline: unknown = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
  expect(outline).toBe("solid");
}

describe.each([
  ["a wide, light window", { viewport: { width: 1280, height: 800 }, colorScheme: "light" }],
  // 320 pixels are what is left of 1280 when a person zooms to 400 %.
  ["a narrow, dark window", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }],
] as const)("the pages in %s", (_, options) => {
  test("of a sign-in can be used by everybody", async () => {
    const apps = [{ clientId, name: "Contoso Notes", consentRequired: true }];
    const { app } = await startBrowserWorld({ apps, policies: [{ requireMfa: true }] });
    const page = await chromium.newPage(options);
    const { url, openBrowser } = idleBrowser();
    const call = app.acquireTokenInteractive({ scopes, openBrowser });
    await page.goto((await url).href);
    await expectAccessible(page, "Pick an account");
    await page.getByLabel("Use another account").fill("nobody@contoso.example");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "Pick an account");
    await page.getByRole("button", { name: "Lee Gu" }).click();
    await expectAccessible(page, "Approve sign-in request");
    await page.getByRole("button", { name: "Approve" }).click();
    await expectAccessible(page, "Permissions requested");
    await page.getByRole("button", { name: "Accept" }).click();
    await expectAccessible(page, "You are signed in");
    await call;
  });

  test("of a sign-in that comes to nothing can be used by everybody", async () => {
    const { app, authority } = await startBrowserWorld();
    const page = await chromium.newPage(options);
    const { url, openBrowser } = idleBrowser();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const unknown = new URL(await url);
    unknown.searchParams.set("redirect_uri", "https://elsewhere.example/");
    await page.goto(unknown.href);
    await expectAccessible(page, "Sorry, but we’re having trouble signing you in.");
    await page.goto((await url).href);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expectAccessible(page, "You are not signed in");
    await call;
    await page.goto(`${authority.base}/common/oauth2/v2.0/logout`);
    await expectAccessible(page, "You signed out of your account");
  });

  test("of a device code can be used by everybody", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1 } } });
    const page = await chromium.newPage(options);
    const { promise, resolve: deviceCodeCallback } = deferred<Shown>();
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    const { verificationUri, userCode } = await promise;
    await page.goto(verificationUri);
    await expectAccessible(page, "Enter code to allow access");
    await page.getByLabel("Code").fill("WRONG");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "Enter code to allow access");
    await page.getByLabel("Code").fill(userCode);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Adele Vance" }).click();
    await expectAccessible(page, "Are you trying to sign in to Contoso Notes?");
    await page.getByRole("button", { name: "Continue" }).click();
    await expectAccessible(page, "Contoso Notes");
    await call;
  });
});
