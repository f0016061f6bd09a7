#!/usr/bin/env node
// Signs in through this system's broker in every way there is, and prints a report without secrets, for those who have a
// machine that we have not.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CONSOLE_WINDOW_HANDLE, systemKind } from "@authbroker/core";
import { HELP } from "./help.js";
import { nativeNotes } from "./native.js";
import { askPerson } from "./person.js";
import { describeError } from "./report.js";
import { Secrets } from "./secrets.js";
import { verify } from "./verify.js";

async function main() {
  const { values } = parseArgs({
    options: {
      "client-id": { type: "string", default: process.env["AUTHBROKER_CLIENT_ID"] ?? "" },
      authority: { type: "string", default: process.env["AUTHBROKER_AUTHORITY"] ?? COMMON },
      scope: { type: "string", multiple: true, default: ["https://graph.microsoft.com/User.Read"] },
      "redirect-uri": { type: "string" },
      "no-windows": { type: "boolean", default: false },
      "sign-out": { type: "boolean", default: false },
      "probe-only": { type: "boolean", default: false },
      out: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const probeOnly = values["probe-only"];
  const clientId = values["client-id"] || (probeOnly ? NOBODY : "");
  if (values.help || clientId === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }

  const authorityMetadata = process.env["AUTHBROKER_AUTHORITY_METADATA"];
  const configuration = {
    // The metadata is the emulator's; Microsoft's own is found by itself.
    auth: { clientId, authority: values.authority, ...(authorityMetadata ? { authorityMetadata } : {}) },
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
    broker: { required: true },
  };
  const redirectUri = values["redirect-uri"];
  const { report, ok } = await verify(
    {
      configuration,
      system: systemKind(),
      request: { scopes: values.scope, ...(redirectUri === undefined ? {} : { redirectUri }) },
      parentWindowHandle: CONSOLE_WINDOW_HANDLE,
      ask: askPerson,
      native: nativeNotes,
      probeOnly,
      windows: !values["no-windows"],
      signOut: values["sign-out"],
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  process.stdout.write(`\n${report}`);
  if (values.out !== undefined) writeFileSync(values.out, report);
  return ok ? 0 : 1;
}

const COMMON = "https://login.microsoftonline.com/common";

/** The client ID of no application. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${new Secrets().without(describeError(error).join("\n"))}\n`);
  // Something on the command line, which parseArgs or the library names.
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
