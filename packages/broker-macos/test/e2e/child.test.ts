import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type * as macos from "@authbroker/broker-macos";
import type { BrokerError } from "@authbroker/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { CLIENT_ID, INES, listed, tokenHeaders, commonHeaders } from "../protocol/samples.js";
import { OTHER_BUILD } from "../../../../scripts/lib/other-build.mjs";
import { host, playElectron, StandIn } from "../stand-in/stand-in.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, rejection, SCOPES, standIn } from "./clients.js";

const CHILD = { mode: "child" } as const;

/** The processes that this one has started and that are still there: their command lines. */
function children(): readonly string[] {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean);
  return pids
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return "";
      }
    })
    .filter((command) => command.includes("child.js"));
}

describe("from a child process", () => {
  test("every call is the same", async () => {
    enrolledMac();
    const app = await client(CHILD);
    const { account } = await app.acquireTokenInteractive(INTERACTIVE);
    expect(account).toMatchObject({ username: INES.username, name: INES.name });
    const [listedAccount] = await app.getAllAccounts();
    expect(listedAccount).toMatchObject({ homeAccountId: INES.homeAccountId });
    await app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    await app.signOut({ account: ACCOUNT });
    expect(await app.probeBroker()).toMatchObject({ available: true, version: "5.2604.2" });
    // Each is the first request of its process, on that process's main thread.
    expect(
      new Set(standIn.requests().map(({ controller, thread }) => `${controller} ${thread}`)),
    ).toStrictEqual(new Set(["1 main"]));
    await expect.poll(children).toStrictEqual([]);
  });

  test("errors come back whole", async () => {
    const userInfo = { MSALErrorDescriptionKey: "AADSTS50076: größer", MSALInternalErrorCodeKey: -42004 };
    const underlying = { domain: "MSALErrorDomain", code: -50000, userInfo };
    enrolledMac({ refresh: { error: { code: -6000, underlying } }, login: { credential: "otherClass" } });
    const app = await client(CHILD);
    expect(await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }))).toMatchObject({
      errorCode: "interaction_required",
      broker: { code: -42004, tag: "msale", context: "AADSTS50076: größer" },
    });
    expect(await rejection(app.acquireTokenInteractive(INTERACTIVE))).toMatchObject({
      errorCode: "broker_response_invalid",
    });
  });

  test("a call that is given up ends at once, and its child with it", async () => {
    enrolledMac({ login: { deliver: "never" } });
    const app = await client(CHILD);
    const abort = new AbortController();
    const ended = rejection(app.acquireTokenInteractive({ ...INTERACTIVE, signal: abort.signal }));
    await expect.poll(() => standIn.requests().at(-1)?.operation, { timeout: 10_000 }).toBe("login");
    expect(children()).toHaveLength(1);
    abort.abort();
    expect(await ended).toMatchObject({ errorCode: "request_aborted" });
    await expect.poll(children).toStrictEqual([]);
  });

  test("a call whose time is over ends, and its child with it", async () => {
    enrolledMac({ refresh: { deliver: "never" } });
    const app = await client(CHILD);
    const call = app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, timeoutMs: 700 });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_timeout" });
    await expect.poll(children).toStrictEqual([]);
  });

  test("a child that ends without an answer is an error that says so", async () => {
    enrolledMac({ refresh: { deliver: "never" } });
    const app = await client(CHILD);
    const call = rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }));
    await expect.poll(() => standIn.requests().length, { timeout: 10_000 }).toBe(1);
    const [pid = ""] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ");
    process.kill(Number(pid), "SIGTERM");
    expect(await call).toMatchObject({
      errorCode: "platform_broker_error",
      message: expect.stringContaining(
        "the child process that asks the broker ended without an answer (SIGTERM)",
      ),
    });
  });

  test("the window of this process is not handed on, for it is none of the child's", async () => {
    playElectron();
    enrolledMac();
    const app = await client(CHILD);
    const view = host.createView("the application's");
    await app.acquireTokenInteractive({ scopes: SCOPES, parentWindowHandle: view });
    expect(standIn.eventsOf("presentationAnchor")).toMatchObject([{}]);
    expect(standIn.eventsOf("presentationAnchor")[0]).not.toHaveProperty("window");
    host.destroyView(view);
  });

  test("several at the same time are several children", async () => {
    enrolledMac({ refresh: { headers: tokenHeaders(), delayMs: 100 } });
    const app = await client(CHILD);
    const calls = ["a", "b", "c"].map((scope) =>
      app.acquireTokenSilent({ scopes: [scope], account: ACCOUNT }),
    );
    expect(await Promise.all(calls)).toHaveLength(3);
    await expect.poll(children).toStrictEqual([]);
  });

  test("a time limit of weeks does not end a call at once", async () => {
    enrolledMac({ refresh: { headers: tokenHeaders(), delayMs: 100 } });
    const app = await client(CHILD);
    const call = { scopes: SCOPES, account: ACCOUNT, timeoutMs: 2 ** 31 - 1 };
    await expect(app.acquireTokenSilent(call)).resolves.toMatchObject({ route: "broker" });
  });

  test("no more than four run at once, and those that wait can be given up", async () => {
    enrolledMac({ refresh: { deliver: "never" } });
    const app = await client(CHILD);
    const abort = new AbortController();
    const call = (scope: number, limits: object): Promise<BrokerError> =>
      rejection(app.acquireTokenSilent({ scopes: [`scope-${scope}`], account: ACCOUNT, ...limits }));
    const first = [1, 2, 3, 4].map((scope) => call(scope, { signal: abort.signal }));
    await expect.poll(() => standIn.requests().length).toBe(4);
    expect(await call(5, { timeoutMs: 300 })).toMatchObject({ errorCode: "request_timeout" });
    expect(standIn.requests()).toHaveLength(4);
    expect(children()).toHaveLength(4);
    enrolledMac();
    const next = app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    abort.abort();
    for (const error of await Promise.all(first)) expect(error.errorCode).toBe("request_aborted");
    await expect(next).resolves.toMatchObject({ route: "broker" });
    await expect.poll(children).toStrictEqual([]);
  });

  test("what the addon refuses is told in its words", async () => {
    const { performInChild } = await import("../../build/child-process.js");
    const request = { url: "no\0URL", operation: "refresh", options: [], userInterface: false, timeoutMs: 0 };
    const call = performInChild(request, undefined);
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow('"url"');
  });

  test("flags that NODE_OPTIONS gives this program are not the child's", async () => {
    vi.stubEnv("NODE_OPTIONS", "--require=/there/is/no/such/file.cjs");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    enrolledMac();
    const app = await client(CHILD);
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT })).resolves.toMatchObject({
      route: "broker",
    });
  });

  test("that of a bundle is refused, because a bundle has not got its code", async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "authbroker-bundle-")));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const dist = dirname(fileURLToPath(import.meta.resolve("@authbroker/broker-macos")));
    cpSync(dist, folder, { recursive: true, filter: (file) => !file.endsWith("child.js") });
    mkdirSync(join(folder, "node_modules/@authbroker"), { recursive: true });
    const core = dirname(fileURLToPath(import.meta.resolve("@authbroker/core/package.json")));
    symlinkSync(core, join(folder, "node_modules/@authbroker/core"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const { createMacosBroker }: typeof macos = await import(join(folder, "index.js"));
    enrolledMac();
    const request = {
      clientId: CLIENT_ID,
      redirectUri: "msauth.com.msauth.unsignedapp://auth",
      correlationId: "0a0b0c0d-1111-4222-8333-444455556666",
      authority: StandIn.URL,
    };
    expect(await rejection(createMacosBroker(CHILD).getAccounts(request))).toMatchObject({
      errorCode: "request_unsupported",
      errorMessage: expect.stringContaining(`there is no ${join(folder, "child.js")}`),
      hint: expect.stringContaining("leave @authbroker/broker-macos out of the bundle"),
    });
  });

  test("Electron's is refused, because it would be its helper, which is another program", async () => {
    const { versions } = process;
    Object.defineProperty(process, "versions", { value: { ...versions, electron: "39.2.3" } });
    onTestFinished(() => {
      Object.defineProperty(process, "versions", { value: versions });
    });
    enrolledMac();
    const app = await client(CHILD);
    expect(await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }))).toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining("in Electron"),
      hint: expect.stringMatching(/mode: "child".*AUTHBROKER_MACOS_CHILD/),
    });
    expect(await app.probeBroker()).toMatchObject({
      reason: "broker_not_responding",
      message: expect.stringMatching(/^the probe could not be done: in Electron/),
      fix: expect.stringContaining('mode: "child"'),
    });
    expect(standIn.requests()).toStrictEqual([]);
  });

  test("the environment can ask for it, for the broker that core loads", async () => {
    process.env["AUTHBROKER_MACOS_CHILD"] = "1";
    onTestFinished(() => {
      delete process.env["AUTHBROKER_MACOS_CHILD"];
    });
    enrolledMac();
    await (await client()).acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    expect(standIn.requests()).toMatchObject([{ controller: 1 }]);
    delete process.env["AUTHBROKER_MACOS_CHILD"];
    enrolledMac();
    const app = await client();
    for (const scope of ["a", "b"]) await app.acquireTokenSilent({ scopes: [scope], account: ACCOUNT });
    const [first, second] = standIn.requests().map(({ controller }) => controller);
    expect(second).toBe((first ?? 0) + 1);
  });
});

