import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { broker, load } from "../../src/index.js";
import { INES, rejection, tokenRequest } from "./samples.js";

/** Where node-gyp-build looks for this package's build instead of in its folder. */
const FOLDER_VARIABLE = "@AUTHBROKER/BROKER_WINDOWS_PREBUILD";

let empty: string;

beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), "authbroker-"));
  process.env[FOLDER_VARIABLE] = empty;
});

afterAll(async () => {
  delete process.env[FOLDER_VARIABLE];
  await rm(empty, { recursive: true });
});

test("a package without a build for this system says so, in the loader's words", async () => {
  const error = await rejection(load());
  expect(error.errorCode).toBe("broker_load_failed");
  expect(error.message).toContain("No native build was found");
  expect(error.hint).toContain('npm install "@authbroker/broker-windows@');
  expect(error.hint).toContain(`${process.platform}-${process.arch}`);
  expect(error.cause).toBeInstanceOf(Error);
});

test("each call of its broker says it, too, and its probe gives it as the reason", async () => {
  const calls = [
    broker.getAccounts(tokenRequest),
    broker.acquireTokenSilent(tokenRequest),
    broker.acquireTokenInteractive(tokenRequest),
    broker.signOut({ ...tokenRequest, account: INES }),
  ];
  for (const call of calls) expect((await rejection(call)).errorCode).toBe("broker_load_failed");
  expect(await broker.probe()).toMatchObject({
    available: false,
    reason: process.platform === "win32" ? "broker_load_failed" : "platform_unsupported",
  });
});
