import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Readable } from "node:stream";
import { EmulatorError } from "../errors.js";
import { BROKER_NAME } from "./names.js";

/** Options of {@link startPrivateBus}. */
export interface PrivateBusOptions {
  /** The command that the bus starts when somebody calls the broker and it is not there. */
  readonly activationCommand?: (directory: string) => Promise<readonly string[]>;
}

/** A session bus of its own: a real `dbus-daemon` on a unix socket that nobody else can reach. */
export interface PrivateBus {
  /** The D-Bus address; {@link PrivateBus.restart} keeps it. */
  readonly address: string;
  /** The process id of `dbus-daemon`. */
  readonly pid: number;
  /** Ends the bus with SIGKILL, as when it crashes, and removes its socket. */
  kill(): Promise<void>;
  /** Starts the bus again at the same address; ends it first when it runs. */
  restart(): Promise<void>;
  /** Ends the bus and removes its directory. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the bus for as long as its standard input is open, so that no bus outlives an emulator that was killed:
 * the kernel closes the pipe with the process, `read` returns, and bus and directory go. A line that says
 * `keep` ends the bus and leaves the directory.
 */
const KEEPER = `
command -v dbus-daemon >/dev/null || exit 127
dbus-daemon --config-file="$1/bus.conf" --nofork --nopidfile --print-address=3 &
bus=$!
echo "$bus" >&3
exec 3>&-
read -r word
kill -KILL "$bus" 2>/dev/null
wait "$bus" 2>/dev/null
[ "$word" = keep ] || rm -rf "$1"
`;

/**
 * Starts a session bus on a socket in a directory only this user can enter.
 *
 * @throws EmulatorError `temporary_folder`, `dbus_daemon_missing`, `dbus_daemon_failed`.
 */
export async function startPrivateBus(options: PrivateBusOptions = {}): Promise<PrivateBus> {
  const directory = await makeDirectory();
  const bus = new DaemonBus(directory);
  try {
    await writeFile(join(directory, "bus.conf"), busConfig(directory));
    await writeServiceFile(directory, options);
    await bus.restart();
  } catch (error) {
    await bus.stop();
    throw error;
  }
  return bus;
}

/** The longest path of a unix socket, in bytes: `sun_path` holds 108, and the last of them is 0. */
const LONGEST_SOCKET_PATH = 107;

async function makeDirectory(): Promise<string> {
  const prefix = join(tmpdir(), "authbroker-emulator-");
  // mkdtemp adds six characters.
  const length = Buffer.byteLength(join(`${prefix}XXXXXX`, "bus"));
  if (length > LONGEST_SOCKET_PATH) {
    throw unusableTemporaryFolder(
      `a socket there would have a path of ${length} bytes, and ${LONGEST_SOCKET_PATH} is the most`,
    );
  }
  try {
    return await mkdtemp(prefix);
  } catch (cause) {
    throw unusableTemporaryFolder(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function unusableTemporaryFolder(why: string, cause?: unknown): EmulatorError {
  return new EmulatorError(
    "temporary_folder",
    `the bus cannot be kept in ${tmpdir()}: ${why}. Set TMPDIR to a folder that is there, writable, and near the root, for example TMPDIR=/tmp`,
    { cause },
  );
}

class DaemonBus implements PrivateBus {
  readonly address: string;
  readonly #directory: string;
  #keeper: ChildProcess | undefined;
  #pid = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.address = `unix:path=${escapeAddress(join(directory, "bus"))}`;
  }

  get pid(): number {
    return this.#pid;
  }

  async kill(): Promise<void> {
    await this.#end("keep\n");
    await rm(join(this.#directory, "bus"), { force: true });
  }

  async restart(): Promise<void> {
    await this.#end("keep\n");
    // In a session of its own: Ctrl-C in the terminal is for the emulator, which then ends the bus in order.
    const keeper = spawn("/bin/sh", ["-c", KEEPER, "authbroker-emulator-bus", this.#directory], {
      detached: true,
      stdio: ["pipe", "ignore", "pipe", "pipe"],
    });
    this.#keeper = keeper;
    // The bus may be dead, and its keeper with it, when it is told to end.
    keeper.stdin?.on("error", () => {});
    this.#pid = await readPid(keeper);
  }

  async stop(): Promise<void> {
    await this.#end("");
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #end(word: "" | "keep\n"): Promise<void> {
    const keeper = this.#keeper;
    this.#keeper = undefined;
    if (keeper === undefined || keeper.exitCode !== null || keeper.signalCode !== null) return;
    const exited = new Promise((resolve) => keeper.once("exit", resolve));
    keeper.stdin?.end(word);
    await exited;
  }
}

/** Waits until the bus listens, which is when it prints its address; its keeper prints its process id. */
async function readPid(keeper: ChildProcess): Promise<number> {
  let complaint = "";
  keeper.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  const failed = new Promise<never>((_resolve, reject) => keeper.once("error", reject));
  const exited = new Promise<number | null>((resolve) => keeper.once("exit", resolve));
  const lines: string[] = [];
  const reading = async (): Promise<void> => {
    const input = keeper.stdio[3];
    if (!(input instanceof Readable)) return;
    for await (const line of createInterface({ input })) lines.push(line);
  };
  await Promise.race([reading(), failed]);
  const pid = lines.find((line) => /^\d+$/.test(line));
  if (pid !== undefined && lines.some((line) => line.startsWith("unix:"))) return Number(pid);

  keeper.stdin?.end();
  if ((await exited) === 127) {
    throw new EmulatorError(
      "dbus_daemon_missing",
      "dbus-daemon is not installed, and the emulator's bus is one. On Debian and Ubuntu: sudo apt-get install dbus-daemon (or dbus). On Fedora and RHEL: sudo dnf install dbus-daemon.",
    );
  }
  throw new EmulatorError("dbus_daemon_failed", `dbus-daemon did not start: ${complaint.trim()}`);
}

/** The policy and limits of an ordinary session bus, on one unix socket. */
function busConfig(directory: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${escapeXml(escapeAddress(join(directory, "bus")))}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${escapeXml(join(directory, "services"))}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_incoming_bytes">1000000000</limit>
  <limit name="max_outgoing_bytes">1000000000</limit>
  <limit name="max_message_size">134217728</limit>
  <limit name="max_completed_connections">100000</limit>
  <limit name="max_connections_per_user">100000</limit>
  <limit name="max_match_rules_per_connection">50000</limit>
  <limit name="max_replies_per_connection">50000</limit>
  <limit name="service_start_timeout">120000</limit>
</busconfig>
`;
}

async function writeServiceFile(directory: string, { activationCommand }: PrivateBusOptions): Promise<void> {
  const services = join(directory, "services");
  await mkdir(services);
  if (activationCommand === undefined) return;
  // A service file takes ASCII only, and a path may hold anything: the command is in a script beside it.
  const script = join(directory, "broker.sh");
  const command = (await activationCommand(directory)).map(quoteArgument).join(" ");
  await writeFile(script, `exec ${command}\n`);
  const file = join(services, `${BROKER_NAME}.service`);
  await writeFile(file, `[D-BUS Service]\nName=${BROKER_NAME}\nExec=/bin/sh ${quoteArgument(script)}\n`);
}

/** Quotes an argument for the shell, and for a service file's `Exec`, which is read in the same way. */
function quoteArgument(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** D-Bus addresses take letters, digits and these as they are; each other byte is written %xx. */
export function escapeAddress(path: string): string {
  return [...Buffer.from(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[-0-9A-Za-z_/.*\\]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