describe("a worker thread", () => {
  /** Signs in on a worker, with a window and then without one. */
  async function signIn(): Promise<unknown> {
    const worker = new Worker(new URL("fixtures/worker.mjs", import.meta.url), {
      workerData: CLIENT_ID,
      execArgv: ["--import", OTHER_BUILD],
    });
    const [message] = (await once(worker, "message")) as [unknown];
    return message;
  }

  const signedIn = { username: INES.username, silent: "broker", interactive: "broker" };

  test("of plain Node.js asks from a child, because its main thread does not serve the run loop", async () => {
    enrolledMac();
    expect(await signIn()).toStrictEqual(signedIn);
    expect(standIn.requests().map(({ controller, thread }) => ({ controller, thread }))).toStrictEqual(
      ["get_device_info", "login", "get_accounts_operation", "refresh"].map(() => ({
        controller: 1,
        thread: "main",
      })),
    );
  });

  test("of Electron asks from this process, whose main thread does", async () => {
    playElectron();
    enrolledMac();
    // One in this process, which the worker's come after.
    await (await client()).acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    expect(await signIn()).toStrictEqual(signedIn);
    const controllers = standIn.requests().map(({ controller }) => controller);
    expect(new Set(controllers).size).toBe(controllers.length);
  });
});

test("what a child is asked and answers is in no argument and no environment of it", async () => {
  enrolledMac({
    get_accounts_operation: {
      headers: { ...commonHeaders("get_accounts_operation"), accounts: JSON.stringify([listed(INES)]) },
      delayMs: 300,
    },
  });
  const app = await client(CHILD);
  const accounts = app.getAllAccounts();
  await expect.poll(() => standIn.requests().length, { timeout: 10_000 }).toBe(1);
  const [command = ""] = children();
  expect(command).toMatch(/child\.js\s*$/);
  const [pid = ""] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ");
  expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toContain(CLIENT_ID);
  expect(await accounts).toHaveLength(1);
});
