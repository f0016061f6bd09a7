import { expect, test } from "vitest";
import { windowsNotes } from "../../../../examples/verify/native-windows.js";
import { createWindowsBroker } from "../../src/broker.js";
import { CLIENT_ID, tokenRequest } from "../protocol/samples.js";
import { type ScriptedAddon, scriptedAddon } from "../protocol/scripted-addon.js";

/** A Windows that was signed in with a work account. */
const windows = (): ScriptedAddon =>
  scriptedAddon({
    findProvider: ({ provider }) => ({ id: provider.id, displayName: "", authority: "organizations" }),
  });

test("verify asks Windows for a token as this package does", async () => {
  const [verified, asked] = [windows(), windows()];
  await windowsNotes(verified, CLIENT_ID);
  await createWindowsBroker(() => asked).acquireTokenSilent({
    ...tokenRequest,
    authority: "https://login.microsoftonline.com/organizations",
  });
  // Each has an id and a limit of its own.
  const others = { correlationId: expect.any(String), timeoutMs: expect.any(Number) };
  expect(asked.tokenRequests).toHaveLength(1);
  expect(verified.tokenRequests).toEqual([{ ...asked.tokenRequests[0], ...others }]);
});
