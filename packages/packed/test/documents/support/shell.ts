import { run } from "../../../../../scripts/lib/run.mjs";

/** How long a command may take on a slow machine with other work to do, milliseconds. */
export const TIME_LIMIT = 180_000;

/**
 * Runs a line in this repository as a contributor types it, on a machine without a display.
 *
 * @param line For a shell.
 * @param cwd Where it is typed.
 * @param env Added to this process's environment.
 */
export function type(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; output: string }> {
  return run("sh", ["-c", line], {
    cwd,
    env: { ...withoutNpm(), DISPLAY: "", WAYLAND_DISPLAY: "", ...env },
    inheritEnv: false,
    timeLimit: TIME_LIMIT,
  });
}

/** This process's environment without what npm hands on to what it runs: another npm would take it for its settings. */
function withoutNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("npm_") || name === "npm_config_nodedir"),
  );
}
