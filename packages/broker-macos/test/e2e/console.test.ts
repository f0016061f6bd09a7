import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { CLIENT_ID, commonHeaders, INES } from "../protocol/samples.js";
import { enrolledMac, standIn } from "./clients.js";
import { run } from "./run-fixture.js";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/console/index.js", import.meta.url));

const example = (...args: readonly string[]): ReturnType<typeof run> =>
  run(EXAMPLE, ["--client-id", CLIENT_ID, "--broker", "@authbroker/broker-macos", ...args]);

test("the console example signs in through it, and says that the platform is macOS", async () => {
  const noAccounts = { get_accounts_operation: { headers: commonHeaders("get_accounts_operation") } };
  enrolledMac(noAccounts);
  const { code, stdout: shown, stderr } = await example("--route", "broker", "--sign-out", "--json");
  // Coloured where the environment says that this is continuous integration.
  const stdout = stripVTControlCharacters(shown);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`Signed in as ${INES.name}`);
  expect(stdout).toMatch(/Platform +macos/);
  expect(stdout).toMatch(/Route +broker, version 5\.2604\.2/);
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    platform: "macos",
    route: "broker",
    account: { username: INES.username },
  });
  expect(standIn.requests().map(({ operation }) => operation)).toStrictEqual([
    "get_device_info",
    "get_accounts_operation",
    "get_device_info",
    "login",
    "refresh",
    "remove_account_operation",
  ]);
});

test("it says what is missing on a Mac without the profile", async () => {
  enrolledMac({}, { hosts: [] });
  const { code, stderr } = await example("--route", "broker");
  expect(code).toBe(1);
  expect(stderr).toContain("broker_not_enabled");
  expect(stderr).toContain("com.apple.extensiblesso");
  expect(stderr).toContain("msauth.com.msauth.unsignedapp://auth");
});
