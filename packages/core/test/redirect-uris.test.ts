import { redirectUris } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { CLIENT_ID } from "./fake-broker.js";

const uris = (...given: Parameters<typeof redirectUris>): [string, string][] =>
  redirectUris(...given).map(({ platform, uri }) => [platform, uri]);

describe("redirectUris()", () => {
  test("lists what to register, one for each way to sign in", () => {
    expect(uris(CLIENT_ID)).toStrictEqual([
      ["windows", `ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`],
      ["macos", "msauth.com.msauth.unsignedapp://auth"],
      ["linux", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
      ["browser", "http://localhost"],
    ]);
  });

  test("adds the one of a signed macOS bundle, and keeps the one for development", () => {
    expect(
      uris(CLIENT_ID, { bundleId: "com.contoso.mail" }).filter(([platform]) => platform === "macos"),
    ).toStrictEqual([
      ["macos", "msauth.com.contoso.mail://auth"],
      ["macos", "msauth.com.msauth.unsignedapp://auth"],
    ]);
  });

  test("says in a sentence when each is needed", () => {
    for (const { when } of redirectUris(CLIENT_ID)) expect(when).toMatch(/^[A-Z].+\.$/);
  });

  test.each([
    ["", {}],
    [5, {}],
    [undefined, {}],
  ])("refuses the client ID %o by name", (clientId, options) => {
    expect(() => redirectUris(clientId as never, options)).toThrow(/"clientId"/);
  });

  test.each(["", 5])("refuses the bundle identifier %o by name", (bundleId) => {
    expect(() => redirectUris(CLIENT_ID, { bundleId } as never)).toThrow(/"options\.bundleId"/);
  });
});
