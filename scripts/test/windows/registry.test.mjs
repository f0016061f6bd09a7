import { expect, test } from "vitest";
import { NO_REGISTRATIONS, registrations, SETTINGS } from "../../lib/windows/registry.mjs";

const MANAGER = String.raw`[HKEY_LOCAL_MACHINE\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.Security.Authentication.Web.Core.WebAuthenticationCoreManager]`;

test("the classes are registered with the library's path, whose backslashes are doubled as .reg files want", () => {
  const file = registrations(String.raw`W:\stand in\"wam".dll`);
  expect(file.split("\r\n").slice(0, 7)).toEqual([
    "REGEDIT4",
    "",
    MANAGER,
    String.raw`"DllPath"="W:\\stand in\\\"wam\".dll"`,
    '"ActivationType"=dword:00000000',
    '"Threading"=dword:00000000',
    '"TrustLevel"=dword:00000000',
  ]);
});

test("what is registered is taken away by name", () => {
  const names = (/** @type {string} */ file) =>
    [...file.matchAll(/^\[-?(.*)\]\r$/gm)].map(([, name]) => name);
  expect(names(NO_REGISTRATIONS)).toEqual(names(registrations("")));
  expect(NO_REGISTRATIONS).toContain(`\r\n${MANAGER.replace("[", "[-")}\r\n`);
});

test("a prefix is a Windows 10, without which Node.js does not start, and draws nowhere", () => {
  expect(SETTINGS).toContain('"Version"="win10"\r\n');
  expect(SETTINGS).toContain('"Graphics"="null"\r\n');
});
