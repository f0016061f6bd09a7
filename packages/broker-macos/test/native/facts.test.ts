import { describe, expect, test } from "vitest";
import { host, playElectron, StandIn } from "../stand-in/stand-in.js";
import { addon, standIn } from "./addon.js";

describe("the facts of the system", () => {
  test("are macOS' version and who this process is", () => {
    standIn.play({
      macosVersion: "26.1.2",
      bundleIdentifier: "com.example.größe",
      teamIdentifier: "ABCDE12345",
    });
    expect(addon.systemFacts()).toMatchObject({
      macosVersion: "26.1.2",
      bundleIdentifier: "com.example.größe",
      teamIdentifier: "ABCDE12345",
      mainThread: true,
    });
  });

  test("are empty where the program is no bundle and not signed", () => {
    standIn.play({ macosVersion: "12" });
    expect(addon.systemFacts()).toMatchObject({
      macosVersion: "12.0.0",
      bundleIdentifier: "",
      teamIdentifier: "",
    });
  });

  test("tell whether an application runs", () => {
    expect(["none", "idle"]).toContain(addon.systemFacts().application);
    playElectron();
    expect(addon.systemFacts().application).toBe("running");
    host.setRunning(false);
    expect(addon.systemFacts().application).toBe("idle");
  });
});

describe("an application's version", () => {
  test("is read from where it is installed, and is undefined where it is not", () => {
    standIn.play({ applications: { "com.microsoft.CompanyPortalMac": "5.2604.2" } });
    expect(addon.applicationVersion("com.microsoft.CompanyPortalMac")).toBe("5.2604.2");
    expect(addon.applicationVersion("com.example.other")).toBeUndefined();
  });

  test("is new once the application was updated", () => {
    standIn.play({ applications: { "com.example.app": "1.0" } });
    expect(addon.applicationVersion("com.example.app")).toBe("1.0");
    standIn.play({ applications: { "com.example.app": "2.0" } });
    expect(addon.applicationVersion("com.example.app")).toBe("2.0");
  });
});

describe("an extension can perform", () => {
  test("for the hosts that it was set up for", () => {
    standIn.play({});
    expect(addon.canPerform(StandIn.URL)).toBe(true);
    expect(addon.canPerform("https://login.example/common")).toBe(false);
  });

  test("nothing where there is no single sign-on", () => {
    standIn.play({ singleSignOn: false });
    expect(addon.canPerform(StandIn.URL)).toBe(false);
  });
});

describe("an exception of macOS is an error that can be caught, with its words", () => {
  const message = "macOS refused: NSInternalInconsistencyException: not today";
  test.each([
    ["operatingSystemVersion", () => addon.systemFacts()],
    ["URLForApplicationWithBundleIdentifier:", () => addon.applicationVersion("com.example.app")],
    ["canPerformAuthorization", () => addon.canPerform(StandIn.URL)],
  ])("%s", (method, call) => {
    standIn.play({ exceptions: { [method]: "not today" } });
    expect(call).toThrow(new Error(message));
    standIn.play({});
    expect(call).not.toThrow();
  });
});
