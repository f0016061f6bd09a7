import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { systemKind } from "@authbroker/core";
import { HELP } from "./help.js";
import { nativeNotes } from "./native.js";
import { askPerson } from "./person.js";
import { describeError } from "./report.js";
import { Secrets } from "./secrets.js";
import { verify } from "./verify.js";

const COMMON = "https://login.microsoftonline.com/common";

/** The client ID of no application. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Takes every step that the command line asks for, and prints the report.
 *
 * @param {readonly string[]} args
 * @param {import("@authbroker/core").ParentWindowHandle} parentWindowHandle what the broker's windows belong to
 * @returns {Promise<number>} the exit code
 */
export async function run(args, parentWindowHandle) {
  try {
    return await runOrThrow(args, parentWindowHandle);
  } catch (error) {
    process.stderr.write(`${new Secrets().without(describeError(error).join("\n"))}\n`);
    // Something on the command line, which parseArgs or the library names.
    return error instanceof TypeError ? 2 : 1;
  }
}

/**
 * @param {readonly string[]} args
 * @param {import("@authbroker/core").ParentWindowHandle} parentWindowHandle
 */
async function runOrThrow(args, parentWindowHandle) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "client-id": { type: "string", default: process.env["AUTHBROKER_CLIENT_ID"] ?? "" },
      authority: { type: "string", default: process.env["AUTHBROKER_AUTHORITY"] ?? COMMON },
      scope: { type: "string", multiple: true, default: ["https://graph.microsoft.com/User.Read"] },
      "redirect-uri": { type: "string" },
      "client-sku": { type: "string" },
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

  const redirectUri = values["redirect-uri"];
  const { report, ok } = await verify(
    {
      configuration: {
        ...configurationOf(clientId, values.authority),
        broker: { required: true, ...(await brokerOf(values["client-sku"])) },
      },
      system: systemKind(),
      // By name only: a redirect URI names the application.
      options: args.filter((arg) => arg.startsWith("--")).map((arg) => arg.replace(/=.*/s, "")),
      request: { scopes: values.scope, ...(redirectUri === undefined ? {} : { redirectUri }) },
      parentWindowHandle,
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

/** @param {string} clientId @param {string} authority */
function configurationOf(clientId, authority) {
  const authorityMetadata = process.env["AUTHBROKER_AUTHORITY_METADATA"];
  return {
    // The metadata is the emulator's; Microsoft's own is found by itself.
    auth: { clientId, authority, ...(authorityMetadata ? { authorityMetadata } : {}) },
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
  };
}

/** A broker of macOS with settings of its own; without any, core brings this system's. @param {string | undefined} clientSku */
async function brokerOf(clientSku) {
  if (clientSku === undefined) return {};
  const { createMacosBroker } = await import("@authbroker/broker-macos");
  return { implementation: createMacosBroker({ clientSku }) };
}
