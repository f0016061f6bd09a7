import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { browserAvailability } from "../src/browser/desktop.js";
import type { Desktop } from "../src/browser/launchers.js";
import { onPath } from "../src/browser/on-path.js";

const URL_TO_OPEN = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?a=1&b=2";

type Env = Readonly<Record<string, string>>;

const desktop = (platform: Desktop["platform"], env: Env, ...programs: readonly string[]): Desktop => ({
  platform,
  env,
  has: (program) => programs.includes(program),
});

const DISPLAY: Env = { DISPLAY: ":0" };
const SSH: Env = { SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" };

/** The command line that opens the URL, or why there is none. */
function outcome(machine: Desktop): string {
  const browser = browserAvailability(machine);
  if (!browser.available) return browser.reason;
  const words = [browser.launcher.program, ...browser.launcher.arguments(URL_TO_OPEN)];
  return words.map((word) => word.replace(URL_TO_OPEN, "URL")).join(" ");
}

const RUNDLL = "url.dll,FileProtocolHandler URL";

describe("the browser", () => {
  test.each<[string, Desktop, string]>([
    ["Linux with X11", desktop("linux", DISPLAY, "xdg-open"), "xdg-open URL"],
    ["Linux with Wayland", desktop("linux", { WAYLAND_DISPLAY: "wayland-0" }, "xdg-open"), "xdg-open URL"],
    ["Linux without a display", desktop("linux", {}, "xdg-open"), "no_desktop_session"],
    ["Linux with an empty DISPLAY", desktop("linux", { DISPLAY: "" }, "xdg-open"), "no_desktop_session"],
    ["Linux without xdg-utils", desktop("linux", DISPLAY, "firefox"), "no_browser"],
    ["Linux through SSH", desktop("linux", SSH, "xdg-open"), "no_desktop_session"],
    [
      "Linux through SSH -X",
      desktop("linux", { ...SSH, DISPLAY: "localhost:10.0" }, "xdg-open"),
      "xdg-open URL",
    ],
    [
      "Linux with BROWSER",
      desktop("linux", { ...DISPLAY, BROWSER: "missing:firefox:lynx" }, "firefox", "lynx", "xdg-open"),
      "firefox URL",
    ],
    [
      "BROWSER with a place for the URL",
      desktop("linux", { ...DISPLAY, BROWSER: "firefox --new-window %s --quiet" }, "firefox"),
      "firefox --new-window URL --quiet",
    ],
    [
      "BROWSER with arguments before the URL",
      desktop("linux", { ...DISPLAY, BROWSER: "firefox  -P work" }, "firefox"),
      "firefox -P work URL",
    ],
    [
      "BROWSER that is not there",
      desktop("linux", { ...DISPLAY, BROWSER: "none" }, "xdg-open"),
      "xdg-open URL",
    ],
    ["BROWSER that is empty", desktop("linux", { ...DISPLAY, BROWSER: " : " }), "no_browser"],
    ["BROWSER without a display", desktop("linux", { BROWSER: "firefox" }, "firefox"), "no_desktop_session"],
    ["another Unix", desktop("other", DISPLAY, "xdg-open"), "xdg-open URL"],
    ["macOS", desktop("macos", {}), "/usr/bin/open URL"],
    ["macOS through SSH", desktop("macos", SSH), "no_desktop_session"],
    ["macOS on SSH's terminal", desktop("macos", { SSH_TTY: "/dev/ttys001" }), "no_desktop_session"],
    ["Windows", desktop("windows", { SystemRoot: "D:\\Win" }), `D:\\Win\\System32\\rundll32.exe ${RUNDLL}`],
    ["Windows without SystemRoot", desktop("windows", {}), `C:\\Windows\\System32\\rundll32.exe ${RUNDLL}`],
    ["Windows through SSH", desktop("windows", SSH), "no_desktop_session"],
    ["WSL with wslu", desktop("wsl", {}, "wslview", "rundll32.exe"), "wslview URL"],
    ["WSL with interop", desktop("wsl", {}, "rundll32.exe", "xdg-open"), `rundll32.exe ${RUNDLL}`],
    ["WSL with neither, and WSLg", desktop("wsl", DISPLAY, "xdg-open"), "xdg-open URL"],
    ["WSL with neither", desktop("wsl", {}, "xdg-open"), "no_browser"],
    ["WSL through SSH", desktop("wsl", SSH, "wslview", "rundll32.exe"), "no_desktop_session"],
  ])("of %s", (_what, machine, wanted) => {
    expect(outcome(machine)).toBe(wanted);
  });

  test.each<[Desktop, RegExp]>([
    [desktop("linux", {}), /DISPLAY.*WAYLAND_DISPLAY/],
    [desktop("macos", SSH), /SSH/],
    [desktop("linux", DISPLAY), /xdg-utils.*"BROWSER"/],
    [desktop("wsl", {}), /wslu/],
  ])("that is not there is told with what to do", (machine, message) => {
    expect(browserAvailability(machine)).toMatchObject({
      available: false,
      message: expect.stringMatching(message),
    });
  });
});

describe.skipIf(process.platform === "win32")("onPath()", () => {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-path-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = join(folder, "a-browser");
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
  const data = join(folder, "a-file");
  writeFileSync(data, "");
  chmodSync(data, 0o644);

  test("finds an executable in a folder of PATH, or by its own path", () => {
    const has = onPath({ PATH: `/nowhere::relative:${folder}` });

    expect(["a-browser", program].map(has)).toStrictEqual([true, true]);
  });

  test.each(["a-file", "another", "", ".", "..", "../a-browser", "./a-browser", "/nowhere/a-browser", "/"])(
    "does not find %j",
    (name) => {
      expect(onPath({ PATH: folder })(name)).toBe(false);
    },
  );

  test("finds nothing without a PATH", () => {
    expect(onPath({})("a-browser")).toBe(false);
  });
});
