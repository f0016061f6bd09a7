import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { CLIENT_ID, ORGANIZATIONS, SCOPES, TOKEN } from "./client.mjs";
import { app, runNode } from "./run-node.mjs";

const OPTIONS = ["--client-id", CLIENT_ID, "--authority", ORGANIZATIONS, "--route", "broker", "--json"];

/** @param {...string} args */
const runExample = (...args) => runNode([path.join(app, "console", "index.js"), ...OPTIONS, ...args]);

/** @param {string} stdout */
const summaryOf = (stdout) => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");

test("the console example signs in through the Web Account Manager, and names the platform", async () => {
  standIn({ accounts: [{ ...PERSON, visibility: "by-id" }], answers: [TOKEN] });
  const { code, stdout, stderr } = await runExample();
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /Platform +windows/);
  assert.match(stdout, /Signed in as Jørgen Müller 東京 😀/);
  assert.doesNotMatch(stdout, /token for|eyJ/);
  const summary = summaryOf(stdout);
  assert.equal(summary.platform, "windows");
  assert.equal(summary.route, "broker");
  assert.equal(summary.account.username, PERSON.userName);
  assert.equal(typeof summary.interactive.ms, "number");
  assert.ok(SCOPES.every((scope) => summary.scopes.includes(scope)));
});

test("the next time it signs in silently, and out where it is told to", async () => {
  const log = standIn({ accounts: [PERSON], answers: [TOKEN] });
  const { stdout } = await runExample("--sign-out");
  assert.equal(summaryOf(stdout).interactive.ms, null);
  assert.equal(log.calls("SignOutWithClientIdAsync").length, 1);
});

test("it says why there is no broker, and which redirect URI Windows needs", async () => {
  standIn({ providers: [] });
  const { code, stdout, stderr } = await runExample();
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /broker_not_installed/);
  assert.ok(stderr.includes(`ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`));
});
