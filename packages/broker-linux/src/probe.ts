import {
  BrokerError,
  type BrokerProbe,
  type CallOptions,
  type ProbeOptions,
  type SystemKind,
  systemKind,
  type UnavailableReason,
} from "@authbroker/core";
import { activatableNames, brokerOwner, brokerPing, processIdOf } from "./bus-calls.js";
import { INSTALL_BROKER, isAddonError } from "./errors.js";
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
  const address = sessionBusAddress();
  if (address === undefined) return system === "wsl" ? NONE_IN_WSL : NO_SESSION_BUS;
  try {
    requireAddon();
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return unavailable("broker_load_failed", error.errorMessage, error.hint, error);
  }
  const limits = limiter(options);
  let owner: string | undefined;
  try {
    owner = await nameOwner(session, limits);
    if (owner === undefined && !(await isActivatable(session, limits)))
      return system === "wsl" ? NONE_IN_WSL : NOT_INSTALLED;
  } catch (error) {
    return unavailable(
      "session_bus_unreachable",
      `the session bus at ${address} cannot be used: ${text(error)}`,
      "Check DBUS_SESSION_BUS_ADDRESS, and that the desktop session is still there.",
      error,
    );
  }
  if (owner === undefined && options.start !== true) return { available: true, running: false };
  return askBroker(session, owner, limits);
}

async function askBroker(
  session: Session,
  knownOwner: string | undefined,
  limits: Limiter,
): Promise<BrokerProbe> {
  try {
    if (knownOwner === undefined) await session.call(brokerPing, limits());
    const owner = knownOwner ?? (await nameOwner(session, limits));
    if (owner === undefined) throw new Error("it left the bus again");
    const [pid, version] = await Promise.all([
      processId(session, owner, limits),
      askVersion(session, limits),
    ]);
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
      `the broker is installed but does not answer: ${text(error)}`,
      "Look at its log: journalctl --user -t microsoft-identity-broker.",
      error,
    );
  }
}

/** Undefined where the broker is too old, or not Microsoft's, and does not say. */
async function askVersion(session: Session, limits: Limiter): Promise<string | undefined> {
  try {
    return parseVersion(
      await session.callBroker("getLinuxBrokerVersion", crypto.randomUUID(), versionRequest(), limits()),
    );
  } catch (error) {
    const gone = error instanceof BrokerError && SILENT_CODES.has(error.errorCode);
    if (gone) throw error;
    return undefined;
  }
}

const SILENT_CODES: ReadonlySet<string> = new Set([
  "request_timeout",
  "request_aborted",
  "broker_unavailable",
]);

async function nameOwner(session: Session, limits: Limiter): Promise<string | undefined> {
  try {
    const owner = await session.call(brokerOwner, limits());
    return typeof owner === "string" ? owner : undefined;
  } catch (error) {
    const free = isAddonError(error) && error.errorName === "org.freedesktop.DBus.Error.NameHasNoOwner";
    if (free) return undefined;
    throw error;
  }
}

async function isActivatable(session: Session, limits: Limiter): Promise<boolean> {
  const names = await session.call(activatableNames, limits());
  return Array.isArray(names) && names.includes(BROKER_NAME);
}

async function processId(session: Session, owner: string, limits: Limiter): Promise<number | undefined> {
  const pid = await session.call(processIdOf(owner), limits());
  return typeof pid === "number" ? pid : undefined;
}

/** What is left of the probe's time, for its next call. */
type Limiter = () => CallOptions;

function limiter({ signal, timeoutMs = PROBE_TIMEOUT_MS }: ProbeOptions): Limiter {
  const end = performance.now() + timeoutMs;
  return () => ({
    timeoutMs: Math.max(1, Math.ceil(end - performance.now())),
    ...(signal === undefined ? {} : { signal }),
  });
}

function unavailable(
  reason: UnavailableReason,
  message: string,
  fix: string | undefined,
  cause?: unknown,
): BrokerProbe {
  return {
    available: false,
    reason,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(cause === undefined ? {} : { cause }),
  };
}

const NO_SESSION_BUS: BrokerProbe = {
  available: false,
  reason: "no_session_bus",
  message: "there is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor $XDG_RUNTIME_DIR/bus is there",
  fix: "Run the application inside a desktop session, or pass its DBUS_SESSION_BUS_ADDRESS on.",
};

const NOT_INSTALLED: BrokerProbe = {
  available: false,
  reason: "broker_not_installed",
  message: "no broker is on the session bus, and none can be started",
  fix: INSTALL_BROKER,
};

/** Inside WSL the broker is Windows' own, which this package cannot reach. */
const NONE_IN_WSL: BrokerProbe = {
  available: false,
  reason: "wsl",
  message:
    "this is Windows Subsystem for Linux, where the broker is that of Windows, and none is on the session bus",
  fix: "Run the application on Windows with @authbroker/broker-windows, or install a broker inside WSL.",
};

const text = (error: unknown): string => {
  if (error instanceof BrokerError) return error.errorMessage;
  return error instanceof Error ? error.message : String(error);
};
