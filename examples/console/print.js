import process from "node:process";
import pc from "picocolors";

/**
 * @typedef {import("@authbroker/core").AuthenticationResult} AuthenticationResult
 * @typedef {{ result: AuthenticationResult, ms: number }} Timed
 */

// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", (error) => {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
});

/**
 * Shows the address of the sign-in page. To standard error, as everything that is said to the person meanwhile.
 *
 * @param {string} url
 */
export async function printPage(url) {
  complain("To sign in, open this page in a browser on this machine:\n");
  complain(`  ${pc.cyan(url)}\n`);
}

/** @param {Parameters<import("@authbroker/core").DeviceCodeRequest["deviceCodeCallback"]>[0]} code */
export function printDeviceCode({ verificationUri, userCode, expiresIn }) {
  complain(`To sign in, on any device within ${Math.round(expiresIn / 60)} minutes:\n`);
  complain(`  Open        ${pc.cyan(verificationUri)}`);
  complain(`  Enter code  ${pc.bold(userCode)}\n`);
}

/**
 * @typedef {object} SignIn
 * @property {string} platform `linux`, `windows` or `macos`: the broker's where one was named, else the system's
 * @property {Timed | undefined} interactive
 * @property {Timed} silent
 */

/** @param {SignIn & { probe: import("@authbroker/core").BrokerProbe }} signIn */
export function printSignIn({ platform, probe, interactive, silent }) {
  const { account, scopes, expiresOn } = silent.result;
  const { route, routeReason } = (interactive ?? silent).result;
  const version = route === "broker" && probe.available ? probe.version : undefined;
  print(pc.bold(pc.green(`Signed in as ${account?.name ?? account?.username}`)));
  print();
  row("Account", `${account?.username}`);
  row("Tenant", `${account?.tenantId}`);
  row("Platform", platform);
  row("Route", version === undefined ? route : `${route}, version ${version}`);
  row("Reason", routeReason);
  row("Scopes", scopes.join("\n"));
  row(
    "Expires",
    expiresOn === null ? "not said" : `${expiresOn.toLocaleString()} (${minutesLeft(expiresOn)} minutes)`,
  );
  print();
  if (interactive) row("Interactive", milliseconds(interactive.ms));
  row("Silent", `${milliseconds(silent.ms)}, route ${silent.result.route}`);
}

/** @param {SignIn} signIn */
export function printJson({ platform, interactive, silent }) {
  const { account, scopes, expiresOn } = silent.result;
  const { route, routeReason } = (interactive ?? silent).result;
  const summary = {
    route,
    routeReason,
    platform,
    account: account && {
      username: account.username,
      name: account.name,
      homeAccountId: account.homeAccountId,
      tenantId: account.tenantId,
    },
    interactive: { ms: interactive ? round(interactive.ms) : null },
    silent: { ms: round(silent.ms) },
    scopes,
    expiresOn: expiresOn?.toISOString() ?? null,
  };
  print(JSON.stringify(summary));
}

/**
 * @param {import("@authbroker/core").BrokerUnavailable} probe
 * @param {readonly import("@authbroker/core").RedirectUri[]} uris
 */
export function printUnavailable({ reason, message, fix }, uris) {
  complain(pc.bold(`There is no broker to sign in with (${reason}): ${message}.`));
  if (fix !== undefined) complain(fix);
  complain("\nOnce there is one, the application needs these redirect URIs:");
  for (const { uri, when } of uris) complain(`  ${uri}\n    ${pc.dim(when)}`);
}

/** @param {unknown} error */
export function printError(error) {
  complain(pc.red(error instanceof Error ? error.message : String(error)));
}

/** @param {string} label @param {string} value */
function row(label, value) {
  const [first, ...rest] = value.split("\n");
  print(`  ${pc.dim(label.padEnd(12))}${first}`);
  for (const line of rest) print(`  ${" ".repeat(12)}${line}`);
}

const print = (line = "") => process.stdout.write(`${line}\n`);

/** @param {string} line */
const complain = (line) => process.stderr.write(`${line}\n`);

/** @param {number} ms */
const round = (ms) => Math.round(ms * 10) / 10;

/** @param {number} ms */
const milliseconds = (ms) => `${ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** @param {Date} time */
const minutesLeft = (time) => Math.round((time.getTime() - Date.now()) / 60_000);
