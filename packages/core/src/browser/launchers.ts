import type { SystemKind } from "../platform.js";

/** What is to be known of this machine, and nothing that would have to be run to find out. */
export interface Desktop {
  readonly platform: SystemKind;
  /** The environment of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a program is on the search path, or a path names one: see `on-path.ts`. */
  readonly has: (program: string) => boolean;
}

/** A program that opens URLs. */
export interface Launcher {
  readonly program: string;
  /** The arguments with the URL among them. */
  arguments(url: string): readonly string[];
}

/** Whether there is a screen in front of the person who started this process. */
export function hasDesktopSession({ platform, env }: Desktop): boolean {
  const remote = isSet(env["SSH_CONNECTION"]) || isSet(env["SSH_TTY"]);
  switch (platform) {
    case "windows":
    case "macos":
      return !remote;
    case "wsl":
      // Windows' own screen, unless somebody came in through sshd.
      return hasDisplay(env) || !remote;
    case "linux":
    case "other":
      return hasDisplay(env);
  }
}

/** The program that opens a URL in the browser of a desktop session, if there is one. */
export function browserLauncher(desktop: Desktop): Launcher | undefined {
  const { platform, env, has } = desktop;
  switch (platform) {
    case "macos":
      return last("/usr/bin/open");
    case "windows":
      return last(
        `${env["SystemRoot"] || String.raw`C:\Windows`}\\System32\\rundll32.exe`,
        FILE_PROTOCOL_HANDLER,
      );
    case "wsl":
      return windowsBrowser(has) ?? linuxBrowser(desktop);
    case "linux":
    case "other":
      return linuxBrowser(desktop);
  }
}

/** Hands the URL to ShellExecute; unlike `cmd /c start`, without a shell to read it. */
const FILE_PROTOCOL_HANDLER = "url.dll,FileProtocolHandler";

/** From inside WSL: wslu's program, or one of Windows' own through interop. */
function windowsBrowser(has: Desktop["has"]): Launcher | undefined {
  if (has("wslview")) return last("wslview");
  return has("rundll32.exe") ? last("rundll32.exe", FILE_PROTOCOL_HANDLER) : undefined;
}

function linuxBrowser({ env, has }: Desktop): Launcher | undefined {
  if (!hasDisplay(env)) return undefined;
  return browserVariable(env["BROWSER"], has) ?? (has("xdg-open") ? last("xdg-open") : undefined);
}

/** `BROWSER`: commands with colons between them, `%s` in each for the URL or the URL after it. The first that is there. */
function browserVariable(variable: string | undefined, has: Desktop["has"]): Launcher | undefined {
  for (const command of variable?.split(":") ?? []) {
    const [program = "", ...rest] = command.split(/\s+/).filter((word) => word !== "");
    if (program === "" || !has(program)) continue;
    if (!rest.some((word) => word.includes("%s"))) return last(program, ...rest);
    return { program, arguments: (url) => rest.map((word) => word.replaceAll("%s", () => url)) };
  }
  return undefined;
}

/** A program that takes the URL as its last argument. */
function last(program: string, ...before: readonly string[]): Launcher {
  return { program, arguments: (url) => [...before, url] };
}

function hasDisplay(env: Desktop["env"]): boolean {
  return isSet(env["DISPLAY"]) || isSet(env["WAYLAND_DISPLAY"]);
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";
