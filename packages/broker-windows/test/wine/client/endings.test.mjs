import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { ACCOUNT, createApp, rejection, SCOPES, TOKEN } from "./client.mjs";
import { runNode } from "./run-node.mjs";

const NEVER = /** @type {const} */ ({ completes: "never" });

/**
 * Each call, and the operation of Windows that it is ended at.
 *
 * @type {readonly [name: string, method: string, call: (app: Awaited<ReturnType<typeof createApp>>, options: object) => Promise<unknown>][]}
 */
const CALLS = [
  [
    "an interactive call at Windows' window",
    "RequestTokenForWindowAsync",
    (app, options) => app.acquireTokenInteractive({ scopes: SCOPES, ...options }),
  ],
  [
    "a silent call",
    "GetTokenSilentlyWithWebAccountAsync",
    (app, options) => app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, ...options }),
  ],
  [
    "a silent call that looks for its account",
    "FindAccountAsync",
    (app, options) => app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, ...options }),
  ],
  ["a listing", "FindAllAccountsWithClientIdAsync", (app, options) => app.getAllAccounts(options)],
  ["a sign-out", "SignOutWithClientIdAsync", (app, options) => app.signOut({ account: ACCOUNT, ...options })],
];

describe("a call that Windows never answers", () => {
  for (const [name, method, call] of CALLS) {
    test(`ends with its signal: ${name}`, async () => {
      const log = standIn({ accounts: [PERSON], answers: [TOKEN], calls: { [method]: NEVER } });
      const app = await createApp();
      const abort = new AbortController();
      const ended = rejection(call(app, { signal: abort.signal }));
      await log.happens("call", method);
      abort.abort();
      const error = await ended;
      assert.equal(error.errorCode, "request_aborted");
      await log.happens("cancel", method);
    });

    test(`ends with its time limit: ${name}`, async () => {
      const log = standIn({ accounts: [PERSON], answers: [TOKEN], calls: { [method]: NEVER } });
      // Without it, a listing that Windows does not answer is that of the cache.
      const app = await createApp({ broker: { required: true } });
      const error = await rejection(call(app, { timeoutMs: 500 }));
      assert.equal(error.errorCode, "request_timeout");
      assert.match(error.hint, /timeoutMs/);
      await log.happens("cancel", method);
    });
  }
});

test("a signal that was given before ends the call before Windows is asked", async () => {
  const log = standIn({ answers: [TOKEN] });
  const app = await createApp();
  const signal = AbortSignal.abort();
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, signal }));
  assert.equal(error.errorCode, "request_aborted");
  assert.deepEqual(log.lines(), []);
});

test("an answer that comes after the signal is dropped, and the next call has its own", async () => {
  const method = "GetTokenSilentlyWithWebAccountAsync";
  const script = { accounts: [PERSON], answers: [TOKEN] };
  const log = standIn({ ...script, calls: { [method]: { delay: 300, ignoresCancel: true } } });
  const app = await createApp();
  const abort = new AbortController();
  const ended = rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, signal: abort.signal }));
  await log.happens("call", method);
  abort.abort();
  assert.equal((await ended).errorCode, "request_aborted");
  standIn(script);
  const next = await app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
  assert.equal(next.account?.homeAccountId, ACCOUNT.homeAccountId);
  await log.happens("end", method);
});

test("a process ends by itself when its calls have", async () => {
  standIn({ accounts: [PERSON], answers: [TOKEN], calls: { SignOutWithClientIdAsync: NEVER } });
  const ended = await runNode([fileURLToPath(new URL("fixtures/signs-in-and-ends.mjs", import.meta.url))]);
  assert.deepEqual(ended, { code: 0, stdout: "", stderr: "" });
});
