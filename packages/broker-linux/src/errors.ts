// All of node:util would bring its parsers along.
import { isNativeError } from "node:util/types";
import { BrokerError, type CallOptions } from "@authbroker/core";
import { requestAborted } from "@authbroker/core/broker";
import type { AddonError } from "./addon.js";
import type { BrokerMethod } from "./protocol.js";

/** How to install the broker, on the systems it is packaged for. */
export const INSTALL_BROKER =
  "Install Microsoft's broker from its package repository: sudo apt-get install microsoft-identity-broker (Debian, Ubuntu) or sudo dnf install microsoft-identity-broker (RHEL), then enrol the device.";

/** Said where there is no address of a session bus. */
export const NO_SESSION_BUS = {
  message: "there is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor $XDG_RUNTIME_DIR/bus is there",
  hint: "Run the application inside a desktop session, or pass its DBUS_SESSION_BUS_ADDRESS on.",
} as const;

/** What a D-Bus error of a call to the broker means; the rest are `platform_broker_error`. */
const DBUS_ERRORS: Readonly<Record<string, string>> = {
  "org.freedesktop.DBus.Error.ServiceUnknown": "no broker is on the session bus, and none can be started",
  "org.freedesktop.DBus.Error.NameHasNoOwner": "no broker is on the session bus",
  "org.freedesktop.DBus.Error.NoReply":
    "the broker left the session bus before it answered, or took too long for it",
  "org.freedesktop.DBus.Error.TimedOut": "the broker could not be started in time",
  "org.freedesktop.DBus.Error.Disconnected": "the session bus closed the connection",
  "org.freedesktop.DBus.Error.UnknownObject": "the broker is not ready yet",
};

/** The errors that D-Bus gives when a broker that is installed cannot be started. */
const SPAWN_ERROR = /^org\.freedesktop\.DBus\.Error\.Spawn\./;

/** Whether an error is one that the addon rejects with. */
export function isAddonError(error: unknown): error is AddonError {
  // An addon's errors are of the context that Node.js started with, which under Jest is another than this code's.
  return isNativeError(error) && "code" in error && typeof error.code === "string";
}

/** The error of a call to the broker, from the one that the addon rejected with. */
export function callError(error: unknown, method: BrokerMethod, options: CallOptions): unknown {
  if (!isAddonError(error)) return error;
  switch (error.code) {
    case "dbus_error":
      return dbusError(error, method);
    case "disconnected":
      return new BrokerError("broker_unavailable", {
        message: `the session bus cannot be reached: ${error.message}`,
        hint: "Check DBUS_SESSION_BUS_ADDRESS, and that the desktop session is still there.",
        cause: error,
      });
    case "timeout":
      return new BrokerError("request_timeout", {
        message: `the broker did not answer ${method} within ${options.timeoutMs} ms`,
        hint: "Try again, or allow more time with timeoutMs.",
      });
    case "cancelled":
      return requestAborted(options.signal);
    case "bad_reply":
      return new BrokerError("broker_response_invalid", {
        message: `the broker's answer to ${method} cannot be used: ${error.message}`,
        cause: error,
      });
    case "not_sent":
      return new BrokerError("platform_broker_error", {
        message: `the call of ${method} could not be sent: ${error.message}`,
        cause: error,
      });
    default:
      // Some other error with a code, Node.js' own for example.
      return error;
  }
}

/** The error of a call that was pending when the broker gave up its name. */
export function brokerLeft(method: BrokerMethod): BrokerError {
  return new BrokerError("broker_unavailable", {
    message: `the broker left the session bus before it answered ${method}`,
    hint: "Try again: the next call starts it anew.",
  });
}

function dbusError(error: AddonError, method: BrokerMethod): BrokerError {
  const name = error.errorName ?? "";
  const context = error.message.startsWith(`${name}: `)
    ? error.message.slice(name.length + 2)
    : error.message;
  const meaning = Object.hasOwn(DBUS_ERRORS, name) ? DBUS_ERRORS[name] : undefined;
  // The error itself is no cause to hang on: its text is the broker's, and may hold anything.
  const broker = { status: name, context };
  if (meaning === undefined && !SPAWN_ERROR.test(name)) {
    return new BrokerError("platform_broker_error", {
      message: `the broker answered ${method} with a D-Bus error`,
      broker,
    });
  }
  const absent = name.endsWith(".ServiceUnknown") || name.endsWith(".NameHasNoOwner");
  return new BrokerError("broker_unavailable", {
    message: meaning ?? "the broker is installed but could not be started",
    hint: absent ? INSTALL_BROKER : "Try again; if it stays, look at the broker's log: journalctl --user.",
    broker,
  });
}
