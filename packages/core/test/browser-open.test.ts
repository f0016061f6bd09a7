import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Desktop } from "../src/browser/launchers.js";
import { onPath } from "../src/browser/on-path.js";
import { openBrowser, thisDesktop } from "../src/browser/open.js";
import { rejection } from "./rejection.js";

const URL_TO_OPEN = "https://login.microsoftonline.com/common?a=1&b=%20'$(touch x)'&state=abc";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "authbroker-browser-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A desktop whose xdg-open is this shell script. */
function desktopWith(script: string): Desktop {
  const program = join(folder, "xdg-open");
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const env = {
    DISPLAY: ":0",
    OUT: join(folder, "out"),
    PATH: `${folder}${delimiter}${process.env["PATH"]}`,
  };
  return { platform: "linux", env, has: onPath(env) };
}

const opened = (): string => readFileSync(join(folder, "out"), "utf8");

describe.skipIf(process.platform === "win32")("openBrowser()", () => {
  test("hands the URL over as one argument that no shell reads", async () => {
    await openBrowser(URL_TO_OPEN, desktopWith('printf "%s|" "$#" "$@" > "$OUT"'));

    expect(opened()).toBe(`1|${new URL(URL_TO_OPEN).href}|`);
  });

  test("rejects in the launcher's own words, without the URL", async () => {
    const script = 'echo "gio: $1: no browser is registered" >&2; exit 3';

    const error = await rejection(openBrowser(URL_TO_OPEN, desktopWith(script)));

    expect(error).toMatchObject({
      message: "the browser did not start: xdg-open ended with 3: gio: (the URL): no browser is registered",
    });
  });

  test("rejects when the launcher says nothing, or dies", async () => {
    expect(await rejection(openBrowser(URL_TO_OPEN, desktopWith("exit 4")))).toMatchObject({
      message: "the browser did not start: xdg-open ended with 4",
    });
    expect(await rejection(openBrowser(URL_TO_OPEN, desktopWith("kill -9 $$")))).toMatchObject({
      message: "the browser did not start: xdg-open was ended by SIGKILL",
    });
  });

  test("rejects when the launcher cannot be run", async () => {
    const desktop = desktopWith("");
    rmSync(join(folder, "xdg-open"));
    const gone: Desktop = { ...desktop, env: { ...desktop.env, PATH: folder }, has: () => true };

    expect(await rejection(openBrowser(URL_TO_OPEN, gone))).toMatchObject({
      message: expect.stringContaining("ENOENT"),
    });
  });

  test("resolves when the launcher becomes the browser and stays", async () => {
    const desktop = desktopWith('echo $$ > "$OUT"; exec sleep 60');

    await openBrowser(URL_TO_OPEN, desktop, 300);

    const pid = Number(opened());
    expect(process.kill(pid, 0)).toBe(true);
    process.kill(pid);
  });

  test("resolves at once when the launcher leaves a browser behind that keeps its output", async () => {
    const desktop = desktopWith('sleep 60 & echo $! > "$OUT"');

    await openBrowser(URL_TO_OPEN, desktop, 60_000);

    expect(process.kill(Number(opened()))).toBe(true);
  });

  test("says what the launcher said though it left something behind", async () => {
    const desktop = desktopWith('sleep 60 & echo $! > "$OUT"; echo "no browser" >&2; exit 3');

    const error = await rejection(openBrowser(URL_TO_OPEN, desktop, 300));
    process.kill(Number(opened()));

    expect(error).toMatchObject({ message: "the browser did not start: xdg-open ended with 3: no browser" });
  });
});

describe.skipIf(process.platform === "win32")("a browser that is open", () => {
  test("does not keep the process alive, and nothing is written", () => {
    const { env } = desktopWith('echo $$ > "$OUT"; echo noise; echo noise >&2; exec sleep 60');
    const module = new URL("../build/browser/open.js", import.meta.url).href;
    const program = `
      import { openBrowser } from ${JSON.stringify(module)};
      const desktop = { platform: "linux", env: process.env, has: () => true };
      await openBrowser("https://login.microsoftonline.com/", desktop, 300);
    `;

    const ended = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      env: { ...env },
      encoding: "utf8",
      timeout: 25_000,
    });
    process.kill(Number(opened()));

    expect(ended).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });
});

describe("openBrowser() refuses", () => {
  test.each(["file:///etc/passwd", "javascript:alert(1)", "vscode://x", "mailto:a@b.example"])(
    "%s",
    async (url) => {
      expect(await rejection(openBrowser(url, desktopWith("")))).toMatchObject({
        message: expect.stringMatching(/^only http and https URLs are opened in the browser/),
      });
    },
  );

  test("what is no URL", async () => {
    expect(await rejection(openBrowser("--help", desktopWith("")))).toBeInstanceOf(TypeError);
  });

  test("where there is no desktop session, and says so", async () => {
    const headless: Desktop = { platform: "linux", env: {}, has: () => true };

    expect(await rejection(openBrowser(URL_TO_OPEN, headless))).toMatchObject({
      message: expect.stringContaining("no desktop session"),
    });
  });
});

test("this process's own desktop is looked at without running anything", () => {
  const { env, has } = thisDesktop();

  expect(env).toBe(process.env);
  expect(has("no program has this name")).toBe(false);
});
