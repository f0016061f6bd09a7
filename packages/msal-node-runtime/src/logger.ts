import type { Configuration } from "@authbroker/core";
import { LogLevel } from "./enums.js";

type LoggerOptions = NonNullable<NonNullable<Configuration["system"]>["loggerOptions"]>;

/**
 * Takes the lines of the log.
 *
 * @param containsPii Whether the line names a person.
 * @param correlationId Of the request the line is about. Microsoft's own layer does not give it;
 * `@azure/msal-node-extensions` takes it.
 */
export type LoggerCallback = (
  message: string,
  logLevel: LogLevel,
  containsPii: boolean,
  correlationId: string,
) => void;

/** The one logger of this process. */
let logger: { readonly callback: LoggerCallback; readonly piiEnabled: boolean } | undefined;

/** Sends the lines of all clients to `callback`, and no longer to the one before. */
export function setLogger(callback: LoggerCallback, piiEnabled: boolean): void {
  logger = { callback, piiEnabled };
}

/** msal-node's levels, 0 to 4, and Microsoft's native ones. */
const LEVELS = [LogLevel.Error, LogLevel.Warning, LogLevel.Info, LogLevel.Debug, LogLevel.Trace] as const;

/** How core begins each line; whoever takes it here writes a beginning of its own. */
const HEADER = /^\[[^\]]*\] : \[([^\]]*)\] : \S+ : \w+ - /;

/** The options with which a client writes to the logger. */
export function loggerOptions(): LoggerOptions {
  if (logger === undefined) return {};
  const { callback, piiEnabled } = logger;
  return {
    // What the application wants to see is decided by its own logger.
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- msal-node is not loaded for its enum
    logLevel: LEVELS.length - 1,
    piiLoggingEnabled: piiEnabled,
    loggerCallback: (level: number, line, containsPii) => {
      const [header = "", correlationId = ""] = HEADER.exec(line) ?? [];
      callback(line.slice(header.length), LEVELS[level] ?? LogLevel.Info, containsPii, correlationId);
    },
  };
}
