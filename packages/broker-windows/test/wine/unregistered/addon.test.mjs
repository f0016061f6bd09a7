import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, interactiveRequest, providerRequest } from "../addon/requests.mjs";
import { addon } from "../support/addon.mjs";

test("a Windows without the Web Account Manager is a call that failed, with the HRESULT for a class that is not registered", async () => {
  for (const start of [
    () => addon.findProvider(providerRequest()),
    () => addon.getToken(interactiveRequest()),
  ]) {
    const error = await failure(start());
    assert.equal(error.code, "call_failed");
    assert.equal(error.function, "RoGetActivationFactory");
    assert.equal(error.hresult, 0x80040154);
  }
});
