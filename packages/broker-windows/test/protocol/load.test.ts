import { beforeEach, expect, test, vi } from "vitest";
import { broker, load } from "../../src/index.js";
import { INES, rejection, tokenRequest } from "./samples.js";

const LOADER = new Error("The specified module could not be found.");

// On Windows there is a build.
beforeEach(() => {
  vi.spyOn(process, "dlopen").mockImplementation(() => {
    throw LOADER;
  });
});

test("a native part that does not load is an error with the loader's as its cause", async () => {
  const error = await rejection(load());
  expect(error.errorCode).toBe("broker_load_failed");
  expect(error.message).toContain("@authbroker/broker-windows is installed, but");
  expect(error.hint).toContain('npm install "@authbroker/broker-windows@');
  expect(error.hint).toContain(`${process.platform}-${process.arch}`);
  expect(error.cause).toBe(LOADER);
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
