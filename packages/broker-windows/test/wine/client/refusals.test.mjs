import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { ACCOUNT, createApp, rejection, SCOPES, TOKEN } from "./client.mjs";

describe("what Windows cannot honour is refused by name before it is asked", () => {
  const pop = {
    authenticationScheme: "pop",
    resourceRequestMethod: "GET",
    resourceRequestUri: "https://api.contoso.example/orders",
    shrNonce: "nonce",
  };
  /** @type {readonly [name: string, request: object, names: RegExp][]} */
  const requests = [
    ["a proof of possession", pop, /"pop"/],
    ["a text with a NUL", { extraQueryParameters: { domain_hint: "a\0b" } }, /domain_hint/],
    ["half a character", { extraQueryParameters: { domain_hint: "\uD83D" } }, /domain_hint/],
    ["a hint of somebody else", { account: ACCOUNT, loginHint: "else@contoso.example" }, /"loginHint"/],
    [
      "a switch of Microsoft's own library",
      { extraQueryParameters: { msal_gui_thread: "1" } },
      /msal_gui_thread/,
    ],
  ];
  for (const [name, request, names] of requests) {
    test(name, async () => {
      const log = standIn({ accounts: [PERSON], answers: [TOKEN] });
      const app = await createApp();
      const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, ...request }));
      assert.equal(error.errorCode, "request_unsupported");
      assert.match(error.message, names);
      const asked = log.calls().map(({ method }) => method);
      assert.deepEqual(
        asked.filter((method) => !method.startsWith("FindAccountProvider")),
        [],
      );
    });
  }
});
