import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { CLIENT_ID, ORGANIZATIONS, SCOPES, TOKEN } from "./client.mjs";

/** Where the harness laid out the applications. */
const stage = fileURLToPath(new URL("../../../", import.meta.url));
const app = path.join(stage, "app");

/**
 * Runs Node.js until it ends by itself.
 *
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
function run(args, cwd = app) {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const child = execFile(process.execPath, args, { cwd, env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test("a process ends by itself when its calls have", async () => {
  const never = { SignOutWithClientIdAsync: { completes: /** @type {const} */ ("never") } };
  standIn({ accounts: [PERSON], answers: [TOKEN], calls: never });
  const ended = await run([path.join(app, "test", "client", "fixtures", "signs-in-and-ends.mjs")]);
  assert.deepEqual(ended, { code: 0, stdout: "", stderr: "" });
});

describe("the console example", () => {
  const example = (/** @type {string[]} */ ...args) =>
    run([
      path.join(app, "console", "index.js"),
      ...["--client-id", CLIENT_ID, "--authority", ORGANIZATIONS, "--route", "broker", "--json"],
      ...args,
    ]);

  test("signs in through the Web Account Manager, then silently, and names the platform", async () => {
    standIn({ accounts: [{ ...PERSON, visibility: "by-id" }], answers: [TOKEN] });
    const first = await example();
    assert.equal(first.stderr, "");
    assert.match(first.stdout, /Platform +windows/);
    assert.match(first.stdout, /Signed in as Jørgen Müller 東京 😀/);
    assert.doesNotMatch(first.stdout, /token for|eyJ/);
    const summary = JSON.parse(first.stdout.trimEnd().split("\n").at(-1));
    assert.equal(summary.platform, "windows");
    assert.equal(summary.route, "broker");
    assert.equal(summary.account.username, PERSON.userName);
    assert.equal(typeof summary.interactive.ms, "number");
    assert.ok(SCOPES.every((scope) => summary.scopes.includes(scope)));

    const log = standIn({ accounts: [PERSON], answers: [TOKEN] });
    const second = await example("--sign-out");
    assert.equal(JSON.parse(second.stdout.trimEnd().split("\n").at(-1)).interactive.ms, null);
    assert.equal(log.calls("SignOutWithClientIdAsync").length, 1);
  });

  test("says why there is no broker, and which redirect URI Windows needs", async () => {
    standIn({ providers: [] });
    const { code, stdout, stderr } = await example();
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.match(stderr, /broker_not_installed/);
    assert.match(stderr, new RegExp(`ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`));
  });
});

describe("create()", () => {
  const code = `
    import { PublicClientApplication } from "@authbroker/core";
    const configuration = { auth: { clientId: "${CLIENT_ID}" }, enableBrokerOnWindows: true };
    const error = await PublicClientApplication.create(configuration).catch((error) => error);
    const { errorCode, message, cause } = error;
    console.log(JSON.stringify({ name: error.constructor.name, errorCode, message, cause: String(cause?.message) }));
  `;
  /** @param {string} folder */
  const create = async (folder) => {
    const { stdout, stderr } = await run(["--input-type=module", "--eval", code], path.join(stage, folder));
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  };

  test("names the package to install where there is none", async () => {
    const error = await create("core-only");
    assert.equal(error.name, "BrokerPackageMissingError");
    assert.equal(error.errorCode, "broker_package_missing");
    assert.match(
      error.message,
      /^broker_package_missing: You need to install the broker package: npm install "@authbroker\/broker-windows@>=0\.1 <1"$/m,
    );
  });

  test("has the loader's words for a native part that does not load", async () => {
    const folder = path.join(stage, "broken");
    const ours = path.join(folder, "node_modules", "@authbroker");
    cpSync(path.join(app, "node_modules", "@authbroker"), ours, { recursive: true });
    const prebuilds = path.join(ours, "broker-windows", "prebuilds");
    rmSync(prebuilds, { recursive: true });
    const missing = await create("broken");
    assert.equal(missing.errorCode, "broker_load_failed");
    assert.match(missing.message, /No native build was found for platform=win32 arch=x64/);

    mkdirSync(path.join(prebuilds, "win32-x64"), { recursive: true });
    writeFileSync(path.join(prebuilds, "win32-x64", "broker-windows.node"), "no library");
    const broken = await create("broken");
    assert.equal(broken.errorCode, "broker_load_failed");
    assert.match(broken.message, /broker-windows\.node/);
    assert.match(broken.message, /npm install "@authbroker\/broker-windows@>=0\.1 <1"/);
    rmSync(folder, { recursive: true });
  });
});
