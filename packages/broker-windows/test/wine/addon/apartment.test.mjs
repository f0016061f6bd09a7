import assert from "node:assert/strict";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";
import { standIn } from "../support/stand-in.mjs";
import { tokenRequest } from "./requests.mjs";

const METHOD = "GetTokenSilentlyAsync";

for (const [name, call] of Object.entries({
  "is answered": {},
  fails: { fails: 0x80_00_40_05 },
  "is cancelled": { completes: /** @type {const} */ ("never") },
})) {
  test(`the thread of an operation that ${name} leaves the apartment that it entered`, async () => {
    const log = standIn({ answers: [{ token: "t" }], calls: { [METHOD]: call } });
    const { id, answer } = addon.getToken(tokenRequest());
    const settled = Promise.allSettled([answer]);
    const { thread, apartment } = await log.happens("call", METHOD);
    assert.equal(apartment, "mta");
    if ("completes" in call) addon.cancel(id);
    await settled;
    assert.equal((await log.happens("left", METHOD)).thread, thread);
  });
}
