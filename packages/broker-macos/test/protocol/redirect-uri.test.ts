import { BrokerError, PublicClientApplication, redirectUris } from "@authbroker/core";
import { describe, expect, test, vi } from "vitest";
import type { SystemFacts } from "../../src/addon.js";
import { MacosBroker } from "../../src/broker.js";
import { redirectUriOf } from "../../src/redirect-uri.js";
import { checkSettings } from "../../src/settings.js";
import { CLIENT_ID, INES, tokenHeaders, tokenRequest, UNSIGNED } from "./samples.js";
import { brokerOver, optionsOf, scriptedAddon } from "./scripted-addon.js";

const TEAM = "ABCDE12345";

/** Who a program is, and the redirect URI that the extension expects of it. */
const PROGRAMS: [string, string, string, string][] = [
  ["Node.js of nodejs.org, which a team signed and which is no bundle", "", "HX7739G8FX", UNSIGNED],
  ["Node.js of Homebrew, signed ad hoc", "", "", UNSIGNED],
  ["Electron in development, a bundle that no team signed", "com.github.Electron", "", UNSIGNED],
  ["a signed application", "com.example.notes", TEAM, "msauth.com.example.notes://auth"],
  [
    "an application that is called so",
    "com.example.helper.notes.app",
    TEAM,
    "msauth.com.example.helper.notes.app://auth",
  ],
  [
    "an application's part that is no helper",
    "com.example.helper.notes",
    TEAM,
    "msauth.com.example.helper.notes://auth",
  ],
  ["an application named helpers", "com.example.helpers", TEAM, "msauth.com.example.helpers://auth"],
];

test.each(PROGRAMS)("%s", (_what, bundleIdentifier, teamIdentifier, uri) => {
  expect(redirectUriOf({ bundleIdentifier, teamIdentifier }, true)).toBe(uri);
  expect(redirectUriOf({ bundleIdentifier, teamIdentifier }, false)).toBe(uri);
});

test.each([".helper", ".helper.Renderer", ".Helper.GPU", ".helper.Plugin", ".helper.EH"])(
  "%s ends the name of an Electron application's helper, and belongs to the name of other programs",
  (suffix) => {
    const helper = { bundleIdentifier: `com.example.notes${suffix}`, teamIdentifier: TEAM };
    expect(redirectUriOf(helper, true)).toBe("msauth.com.example.notes://auth");
    expect(redirectUriOf(helper, false)).toBe(`msauth.com.example.notes${suffix}://auth`);
  },
);

test("who a process is stays so, and is read from its signature once", () => {
  const scripted = scriptedAddon();
  const systemFacts = vi.spyOn(scripted.addon, "systemFacts");
  const broker = brokerOver(scripted);
  expect([broker.redirectUri(), broker.redirectUri()]).toStrictEqual([UNSIGNED, UNSIGNED]);
  expect(systemFacts).toHaveBeenCalledTimes(1);
});

test("the forms are those that core tells an application to register", () => {
  const registered = redirectUris(CLIENT_ID, { bundleId: "com.example.notes" })
    .filter(({ platform }) => platform === "macos")
    .map(({ uri }) => uri);
  const signed = redirectUriOf({ bundleIdentifier: "com.example.notes", teamIdentifier: TEAM });
  expect(registered).toStrictEqual([signed, redirectUriOf(undefined)]);
});

describe("a client sends", () => {
  const facts = (changed: Partial<SystemFacts>): SystemFacts => ({ ...scriptedAddon().facts, ...changed });
  const SIGNED = facts({ bundleIdentifier: "com.example.notes", teamIdentifier: TEAM });

  async function sent(
    program: SystemFacts,
    given: { request?: string; option?: string },
  ): Promise<string | undefined> {
    const scripted = scriptedAddon({ refresh: tokenHeaders() });
    scripted.facts = program;
    const { option, request } = given;
    const implementation = brokerOver(scripted, option === undefined ? {} : { redirectUri: option });
    const app = await PublicClientApplication.create({
      auth: { clientId: CLIENT_ID },
      broker: { implementation },
    });
    const account = { ...INES, source: "broker" as const };
    await app.acquireTokenSilent({
      scopes: ["User.Read"],
      account,
      ...(request === undefined ? {} : { redirectUri: request }),
    });
    return optionsOf(scripted.requests[0])["redirect_uri"];
  }

  const OTHER = "msauth.com.example.other://auth";

  test("the one of its program", async () => {
    expect(await sent(SIGNED, {})).toBe("msauth.com.example.notes://auth");
    expect(await sent(facts({}), {})).toBe(UNSIGNED);
  });

  test("another when its broker was made with one, and another again when a request names one", async () => {
    expect(await sent(SIGNED, { option: OTHER })).toBe(OTHER);
    expect(await sent(SIGNED, { option: OTHER, request: UNSIGNED })).toBe(UNSIGNED);
    expect(await sent(SIGNED, { request: OTHER })).toBe(OTHER);
  });
});

test("where the addon does not load, the form for everyone is told, and the call says why it cannot be made", async () => {
  const broker = new MacosBroker(checkSettings({}), () => {
    throw new BrokerError("broker_load_failed", { message: "dlopen" });
  });
  expect(broker.redirectUri()).toBe(UNSIGNED);
  await expect(broker.getAccounts(tokenRequest)).rejects.toMatchObject({ errorCode: "broker_load_failed" });
});
