import assert from "node:assert/strict";
import { test } from "node:test";
import { release } from "node:os";
import { PublicClientApplication } from "@authbroker/core";
import { standIn } from "../support/stand-in.mjs";
import { CLIENT_ID, createApp } from "./client.mjs";

test("Windows is there, in its version, and says what it cannot do for an administrator", async () => {
  const log = standIn();
  const app = await createApp();
  const probe = await app.probeBroker();
  assert.equal(probe.available, true);
  assert.equal(probe.version, release());
  assert.deepEqual(
    probe.limits.map(({ reason }) => reason),
    ["elevated"],
  );
  assert.deepEqual(
    log.calls().map(({ method }) => method),
    ["FindAccountProviderWithAuthorityAsync"],
  );
});

test("a Windows that does not answer is not waited for", async () => {
  standIn({ calls: { FindAccountProviderWithAuthorityAsync: { completes: "never" } } });
  const app = await createApp();
  const probe = await app.probeBroker({ timeoutMs: 300 });
  assert.equal(probe.available, false);
  assert.equal(probe.reason, "broker_not_responding");
});

test("without its flag it is not asked, and the flag is named", async () => {
  const log = standIn();
  const app = await PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    enableBrokerOnLinux: true,
  });
  const probe = await app.probeBroker();
  assert.equal(probe.reason, "broker_disabled");
  assert.match(probe.fix, /enableBrokerOnWindows: true/);
  assert.deepEqual(log.lines(), []);
});
