import {
  BrokerError,
  type BrokerProbe,
  type ProbeOptions,
  type SystemKind,
  systemKind,
} from "@authbroker/core";
import { type CallClock, startCallClock, unavailable, wordsOf } from "@authbroker/core/broker";
import { activatableNames, brokerOwner, brokerPing, processIdOf } from "./bus-calls.js";
import { INSTALL_BROKER, isAddonError, NO_SESSION_BUS } from "./errors.js";
import { requireAddon } from "./load.js";
import { BROKER_NAME } from "./protocol.js";
import { versionRequest } from "./requests.js";
import { parseVersion } from "./responses.js";
import type { Session } from "./session.js";
import { sessionBusAddress } from "./session-address.js";

/** How long a probe may take when the caller does not say, milliseconds. */
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Whether the broker can be used now. Asks the bus, and the broker only when it is running or may be started; each
 * answer is made anew.
 */
export async function probe(
  session: Session,
  options: ProbeOptions,
  system: SystemKind = systemKind(),
): Promise<BrokerProbe> {
  if (sessionBusAddress() === undefined) {
    const { message, hint } = NO_SESSION_BUS;
    return system === "wsl" ? noneInWsl() : unavailable("no_session_bus", message, hint);
  }
  try {
    requireAddon();
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return unavailable("broker_load_failed", error.errorMessage, error.hint, error);
  }
  const clock = startCallClock(options, PROBE_TIMEOUT_MS);
  let owner: string | undefined;
  try {
    owner = await nameOwner(session, clock);
    if (owner === undefined && !(await isActivatable(session, clock)))
      return system === "wsl" ? noneInWsl() : notInstalled();
  } catch (error) {
    return unavailable(
      "session_bus_unreachable",
      // The addon's words name the bus where they may: an address can be a command line.
      `the session bus cannot be used: ${wordsOf(error)}`,
      "Check DBUS_SESSION_BUS_ADDRESS, and that the desktop session is still there.",
      error,
    );
  }
  if (owner === undefined && options.start !== true) return { available: true, running: false };
  return askBroker(session, owner, clock);
}

async function askBroker(
  session: Session,
  knownOwner: string | undefined,
  clock: CallClock,
): Promise<BrokerProbe> {
  try {
    if (knownOwner === undefined) await session.call(brokerPing, clock.left());
    const owner = knownOwner ?? (await nameOwner(session, clock));
    if (owner === undefined) throw new Error("it left the bus again");
    const [pid, version] = await Promise.all([processId(session, owner, clock), askVersion(session, clock)]);
    return {
      available: true,
      running: true,
      owner,
      ...(pid === undefined ? {} : { pid }),
      ...(version === undefined ? {} : { version }),
    };
  } catch (error) {
    return unavailable(
      "broker_not_responding",
      `the broker is installed but does not answer: ${wordsOf(error)}`,
      "Look at its log: journalctl --user -t microsoft-identity-broker.",
      error,
    );
  }
}

/** Undefined where the broker is too old, or not Microsoft's, and does not say. */
async function askVersion(session: Session, clock: CallClock): Promise<string | undefined> {
  try {
    return parseVersion(
      await session.callBroker("getLinuxBrokerVersion", crypto.randomUUID(), versionRequest(), clock),
    );
  } catch (error) {
    if (error instanceof BrokerError && NO_ANSWER.has(error.errorCode)) throw error;
    return undefined;
  }
}

/** The errors of a broker that did not answer; any other is an answer. */
const NO_ANSWER: ReadonlySet<string> = new Set(["request_timeout", "request_aborted", "broker_unavailable"]);

async function nameOwner(session: Session, clock: CallClock): Promise<string | undefined> {
  try {
    const owner = await session.call(brokerOwner, clock.left());
    return typeof owner === "string" ? owner : undefined;
  } catch (error) {
    const free = isAddonError(error) && error.errorName === "org.freedesktop.DBus.Error.NameHasNoOwner";
    if (free) return undefined;
    throw error;
  }
}

async function isActivatable(session: Session, clock: CallClock): Promise<boolean> {
  const names = await session.call(activatableNames, clock.left());
  return Array.isArray(names) && names.includes(BROKER_NAME);
}

async function processId(session: Session, owner: string, clock: CallClock): Promise<number | undefined> {
  try {
    const pid = await session.call(processIdOf(owner), clock.left());
    return typeof pid === "number" ? pid : undefined;
  } catch (error) {
    // A bus that filters may refuse the question, which says nothing about the broker.
    if (isAddonError(error) && error.code === "dbus_error") return undefined;
    throw error;
  }
}

const notInstalled = (): BrokerProbe => ({
  available: false,
  reason: "broker_not_installed",
  message: "no broker is on the session bus, and none can be started",
  fix: INSTALL_BROKER,
});

/** Inside WSL the user's sign-in is in Windows' broker, which serves programs of Windows and no session bus. */
const noneInWsl = (): BrokerProbe => ({
  available: false,
  reason: "wsl",
  message:
    "Windows' broker cannot be reached from inside Windows Subsystem for Linux, and no broker of Linux is on the session bus",
  fix: "Run the application on Windows with @authbroker/broker-windows, or install a broker of Linux inside WSL.",
});
