import { describe, expect, test } from "vitest";
import { project } from "./installed.js";

/** A program with a client of a broker whose every method is `work`; an unhandled rejection ends it with status 1. */
const program = (work: string, rest: string): string => `
  import { PublicClientApplication } from "@authbroker/core";
  const account = { nativeAccountId: "n", homeAccountId: "u.t", localAccountId: "u", tenantId: "t",
    environment: "login.microsoftonline.com", username: "ines@contoso.example" };
  const request = { scopes: ["User.Read"], account };
  const controller = new AbortController();
  const { signal } = controller;
  const work = ${work};
  const implementation = { contractVersion: 1, platform: "linux",
    probe: work, getAccounts: work, acquireTokenSilent: work, acquireTokenInteractive: work, signOut: work };
  const app = await PublicClientApplication.create({ auth: { clientId: "c" }, broker: { implementation } });
  const code = (error) => console.log(error.errorCode);
  ${rest}
`;

const NEVER = "() => new Promise(() => {})";

describe("the process ends by itself", () => {
  test.each<[string, string, string, string | RegExp]>([
    [
      "after an abort",
      NEVER,
      "setImmediate(() => controller.abort()); await app.acquireTokenInteractive({ ...request, signal }).catch(code);",
      "request_aborted",
    ],
    [
      "after a time limit",
      NEVER,
      "await app.acquireTokenSilent({ ...request, timeoutMs: 5 }).catch(code);",
      "request_timeout",
    ],
    [
      "after an error, without waiting for the default limit",
      '() => Promise.reject(new Error("broken"))',
      "await app.acquireTokenSilent(request).catch(code);",
      "platform_broker_error",
    ],
    [
      "after a probe that never answered",
      NEVER,
      "console.log((await app.probeBroker({ timeoutMs: 5 })).reason);",
      "broker_not_responding",
    ],
    [
      "after one signal ended a hundred calls, without a warning of Node.js",
      NEVER,
      "setImmediate(() => controller.abort()); await Promise.all(Array.from({ length: 100 }, () => app.acquireTokenSilent({ ...request, signal }).catch(code)));",
      /^(?:request_aborted\n?){100}$/,
    ],
    [
      "after a time limit, also of a call that was begun again for a caller who had joined another's",
      NEVER,
      `setImmediate(() => controller.abort());
      const first = app.acquireTokenSilent({ ...request, signal });
      const joined = app.acquireTokenSilent({ ...request, timeoutMs: 200 });
      await Promise.all([first.catch(code), joined.catch(code)]);
      console.log(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length, "timers");`,
      /^request_aborted\nrequest_timeout\n0 timers$/,
    ],
    [
      "when the broker rejects long after the abort",
      "() => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 20))",
      "setImmediate(() => controller.abort()); await app.acquireTokenSilent({ ...request, signal }).catch(code);",
      "request_aborted",
    ],
    [
      "when the broker rejects long after the time limit",
      "() => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 30))",
      "await app.acquireTokenSilent({ ...request, timeoutMs: 1 }).catch(code);",
      "request_timeout",
    ],
    [
      "when the broker throws instead of rejecting",
      "() => { throw new Error('at once'); }",
      "await app.acquireTokenSilent(request).catch(code);",
      "platform_broker_error",
    ],
    [
      "when the broker aborts the signal and throws",
      "() => { controller.abort(); throw new Error('at once'); }",
      "await app.acquireTokenSilent({ ...request, signal }).catch(code);",
      /^(?:request_aborted|platform_broker_error)$/,
    ],
  ])("%s", async (_when, work, rest, printed) => {
    const home = await project();

    const { exitCode, stdout, stderr } = await home.run("main.mjs", program(work, rest));

    expect({ exitCode, stderr }).toStrictEqual({ exitCode: 0, stderr: "" });
    expect(stdout.trim()).toMatch(printed);
  });
});
