import { createClient, type Message } from "dbus-native";
import { onTestFinished } from "vitest";
import { z } from "zod";
import {
  BROKER_INTERFACE,
  BROKER_NAME,
  BROKER_PATH,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "@authbroker/emulator";

/** A JSON object of a reply. */
export type Json = Record<string, unknown>;

/** A client of the broker with a connection of its own. */
export interface Client {
  /** Calls a method with a request, and parses what comes back. */
  call(method: string, body?: unknown): Promise<Json>;
  /** Calls anything; the fields given replace those of a call of the broker. */
  send(message: Message): Promise<unknown>;
  close(): Promise<void>;
}

/** Connects to a bus; the connection ends with the test. */
export function connect(address: string): Client {
  const bus = createClient({ busAddress: address });
  // A test that kills the bus sees it through its calls, which are rejected.
  bus.connection.on("error", () => {});
  const close = async (): Promise<void> => {
    await bus.close();
  };
  onTestFinished(close);
  const send = async (message: Message): Promise<unknown> =>
    await bus.invoke<unknown>({
      destination: BROKER_NAME,
      path: BROKER_PATH,
      interface: BROKER_INTERFACE,
      ...message,
    });
  return {
    send,
    close,
    async call(method, body = {}) {
      const reply = await send({
        member: method,
        signature: "sss",
        body: [
          "0.0",
          "5f2c0c0e-7a55-4b8e-9d8a-3c1b0c7a9e11",
          typeof body === "string" ? body : JSON.stringify(body),
        ],
      });
      return z.record(z.string(), z.unknown()).parse(JSON.parse(z.string().parse(reply)));
    },
  };
}

/** An emulator that ends with the test, and a client of it. */
export async function setUp(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; client: Client }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return { emulator, client: connect(emulator.env["DBUS_SESSION_BUS_ADDRESS"] ?? "") };
}

/** The D-Bus error name that a call is rejected with. */
export async function errorName(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && "dbusName" in error) return error.dbusName;
    throw error;
  }
  return "no error";
}

const errorSchema = z.object({
  error: z.looseObject({
    status: z.number(),
    context: z.string(),
    errorCode: z.number(),
    tag: z.number(),
  }),
});

/** The error object of a reply, in either of its places. */
export function errorOf(reply: Json): z.output<typeof errorSchema>["error"] {
  return errorSchema.parse(reply["brokerTokenResponse"] ?? reply).error;
}

const tokenSchema = z.object({
  brokerTokenResponse: z.looseObject({
    accessToken: z.string().min(1),
    accessTokenType: z.number(),
    clientInfo: z.string().min(1),
    expiresOn: z.number(),
    extendedExpiresOn: z.number(),
    grantedScopes: z.string(),
    idToken: z.string().min(1),
  }),
});

/** The token of a reply; throws, showing the reply, when it has none. */
export function tokenOf(reply: Json): z.output<typeof tokenSchema>["brokerTokenResponse"] {
  const parsed = tokenSchema.safeParse(reply);
  if (!parsed.success) throw new Error(`no token in ${JSON.stringify(reply)}`);
  return parsed.data.brokerTokenResponse;
}
