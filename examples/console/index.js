#!/usr/bin/env node
// Signs in, interactively the first time and silently afterwards: through the operating system's broker where there is
// one, else in the browser, else with a code for another device.
import { parseArgs } from "node:util";
import { BrokerError, PublicClientApplication, redirectUris } from "@authbroker/core";
import { brokerOf } from "./brokers.js";
import { HELP, ROUTES } from "./help.js";
import { printDeviceCode, printError, printJson, printPage, printSignIn, printUnavailable } from "./print.js";

/** Ctrl-C closes the window, the listener or the wait for a code, and ends the program. */
const abort = new AbortController();
process.once("SIGINT", () => abort.abort());

async function main() {
  const { values } = parseArgs({
    options: {
      "client-id": { type: "string", default: process.env["AUTHBROKER_CLIENT_ID"] ?? "" },
      authority: { type: "string", default: process.env["AUTHBROKER_AUTHORITY"] ?? COMMON },
      scope: { type: "string", multiple: true, default: ["https://graph.microsoft.com/User.Read"] },
      route: { type: "string", default: "auto" },
      broker: { type: "string" },
      "no-launch-browser": { type: "boolean", default: false },
      "sign-out": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { "client-id": clientId, authority, route, scope: scopes } = values;
  if (values.help || clientId === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (!ROUTES.includes(route))
    throw new TypeError(`--route is one of ${ROUTES.join(", ")}; received ${route}`);

  const authorityMetadata = process.env["AUTHBROKER_AUTHORITY_METADATA"];
  const wantsBroker = route === "auto" || route === "broker";
  if (values.broker !== undefined && !wantsBroker)
    throw new TypeError(`--broker has no place on --route ${route}`);
  const implementation = values.broker === undefined ? undefined : await brokerOf(values.broker);
  const app = await PublicClientApplication.create({
    // The metadata is the emulator's; Microsoft's own is found by itself.
    auth: { clientId, authority, ...(authorityMetadata ? { authorityMetadata } : {}) },
    enableBrokerOnLinux: wantsBroker,
    enableBrokerOnMac: wantsBroker,
    enableBrokerOnWindows: wantsBroker,
    enableBrokerOnWsl: wantsBroker,
    broker: { required: route === "broker", ...(implementation ? { implementation } : {}) },
  });

  const probe = await app.probeBroker();
  if (route === "broker" && !probe.available) {
    printUnavailable(probe, redirectUris(clientId));
    return 1;
  }

  const request = { scopes, signal: abort.signal };
  const signIn = () =>
    route === "device-code"
      ? app.acquireTokenByDeviceCode({ ...request, deviceCodeCallback: printDeviceCode })
      : app.acquireTokenInteractive({
          ...request,
          parentWindowHandle: app.CONSOLE_WINDOW_HANDLE,
          ...(values["no-launch-browser"] ? { openBrowser: printPage } : {}),
          ...(route === "auto" ? { deviceCodeCallback: printDeviceCode } : {}),
        });

  const [known] = await app.getAllAccounts({ signal: abort.signal });
  const interactive = known === undefined ? await timed(signIn) : undefined;
  const account = known ?? interactive?.result.account;
  if (!account) throw new Error("the sign-in brought no account");
  const silent = await timed(() => app.acquireTokenSilent({ ...request, account }));

  const platform = implementation?.platform ?? systemPlatform();
  printSignIn({ platform, probe, interactive, silent });
  if (values["sign-out"]) await app.signOut({ account });
  if (values.json) printJson({ platform, interactive, silent });
  return 0;
}

/** The system as brokers name it; Node.js' own name for one that has none. */
const systemPlatform = () => PLATFORMS[process.platform] ?? process.platform;

/** @type {Readonly<Record<string, string>>} */
const PLATFORMS = { linux: "linux", win32: "windows", darwin: "macos" };

const COMMON = "https://login.microsoftonline.com/common";

/**
 * @template Result
 * @param {() => Promise<Result>} work
 */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

/** @param {unknown} error */
function exitCodeOf(error) {
  if (error instanceof BrokerError && error.errorCode === "request_aborted") return 130;
  // Something on the command line, which parseArgs or the library names.
  return error instanceof TypeError ? 2 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  printError(error);
  process.exitCode = exitCodeOf(error);
}
