import { readFile } from "node:fs/promises";
import { METHODS } from "../config/faults.js";
import type { MethodCall } from "./connection.js";
import { type Answer, internalError } from "./answers.js";
import type { Manner } from "./manners.js";
import { BROKER_INTERFACE, BROKER_PATH, DBUS_ERROR, REQUEST_SIGNATURE } from "./names.js";

const PEER = "org.freedesktop.DBus.Peer";
const INTROSPECTABLE = "org.freedesktop.DBus.Introspectable";

/** Where the machine's id is kept, in the order in which libdbus looks. */
const MACHINE_ID_FILES = ["/var/lib/dbus/machine-id", "/etc/machine-id"];

/** Whether a call is for what every D-Bus peer answers, whatever the object. */
export function isPeerCall(call: MethodCall): boolean {
  return call.interface === PEER;
}

/** Whether a call is `Peer.Ping`. */
export function isPing(call: MethodCall): boolean {
  return isPeerCall(call) && call.member === "Ping";
}

/** Answers a call of the interface that every D-Bus peer has. */
export async function answerPeer(call: MethodCall): Promise<Answer> {
  if (call.member === "Ping") return { kind: "reply", signature: "", body: [] };
  if (call.member === "GetMachineId") return await machineId();
  return unknownMethod(call);
}

/**
 * Answers a call that is not for a method of the broker; undefined for one that is.
 *
 * Clients ask for introspection and properties and go on after the error, provided that it comes promptly.
 */
export function answerStranger(call: MethodCall, manner: Manner): Answer | undefined {
  if (call.path !== BROKER_PATH) {
    return error(DBUS_ERROR.unknownObject, `There is no object at ${call.path}`);
  }
  if (call.interface === INTROSPECTABLE && call.member === "Introspect" && manner.introspects) {
    return { kind: "reply", signature: "s", body: [INTROSPECTION] };
  }
  if (call.interface !== undefined && call.interface !== BROKER_INTERFACE) {
    return error(DBUS_ERROR.unknownInterface, `There is no interface ${call.interface} at ${call.path}`);
  }
  return undefined;
}

/** The answer to a call of a method that is not there. */
export function unknownMethod({ interface: name, member }: MethodCall): Answer {
  return error(DBUS_ERROR.unknownMethod, `There is no method ${member} on ${name ?? BROKER_INTERFACE}`);
}

/** The answer to a call with arguments of other types. */
export function invalidArgs({ member, signature }: MethodCall): Answer {
  return error(
    DBUS_ERROR.invalidArgs,
    `${member} takes arguments of the signature ${REQUEST_SIGNATURE}, not "${signature}"`,
  );
}

async function machineId(): Promise<Answer> {
  for (const file of MACHINE_ID_FILES) {
    const text = await readFile(file, "ascii").catch(() => "");
    if (text !== "") return { kind: "reply", signature: "s", body: [text.trim()] };
  }
  return internalError(`This machine has no id: neither of ${MACHINE_ID_FILES.join(", ")} is there`);
}

function error(name: string, text: string): Answer {
  return { kind: "dbus-error", name, text };
}

/** What the brokers that answer introspection say of themselves. */
const INTROSPECTION: string = `<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node name="${BROKER_PATH}">
  <interface name="${BROKER_INTERFACE}">
${METHODS.map(
  (name) => `    <method name="${name}">
      <arg type="s" name="protocolVersion" direction="in"/>
      <arg type="s" name="correlationId" direction="in"/>
      <arg type="s" name="requestJson" direction="in"/>
      <arg type="s" name="responseJson" direction="out"/>
    </method>`,
).join("\n")}
  </interface>
  <interface name="${INTROSPECTABLE}">
    <method name="Introspect"><arg type="s" direction="out"/></method>
  </interface>
  <interface name="${PEER}">
    <method name="Ping"/>
    <method name="GetMachineId"><arg type="s" direction="out"/></method>
  </interface>
</node>
`;
