import { z } from "zod";

/** The broker's methods, as they are called on the bus. */
export const METHODS = [
  "getAccounts",
  "acquireTokenSilently",
  "acquireTokenInteractively",
  "removeAccount",
  "acquirePrtSsoCookie",
  "generateSignedHttpRequest",
  "cancelInteractiveFlow",
  "getLinuxBrokerVersion",
] as const;

/** A method of the broker. */
export type Method = (typeof METHODS)[number];

/** Which calls a fault is for. */
export interface FaultScope {
  /** The method that fails; without it both token methods do. */
  readonly method?: Method | undefined;
  /** How many calls it is for; without it every call, until the faults are cleared. */
  readonly times?: number | undefined;
}

/** The faults that need nothing but their name. */
const PLAIN_FAULTS = [
  // Two integers where one string belongs.
  "wrong-reply-type",
  // A string that is no JSON.
  "not-json",
  // The empty string.
  "empty-reply",
  // The call is taken and never answered.
  "no-reply",
  // The broker drops off the bus in mid call.
  "exit",
  // An error whose `context` is empty; the official client dies of it.
  "empty-context",
  // Another user's token.
  "wrong-identity",
  // Expiry in seconds where milliseconds belong.
  "seconds-expiry",
  // `grantedScopes` as an array.
  "array-scopes",
  // Every number as a string.
  "string-numbers",
] as const;

/** A fault that needs nothing but its name. */
export type PlainFault = (typeof PLAIN_FAULTS)[number];

/** One way to fail, by name. */
export type Fault =
  | ({ readonly fault: PlainFault } & FaultScope)
  /** An error object with this status (the number on the wire) and context. */
  | ({ readonly fault: "status"; readonly value: number; readonly context?: string | undefined } & FaultScope)
  /** A D-Bus error of this name. */
  | ({ readonly fault: "dbus-error"; readonly name: string; readonly text?: string | undefined } & FaultScope)
  /** The right answer, this many milliseconds late. */
  | ({ readonly fault: "late-reply"; readonly delayMs: number } & FaultScope)
  /** The right answer without the field at this dotted path. */
  | ({ readonly fault: "missing-field"; readonly field: string } & FaultScope)
  /** The right answer with another value at this dotted path. */
  | ({ readonly fault: "wrong-field"; readonly field: string; readonly value: unknown } & FaultScope)
  /** `org.freedesktop.DBus.Peer.Ping` is answered this many milliseconds late. */
  | {
      readonly fault: "slow-ping";
      readonly delayMs: number;
      readonly times?: number | undefined;
      readonly method?: undefined;
    }
  /** The broker does not own its name; looked at when it starts. */
  | { readonly fault: "absent"; readonly times?: undefined; readonly method?: undefined };

/** The name of a fault. */
export type FaultName = Fault["fault"];

const times = z.int().min(1).optional().describe("how many calls it is for; without it every call");
const method = z
  .enum(METHODS)
  .optional()
  .describe("the method that fails; without it acquireTokenSilently and acquireTokenInteractively");
/** Node.js takes a longer delay for none. */
export const LONGEST_DELAY_MS: number = 2 ** 31 - 1;

const delayMs = z.int().min(0).max(LONGEST_DELAY_MS).describe("milliseconds");
const field = z.string().min(1).describe("a dotted path, for example brokerTokenResponse.accessToken");
/** The grammar of D-Bus error names: dotted, each part an identifier. The bus drops whoever sends another. */
const errorName = z
  .string()
  .max(255)
  .regex(
    /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/,
    "not a D-Bus error name, for example org.freedesktop.DBus.Error.Failed",
  );

/** The faults that take a value, and the key it stands for where a fault is written as text. */
const FAULTS_WITH_VALUE = [
  ["status", "value"],
  ["dbus-error", "name"],
  ["late-reply", "delayMs"],
  ["missing-field", "field"],
  ["wrong-field", "field"],
  ["slow-ping", "delayMs"],
] as const satisfies readonly (readonly [FaultName, string])[];

/** The key that a fault's value stands for, by the fault's name. */
export const FAULT_VALUE_KEYS: ReadonlyMap<string, string> = new Map(FAULTS_WITH_VALUE);

/** The names of the faults, for `--help` and for messages. */
export const FAULT_NAMES: readonly FaultName[] = [
  ...FAULTS_WITH_VALUE.map(([name]) => name),
  ...PLAIN_FAULTS,
  "absent",
];

/** The schema of a fault, as the configuration file and the API give it. */
export const faultSchema: z.ZodType<Fault, Fault> = z.discriminatedUnion(
  "fault",
  [
    z.strictObject({ fault: z.enum(PLAIN_FAULTS), method, times }),
    z.strictObject({
      fault: z.literal("status"),
      value: z.int().describe("the status on the wire"),
      context: z.string().optional(),
      method,
      times,
    }),
    z.strictObject({
      fault: z.literal("dbus-error"),
      name: errorName,
      text: z.string().optional(),
      method,
      times,
    }),
    z.strictObject({ fault: z.literal("late-reply"), delayMs, method, times }),
    z.strictObject({ fault: z.literal("missing-field"), field, method, times }),
    z.strictObject({ fault: z.literal("wrong-field"), field, value: z.unknown(), method, times }),
    z.strictObject({ fault: z.literal("slow-ping"), delayMs, times }),
    z.strictObject({ fault: z.literal("absent") }),
  ],
  {
    error: ({ input }) => {
      const name = typeof input === "object" && input !== null && "fault" in input ? input.fault : undefined;
      return name === undefined
        ? 'a fault is an object such as {"fault": "status", "value": 2}'
        : `unknown fault ${JSON.stringify(name)}; the faults are ${FAULT_NAMES.join(", ")}`;
    },
  },
);
