import { type Command, InvalidArgumentError, Option } from "commander";
import { AUTHORITY_FAULT_GRAMMAR, parseAuthorityFault } from "../authority/fault-text.js";
import { AUTHORITY_FAULT_NAMES, type AuthorityFault } from "../authority/faults.js";
import { FAULT_GRAMMAR, parseFault } from "../config/fault-text.js";
import { FAULT_NAMES, type Fault } from "../config/faults.js";
import { parseConfig, readConfig } from "../config/load.js";
import { BROKER_VERSIONS, type BrokerVersion, type EmulatorConfig } from "../config/schema.js";
import type { EmulatorAuthorityOptions } from "../configured-authority.js";
import { EmulatorError } from "../errors.js";
import { createLog, type Log, quietLog } from "./log.js";

/** The options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly brokerVersion?: BrokerVersion;
  readonly fault: readonly Fault[];
  readonly authorityFault: readonly AuthorityFault[];
  /** False for `--no-authority`. */
  readonly authority: boolean;
  /** False for `--no-broker`, which `run` and `start` have. */
  readonly broker?: boolean;
  readonly authorityPort?: number;
  readonly user?: string;
  readonly interactionDelay?: number;
  /** Only `run` has it. */
  readonly nameOverride?: boolean;
  readonly quiet?: boolean;
}

/** What every command starts from. */
export interface Setting {
  readonly config: EmulatorConfig;
  readonly log: Log;
}

/** How the faults are written, for the end of `--help`. */
export const FAULT_HELP: string = `
Faults, written ${FAULT_GRAMMAR}:
  ${FAULT_NAMES.join(", ")}
  The method is one of the broker's, for example acquireTokenSilently; without it both token methods fail.
  A number of calls can be given: times=1.

  --fault status=2                                       sign-in needed, for every token
  --fault acquireTokenSilently:late-reply=500,times=1    the first silent answer half a second late
  --fault dbus-error=org.freedesktop.DBus.Error.NoReply  a D-Bus error
  --fault missing-field=brokerTokenResponse.accessToken  a reply without its access token
  --fault wrong-field=brokerTokenResponse.expiresOn,value=0

Faults of the authority, written ${AUTHORITY_FAULT_GRAMMAR}:
  ${AUTHORITY_FAULT_NAMES.join(", ")}
  The endpoint is token, devicecode or authorize; without it the token endpoint fails.

  --authority-fault mfa-required,times=1                 multi-factor authentication needed, once
  --authority-fault devicecode:slow,delayMs=500          a device code half a second late`;

/** Adds the options that every command takes. */
export function addCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "a JSON file with the directory and the settings")
    .addOption(
      new Option("--broker-version <version>", "which generation of the broker to be").choices(
        BROKER_VERSIONS,
      ),
    )
    .addOption(
      new Option("--fault <fault>", "something to do wrong; can be given several times")
        .argParser(collectFault)
        .default([], "none"),
    )
    .addOption(
      new Option("--authority-fault <fault>", "something for the authority to do wrong, likewise")
        .argParser(collectAuthorityFault)
        .default([], "none"),
    )
    .option("--authority-port <port>", "the authority's port; without it a free one", parsePort)
    .addOption(
      new Option("--no-authority", "start no authority").conflicts([
        "authorityFault",
        "authorityPort",
        "nameOverride",
      ]),
    )
    .option("--user <username>", "who signs in when the broker's window opens")
    .option("--interaction-delay <ms>", "how long that person takes", parseMilliseconds)
    .option("--quiet", "log nothing");
}

/** Adds the option of the commands that bring a bus of their own: to do without it. */
export function addBrokerOption(command: Command): Command {
  return command.addOption(
    new Option("--no-broker", "start no bus and no broker, on any operating system").conflicts([
      "authority",
      "brokerVersion",
      "fault",
      "interactionDelay",
      "user",
    ]),
  );
}

/**
 * The configuration file with the options laid over it.
 *
 * @throws EmulatorError `config_invalid`.
 */
export async function readSetting(options: CommonOptions): Promise<Setting> {
  const file = options.config === undefined ? parseConfig({}) : await readConfig(options.config);
  const config = parseConfig(
    {
      ...file,
      broker: { version: options.brokerVersion ?? file.broker.version },
      interaction: {
        ...file.interaction,
        ...(options.user === undefined ? {} : { user: options.user }),
        ...(options.interactionDelay === undefined ? {} : { delayMs: options.interactionDelay }),
      },
      faults: [...file.faults, ...options.fault],
      authority: { ...file.authority, faults: [...file.authority.faults, ...options.authorityFault] },
    },
    "the options",
  );
  const log = options.quiet ? quietLog : createLog(process.stderr, process.env, config.apps);
  return { config, log };
}

/** What the options say of the authority, for the emulator to start it. */
export function authorityOptions(
  { authority, authorityPort, nameOverride }: CommonOptions,
  log: Log,
): EmulatorAuthorityOptions | false {
  if (!authority) return false;
  return { port: authorityPort, nameOverride, onRequestCompleted: (request) => log.request(request) };
}

const collectFault = collector(parseFault);
const collectAuthorityFault = collector(parseAuthorityFault);

/** Reads one more value of an option that can be given several times. */
function collector<Value>(
  parse: (text: string) => Value,
): (text: string, previous: readonly Value[]) => Value[] {
  return (text: string, previous: readonly Value[]): Value[] => {
    try {
      return [...previous, parse(text)];
    } catch (error) {
      throw new InvalidArgumentError(error instanceof EmulatorError ? error.message : String(error));
    }
  };
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 0 && port <= 65_535)) throw new InvalidArgumentError("A port is a number up to 65535.");
  return port;
}

function parseMilliseconds(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is a whole number of milliseconds, in digits.");
  return Number(text);
}
