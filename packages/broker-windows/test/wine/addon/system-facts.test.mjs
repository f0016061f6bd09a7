import assert from "node:assert/strict";
import os from "node:os";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";

test("Windows says of itself and of this process what Node.js and Wine say, too", () => {
  assert.deepEqual(addon.systemFacts(), {
    build: Number(os.release().split(".")[2]),
    product: "workstation",
    installationType: "Client",
    elevated: true,
    sessionId: 1,
    windowStationVisible: true,
  });
});

test("the addon has its functions as members of its own", () => {
  assert.deepEqual(Object.keys({ ...addon }), [
    "systemFacts",
    "findProvider",
    "findAccounts",
    "getToken",
    "signOut",
    "cancel",
  ]);
});
