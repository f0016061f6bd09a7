import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { standIn } from "../support/stand-in.mjs";
import { failure, tokenRequest } from "./requests.mjs";

test("an operation that Windows itself cancels has failed, with Windows' code for it", async () => {
  standIn({ calls: { GetTokenSilentlyAsync: { completes: "canceled" } } });
  const error = await failure(addon.getToken(tokenRequest()));
  assert.equal(error.code, "operation_failed");
  assert.equal(error.hresult, 0x800704c7);
  assert.equal(error.function, "GetTokenSilentlyAsync");
});

describe("a call of Windows that hangs", () => {
  const hanging = { calls: { GetTokenSilentlyAsync: { hangs: 5000 } } };

  test("does not keep the time limit waiting", async () => {
    standIn(hanging);
    const before = performance.now();
    assert.equal((await failure(addon.getToken(tokenRequest({ timeoutMs: 200 })))).code, "timeout");
    assert.ok(performance.now() - before < 4000);
  });

  test("does not keep a cancellation waiting, and begins nothing that is not cancelled", async () => {
    const log = standIn(hanging);
    const pending = addon.getToken(tokenRequest());
    await log.happens("call", "GetTokenSilentlyAsync");
    const before = performance.now();
    addon.cancel(pending.id);
    assert.equal((await failure(pending)).code, "cancelled");
    assert.ok(performance.now() - before < 4000);
    await log.happens("cancel", "GetTokenSilentlyAsync");
  });
});
