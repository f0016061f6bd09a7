// Loads an addon in Windows' own Node.js, and asks Windows what can be asked without a person: on a runner of a workflow
// there is nobody signed in, and perhaps no Web Account Manager. An answer and an HRESULT are both fine; a crash is not.
//
//   node load.mjs FILE
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

const addon = createRequire(import.meta.url)(path.resolve(process.argv[2] ?? ""));

const facts = addon.systemFacts();
console.log(facts);
assert.ok(facts.build >= 17_763, "the build of a Windows that is still served");

const provider = { id: "https://login.microsoft.com", authority: "organizations" };
const request = { provider, timeoutMs: 30_000 };
const client = { ...request, clientId: "00000000-0000-0000-0000-000000000000" };
const silent = {
  ...client,
  mode: "silent",
  scope: "openid",
  promptType: "default",
  correlationId: "00000000-0000-0000-0000-000000000000",
  properties: { wam_compat: "2.0" },
};

for (const [name, start] of Object.entries({
  findProvider: () => addon.findProvider(request),
  findAccounts: () => addon.findAccounts(client),
  getToken: () => addon.getToken(silent),
  "getToken of nobody": () => addon.getToken({ ...silent, accountId: "nobody" }),
  signOut: () => addon.signOut({ ...client, accountId: "nobody" }),
})) {
  const said = await start().answer.then(
    (answer) => `answered ${JSON.stringify(answer, withoutTexts) ?? "nothing"}`,
    (error) => {
      assert.ok(error.code, "an error of the addon's own");
      return [error.code, error.function, error.hresult?.toString(16)].filter(Boolean).join(" ");
    },
  );
  console.log(`${name}: ${said}`);
}

/** Where somebody is signed in, a text is a token or a name; this is for a log. */
function withoutTexts(_name, value) {
  return typeof value === "string" ? "…" : value;
}
