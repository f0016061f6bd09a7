import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sessionBusAddress } from "../../src/session-address.js";

/** A runtime folder with something at the place of the bus. */
function runtimeDir(name: string): string {
  const parent = mkdtempSync(join(tmpdir(), "authbroker-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "bus"), "");
  return folder;
}

// Its socket is a Unix one, and so are the paths.
describe.skipIf(process.platform === "win32")("the address of the session bus", () => {
  test("is the one that the session gives", () => {
    const env = {
      DBUS_SESSION_BUS_ADDRESS: "unix:abstract=/tmp/dbus-1,guid=0a0b",
      XDG_RUNTIME_DIR: runtimeDir("r"),
    };

    expect(sessionBusAddress(env)).toBe("unix:abstract=/tmp/dbus-1,guid=0a0b");
  });

  test("is the socket in the runtime folder when the session gives none", () => {
    const folder = runtimeDir("1000");

    expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBe(`unix:path=${folder}/bus`);
    expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder, DBUS_SESSION_BUS_ADDRESS: "" })).toBe(
      `unix:path=${folder}/bus`,
    );
  });

  test("escapes what would end the path or begin another address", () => {
    const folder = runtimeDir("a b;c,d=e%é");

    expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toMatch(
      /^unix:path=[-\w/.]+\/a%20b%3bc%2cd%3de%25%c3%a9\/bus$/,
    );
  });

  test.each([
    ["no variable is set", {}],
    ["both are empty", { DBUS_SESSION_BUS_ADDRESS: "", XDG_RUNTIME_DIR: "" }],
    ["the runtime folder is not there", { XDG_RUNTIME_DIR: "/nonexistent/run/user/1000" }],
  ])("is not known when %s", (_when, env) => {
    expect(sessionBusAddress(env)).toBeUndefined();
  });

  test("is not known when the runtime folder has no bus", () => {
    const folder = runtimeDir("1000");
    rmSync(join(folder, "bus"));

    expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBeUndefined();
  });

  test("is read anew each time, from this process's environment when none is given", () => {
    const env: NodeJS.ProcessEnv = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/one" };
    const one = sessionBusAddress(env);
    env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/two";

    expect([one, sessionBusAddress(env)]).toStrictEqual(["unix:path=/one", "unix:path=/two"]);
    expect(sessionBusAddress()).toBe(sessionBusAddress(process.env));
  });
});
