import { browserLauncher, type Desktop, hasDesktopSession, type Launcher } from "./launchers.js";

/** Whether a person can be shown a browser here, and if not, why and what to do. */
export type BrowserAvailability =
  | {
      readonly available: true;
      /** What opens it. */
      readonly launcher: Launcher;
    }
  | {
      readonly available: false;
      readonly reason: "no_desktop_session" | "no_browser";
      /** One sentence without a full stop at its end. */
      readonly message: string;
    };

/** Whether the system's browser can be opened from this process. Runs nothing. */
export function browserAvailability(desktop: Desktop): BrowserAvailability {
  if (!hasDesktopSession(desktop)) {
    return { available: false, reason: "no_desktop_session", message: noSession(desktop) };
  }
  const launcher = browserLauncher(desktop);
  if (launcher !== undefined) return { available: true, launcher };
  return {
    available: false,
    reason: "no_browser",
    message:
      desktop.platform === "wsl"
        ? "neither wslview nor Windows' rundll32.exe is on the PATH; install wslu, or turn Windows interop on"
        : 'no program that opens a browser is on the PATH; install xdg-utils, or name a browser in "BROWSER"',
  };
}

function noSession({ platform }: Desktop): string {
  return platform === "linux" || platform === "other"
    ? "there is no desktop session (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    : "there is no desktop session (this is a session of SSH, SSH_CONNECTION or SSH_TTY being set)";
}
