import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";

/** A real message bus of the test's own. */
export interface PrivateBus {
  readonly address: string;
  /** Ends the daemon without a farewell, as a crash does. */
  kill(): Promise<void>;
}

/** What is left to undo when the test file is through. Vitest kills its process, so an exit handler would be too late. */
const leftovers = new Set<() => void>();
afterAll(() => {
  for (const undo of leftovers) undo();
});

/** A folder that goes with the test file. Its name is short: a socket's path has at most 107 bytes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "authbroker-"));
  leftovers.add(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts a dbus-daemon that listens on `listen`, by default a socket in a folder of its own.
 *
 * @param limits More `<limit>` elements of its configuration.
 */
export async function startBus(
  listen: string = `unix:path=${path.join(temporaryFolder(), "bus")}`,
  limits = "",
): Promise<PrivateBus> {
  const config = path.join(temporaryFolder(), "bus.conf");
  writeFileSync(config, configuration(listen, limits));
  // A preloaded sanitizer is for the process under test only.
  const { LD_PRELOAD: _, ...env } = process.env;
  const daemon = spawn("dbus-daemon", ["--nofork", "--print-address=1", `--config-file=${config}`], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaints = "";
  daemon.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const kill = (): void => void daemon.kill("SIGKILL");
  leftovers.add(kill);
  const exited = once(daemon, "exit");
  const address = await Promise.race([firstLine(daemon.stdout), exited.then(() => undefined)]);
  if (address === undefined) throw new Error(`dbus-daemon did not start on ${listen}: ${complaints}`);
  return {
    address,
    async kill() {
      kill();
      leftovers.delete(kill);
      await exited;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

function configuration(listen: string, limits: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${listen}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_replies_per_connection">50000</limit>
  ${limits}
</busconfig>
`;
}
