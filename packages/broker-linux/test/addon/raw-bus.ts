import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { temporaryFolder } from "./private-bus.js";

/** A method call as it came in: what a reply needs to name it. */
export interface ReceivedCall {
  readonly serial: number;
}

/** One client of a {@link RawBus}, already authenticated. */
export interface RawClient {
  readonly socket: Socket;
  /** The next method call of the client; `Hello` is the first. */
  nextCall(): Promise<ReceivedCall>;
}

/** A unix socket that a test answers by hand, byte by byte. */
export interface RawBus {
  readonly address: string;
  readonly server: Server;
}

/** Listens, and hands each connection to `onConnection`. */
export async function startRawBus(onConnection: (socket: Socket) => void): Promise<RawBus> {
  const file = path.join(temporaryFolder(), "bus");
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  server.listen(file);
  await once(server, "listening");
  server.unref();
  return { address: `unix:path=${file}`, server };
}

/** Listens, lets every client in as a bus does, and hands it to `script`. */
export function startScriptedBus(script: (client: RawClient) => Promise<void>): Promise<RawBus> {
  return startRawBus((socket) => void authenticate(socket).then(script));
}

/** The bus's half of SASL EXTERNAL, for a client that sends all of its half at once. */
async function authenticate(socket: Socket): Promise<RawClient> {
  let buffered = Buffer.alloc(0);
  const BEGIN = "BEGIN\r\n";
  const more = async (): Promise<void> => {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    buffered = Buffer.concat([buffered, chunk]);
  };
  while (!buffered.includes(BEGIN)) {
    await more();
    // A client that sends its user in a second line waits to be asked for nothing: it has sent that line already.
  }
  const lines = buffered.subarray(0, buffered.indexOf(BEGIN)).toString("latin1");
  buffered = buffered.subarray(buffered.indexOf(BEGIN) + BEGIN.length);
  socket.write(`${lines.includes("DATA") ? "DATA\r\n" : ""}OK 0123456789abcdef0123456789abcdef\r\n`);
  if (lines.includes("NEGOTIATE_UNIX_FD")) socket.write("ERROR\r\n");
  return {
    socket,
    async nextCall() {
      while (buffered.length < 16 || buffered.length < messageLength(buffered)) await more();
      const serial = buffered.readUInt32LE(8);
      buffered = buffered.subarray(messageLength(buffered));
      return { serial };
    },
  };
}

function messageLength(buffer: Buffer): number {
  return align(16 + buffer.readUInt32LE(12), 8) + buffer.readUInt32LE(4);
}

function align(offset: number, boundary: number): number {
  return Math.ceil(offset / boundary) * boundary;
}

/** A D-Bus string: its length, its bytes, NUL. */
export function string(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.alloc(1)]);
}

/** A method return to `call`, little endian, with a body that nobody has checked. */
export function methodReturn(call: ReceivedCall, signature: string, body: Buffer): Buffer {
  const replySerial = Buffer.from([5, 1, 0x75, 0, 0, 0, 0, 0]);
  replySerial.writeUInt32LE(call.serial, 4);
  return message(2, [replySerial, signatureField(signature)], body);
}

/** The bus's signal that `name` has the owner `owner`, with a body of the test's choice. */
export function nameOwnerChanged(name: string, owner: string, signature = "sss"): Buffer {
  const bus = "org.freedesktop.DBus";
  const parts: Buffer[] = [];
  for (const text of [name, "", owner]) {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    parts.push(Buffer.alloc(align(size, 4) - size), string(text));
  }
  const fields = [
    field(1, "o", "/org/freedesktop/DBus"),
    field(2, "s", bus),
    field(3, "s", "NameOwnerChanged"),
    field(7, "s", bus),
    signatureField(signature),
  ];
  return message(4, fields, Buffer.concat(parts));
}

function field(code: number, type: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), string(value)]);
}

function signatureField(signature: string): Buffer {
  return Buffer.from([8, 1, 0x67, 0, signature.length, ...Buffer.from(signature), 0]);
}

let lastSerial = 0;

function message(type: number, fields: readonly Buffer[], body: Buffer): Buffer {
  const padded = fields.flatMap((one, index) => {
    const padding = index < fields.length - 1 ? align(one.length, 8) - one.length : 0;
    return [one, Buffer.alloc(padding)];
  });
  const header = Buffer.concat(padded);
  const fixed = Buffer.alloc(16);
  fixed.write("l", 0, "latin1");
  fixed.writeUInt8(type, 1);
  fixed.writeUInt8(1, 3);
  fixed.writeUInt32LE(body.length, 4);
  lastSerial += 1;
  fixed.writeUInt32LE(lastSerial, 8);
  fixed.writeUInt32LE(header.length, 12);
  return Buffer.concat([fixed, header, Buffer.alloc(align(header.length, 8) - header.length), body]);
}
