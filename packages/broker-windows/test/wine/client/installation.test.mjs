import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { CLIENT_ID } from "./client.mjs";
import { app, runNode, stage } from "./run-node.mjs";

const INSTALL = 'npm install "@authbroker/broker-windows@>=0.1 <1"';

/**
 * The error of `create()` in an application.
 *
 * @param {string} folder of the application
 * @returns {Promise<{ name: string, errorCode: string, message: string }>}
 */
async function errorOfCreate(folder) {
  const code = `
    import { PublicClientApplication } from "@authbroker/core";
    const configuration = { auth: { clientId: "${CLIENT_ID}" }, enableBrokerOnWindows: true };
    const error = await PublicClientApplication.create(configuration).catch((error) => error);
    const { constructor, errorCode, message } = error;
    console.log(JSON.stringify({ name: constructor.name, errorCode, message }));
  `;
  const { stdout, stderr } = await runNode(["--input-type=module", "--eval", code], folder);
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

test("without the broker package, create() names the line that installs it", async () => {
  const { name, errorCode, message } = await errorOfCreate(path.join(stage, "core-only"));
  assert.equal(name, "BrokerPackageMissingError");
  assert.equal(errorCode, "broker_package_missing");
  const [first] = message.split("\n");
  assert.equal(first, `broker_package_missing: You need to install the broker package: ${INSTALL}`);
});

test("with a native part that does not load, create() has the loader's own words", async () => {
  const folder = path.join(stage, "broken");
  rmSync(folder, { recursive: true, force: true });
  for (const name of ["core", "broker-windows"]) {
    const ours = path.join("node_modules", "@authbroker", name);
    const filter = (/** @type {string} */ file) => path.basename(file) !== "prebuilds";
    cpSync(path.join(app, ours), path.join(folder, ours), { recursive: true, filter });
  }
  const missing = await errorOfCreate(folder);
  assert.equal(missing.errorCode, "broker_load_failed");
  assert.match(
    missing.message,
    /it has no build for this system: there is no \S+\\prebuilds\\win32-x64\\broker-windows\.node/,
  );

  const prebuilds = path.join(folder, "node_modules/@authbroker/broker-windows/prebuilds/win32-x64");
  mkdirSync(prebuilds, { recursive: true });
  writeFileSync(path.join(prebuilds, "broker-windows.node"), "no library");
  const broken = await errorOfCreate(folder);
  assert.equal(broken.errorCode, "broker_load_failed");
  assert.match(broken.message, /broker-windows\.node/);
  assert.ok(broken.message.includes(INSTALL));
});
