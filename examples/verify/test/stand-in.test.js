import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { nativeNotes } from "../native.js";

/** The addon of macOS as it is built for tests on Linux, with a stand-in for Apple's frameworks. */
const BUILD = fileURLToPath(
  new URL(
    `../../../packages/broker-macos/.cache/gnustep/prebuilds/linux-${process.arch}/broker-macos.node`,
    import.meta.url,
  ),
);

const CLIENT_ID = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";

/** Has the stand-in play a script, and gives what it recorded. @param {object} script */
function play(script) {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-verify-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [file, record] = [join(folder, "script.json"), join(folder, "record")];
  writeFileSync(file, JSON.stringify(script));
  writeFileSync(record, "");
  process.env["AUTHBROKER_STAND_IN_SCRIPT"] = file;
  process.env["AUTHBROKER_STAND_IN_RECORD"] = record;
  return () => readFileSync(record, "utf8");
}

test("the addon of macOS itself is asked for names, without a window and without broker_key", async () => {
  const recorded = play({
    macosVersion: "14.7.1",
    hosts: ["login.microsoftonline.com"],
    applications: { "com.microsoft.CompanyPortalMac": "5.2604.2" },
    operations: {
      get_device_info: {
        headerCase: "upper",
        headers: { success: "1", device_mode: "personal", mdm_id: CLIENT_ID },
      },
      get_accounts_operation: {
        error: { code: -6000, underlying: { domain: "MSALErrorDomain", code: -50000 } },
      },
    },
  });
  const notes = await nativeNotes("macos", CLIENT_ID, BUILD);
  expect(notes).toEqual([
    "macOS 14.7.1",
    "a bundle: no",
    "signed by: nobody",
    "application: none",
    "main thread: yes",
    "Company Portal: 5.2604.2",
    "an extension for Entra: yes",
    expect.stringMatching(/^get_device_info: 200, with .*\bMDM_ID\b/),
    expect.stringMatching(
      /^get_accounts_operation: authorization_error, .* because of MSALErrorDomain -50000 /,
    ),
  ]);
  expect(notes.join("\n")).toContain("DEVICE_MODE=personal");
  expect(notes.join("\n")).not.toContain(CLIENT_ID);
  expect(recorded()).toContain('"userInterfaceEnabled": false');
  expect(recorded()).not.toContain("broker_key");
});

test("without an extension the addon is asked for no more", async () => {
  const recorded = play({ hosts: [] });
  expect(await nativeNotes("macos", CLIENT_ID, BUILD)).toContain("an extension for Entra: no");
  expect(recorded()).not.toContain("performRequests");
});
