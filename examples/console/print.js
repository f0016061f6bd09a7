import process from "node:process";
import pc from "picocolors";

/**
 * @typedef {import("@authbroker/core").AuthenticationResult} AuthenticationResult
 * @typedef {{ result: AuthenticationResult, ms: number }} Timed
 */

/** @param {{ probe: import("@authbroker/core").BrokerAvailable, interactive: Timed | undefined, silent: Timed }} signIn */
export function printSignIn({ probe, interactive, silent }) {
  const { account, scopes, expiresOn, route } = silent.result;
  print(pc.bold(pc.green(`Signed in as ${account?.name ?? account?.username}`)));
  print();
  row("Account", `${account?.username}`);
  row("Tenant", `${account?.tenantId}`);
  row("Route", probe.version === undefined ? route : `${route}, version ${probe.version}`);
  row("Scopes", scopes.join("\n"));
  row(
    "Expires",
    expiresOn === null ? "not said" : `${expiresOn.toLocaleString()} (${minutesLeft(expiresOn)} minutes)`,
  );
  print();
  if (interactive) row("Interactive", milliseconds(interactive.ms));
  row("Silent", milliseconds(silent.ms));
}

/** @param {{ interactive: Timed | undefined, silent: Timed }} signIn */
export function printJson({ interactive, silent }) {
  const { account, scopes, expiresOn, route } = silent.result;
  const summary = {
    route,
    platform: PLATFORMS[process.platform] ?? process.platform,
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

/** @type {Readonly<Record<string, string>>} */
const PLATFORMS = { linux: "linux", win32: "windows", darwin: "macos" };

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
