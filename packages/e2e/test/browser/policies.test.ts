import { type AuthorityFaultName, signInWith } from "@authbroker/emulator";
import { describe, expect, test, vi } from "vitest";
import { rejection, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { idleBrowser, personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];
const CLIENT_ID = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";

describe("what a policy asks of the person", () => {
  test("a second factor is approved on a page", async () => {
    const { app, authority } = await startBrowserWorld({ policies: [{ requireMfa: true }] });
    await signInAs(app);
    expect(authority.requests.some(({ parameters }) => parameters["step"] === "approve")).toBe(true);
  });

  test("a second factor that is denied is the person's answer", async () => {
    const { app } = await startBrowserWorld({ policies: [{ requireMfa: true }] });
    expect(await rejection(signInAs(app, { approveMfa: false }))).toMatchObject({
      errorCode: "user_canceled",
    });
  });

  test("consent is given on a page, and not asked for again", async () => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentRequired: true }];
    const { app, authority } = await startBrowserWorld({ apps });
    const accepted = (): number =>
      authority.requests.filter(({ parameters }) => parameters["step"] === "accept").length;
    await signInAs(app);
    await signInAs(app);
    expect(accepted()).toBe(1);
  });

  test("consent that is refused is the person's answer", async () => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentRequired: true }];
    const { app } = await startBrowserWorld({ apps });
    const error = await rejection(signInAs(app, { consent: false }));
    expect(error).toMatchObject({ errorCode: "user_canceled", errorNo: 65004 });
  });

  test.each([
    ["blocked", { policies: [{ blocked: true }] }, "AADSTS53003"],
    ["a device that is not compliant", { policies: [{ requireCompliantDevice: true }] }, "AADSTS50097"],
    [
      "a user who is disabled",
      {
        users: [
          { oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69", username: "adele@contoso.example", enabled: false },
        ],
      },
      "AADSTS50057",
    ],
  ])("%s is shown on a page, and the call waits for the person to close it", async (_, config, text) => {
    const { app } = await startBrowserWorld(config);
    const { openBrowser, seen, opening } = personWho();
    const controller = new AbortController();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser, signal: controller.signal }));
    await opening;
    await expect(seen[0]).rejects.toThrow(text);
    controller.abort();
    expect(await call).toMatchObject({ errorCode: "request_aborted" });
  });

  test("a claims challenge is met by the next sign-in", async () => {
    const { app } = await startBrowserWorld({
      policies: [{ authContexts: ["c1"] }],
    });
    const { account } = await signInAs(app);
    if (account === null) throw new Error("the result has no account");
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const challenge = await rejection(app.acquireTokenSilent({ scopes, account, claims }));
    expect(challenge).toMatchObject({ errorCode: "interaction_required", errorNo: 50076 });
    const stepped = await signInAs(app, {}, { account, claims: challenge.claims ?? claims });
    expect(stepped.route).toBe("browser");
  });
});

describe("a registration that the authority does not take", () => {
  test.each([
    ["AADSTS50011", CLIENT_ID],
    ["AADSTS700016", "b99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d"],
  ])("%s is shown on a page; the error says to look there", async (text, clientId) => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", redirectUris: ["https://notes.example/"] }];
    const { createApp } = await startWorld({ apps });
    const app = await createApp({ broker: {}, auth: { clientId } });
    const { openBrowser, seen, opening } = personWho();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser, timeoutMs: 4000 }));
    await opening;
    await expect(seen[0]).rejects.toThrow(text);
    const error = await call;
    expect(error.errorCode).toBe("request_timeout");
    expect(error.message).toContain(text);
    expect(error.message).toContain("http://localhost");
  });
});

describe("an error that the authority sends back in place of a code", () => {
  test.each<[AuthorityFaultName, object]>([
    ["mfa-required", { errorCode: "interaction_required", errorNo: 50076 }],
    ["mfa-enroll", { errorCode: "interaction_required", errorNo: 50079 }],
    ["consent-required", { errorCode: "interaction_required", errorNo: 65001 }],
    ["rt-expired-inactive", { errorCode: "interaction_required", errorNo: 700082 }],
    ["rt-expired-frequency", { errorCode: "interaction_required", errorNo: 70043 }],
    ["revoked", { errorCode: "interaction_required", errorNo: 50173 }],
    ["ca-blocked", { errorCode: "interaction_required", errorNo: 53003, subError: "message_only" }],
    ["device-not-compliant", { errorCode: "interaction_required", errorNo: 53000 }],
    ["loop", { errorCode: "request_throttled", errorNo: 50196 }],
    ["unavailable-503-json", { errorCode: "server_unavailable", errorNo: 90006, retryable: true }],
    ["throttled-429-json", { errorCode: "request_throttled", errorNo: 90055, retryable: true }],
  ])("%s", async (fault, expected) => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault, endpoint: "authorize", times: 1 });
    const error = await rejection(signInAs(app));
    expect(error).toMatchObject(expected);
    expect(error.correlationId).toMatch(/^[\da-f-]{36}$/);
  });

  test.each(["html-502", "captive-portal-200-html", "never", "drop"] as const)(
    "%s is no answer: the person loads the page again, and the call is still there",
    async (fault) => {
      const { app, authority } = await startBrowserWorld();
      authority.faults.add({ fault, endpoint: "authorize", times: 1 });
      const { url, openBrowser } = idleBrowser();
      const call = app.acquireTokenInteractive({ scopes, openBrowser });
      const address = (await url).href;
      const controller = new AbortController();
      const visit = fetch(address, { signal: controller.signal }).catch(() => undefined);
      await vi.waitFor(() => expect(authority.requests).toHaveLength(1), { timeout: 20_000, interval: 10 });
      if (fault !== "never") await visit;
      controller.abort();
      await signInWith(address);
      expect(await call).toMatchObject({ route: "browser" });
    },
  );
});

describe("an error at the token endpoint, after the person signed in", () => {
  test.each<[AuthorityFaultName, object]>([
    ["mfa-required", { errorCode: "interaction_required", claims: expect.stringContaining("capolids") }],
    ["ca-blocked", { errorCode: "interaction_required", errorNo: 53003 }],
    ["unavailable-503-json", { errorCode: "server_unavailable" }],
    ["throttled-429-text", { errorCode: "request_throttled", retryAfter: 60 }],
    ["html-502", { errorCode: "server_unavailable" }],
    ["captive-portal-200-html", { errorCode: "server_response_invalid" }],
    ["truncated-json", { errorCode: "server_response_invalid" }],
    ["drop", { errorCode: "no_network_connectivity" }],
  ])("%s", async (fault, expected) => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault, times: 1 });
    expect(await rejection(signInAs(app))).toMatchObject(expected);
    expect(await app.getAllAccounts()).toEqual([]);
  });
});
