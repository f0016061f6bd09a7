#!/usr/bin/env node
// Signs in through the operating system's broker: interactively the first time, silently afterwards.
//
//   node index.js --client-id <application id> [--scope <scope>]... [--tenant <tenant>] [--json]
import { parseArgs } from "node:util";
import { BrokerError, PublicClientApplication, redirectUris } from "@authbroker/core";
import { printError, printJson, printSignIn, printUnavailable } from "./print.js";

const HELP = `Signs in to Microsoft Entra ID through the operating system's broker.

  node index.js --client-id ID [options]

  --client-id ID     the application (client) ID; AUTHBROKER_CLIENT_ID when left out
  --scope SCOPE      a scope to ask for, repeatable (default: User.Read of Microsoft Graph)
  --tenant TENANT    a tenant id or domain (default: common)
  --sign-out         sign the account out of this application at the end
  --json             print one JSON object as the last line
  --help             this text
`;

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", (error) => {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
});

/** Ctrl-C closes the broker's window and ends the program. */
const abort = new AbortController();
process.once("SIGINT", () => abort.abort());

async function main() {
  const { values } = parseArgs({
    options: {
      "client-id": { type: "string", default: process.env["AUTHBROKER_CLIENT_ID"] ?? "" },
      scope: { type: "string", multiple: true, default: ["https://graph.microsoft.com/User.Read"] },
      tenant: { type: "string", default: "common" },
      "sign-out": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const clientId = values["client-id"];
  if (values.help || clientId === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }

  const app = await PublicClientApplication.create({
    auth: { clientId, authority: `https://login.microsoftonline.com/${values.tenant}` },
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
    enableBrokerOnWsl: true,
  });

  const probe = await app.probeBroker();
  if (!probe.available) {
    printUnavailable(probe, redirectUris(clientId));
    return 1;
  }

  const request = { scopes: values.scope, signal: abort.signal };
  const [known] = await app.getAllAccounts();
  const interactive =
    known === undefined
      ? await timed(() =>
          app.acquireTokenInteractive({ ...request, parentWindowHandle: app.CONSOLE_WINDOW_HANDLE }),
        )
      : undefined;
  const account = known ?? interactive?.result.account;
  if (!account) throw new Error("the sign-in brought no account");
  const silent = await timed(() => app.acquireTokenSilent({ ...request, account }));

  printSignIn({ probe, interactive, silent });
  if (values["sign-out"]) await app.signOut({ account });
  if (values.json) printJson({ interactive, silent });
  return 0;
}

/**
 * @template Result
 * @param {() => Promise<Result>} work
 */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

try {
  process.exitCode = await main();
} catch (error) {
  // A wrong option is the caller's to mend, and so is whatever the library names.
  printError(error);
  process.exitCode = error instanceof BrokerError && error.errorCode === "request_aborted" ? 130 : 1;
}
