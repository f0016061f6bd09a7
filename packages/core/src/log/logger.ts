import type { Configuration } from "@azure/msal-node";
import { redact, withoutUserNames } from "../errors/redact.js";

/** msal-node's `system.loggerOptions`, a type that it does not export. */
export type LoggerOptions = NonNullable<NonNullable<Configuration["system"]>["loggerOptions"]>;

/** msal-node's levels by name, and as the numbers of its `LogLevel`, which is not loaded for them. */
const LEVELS = ["Error", "Warning", "Info", "Verbose", "Trace"] as const;

const DEFAULT_LEVEL = LEVELS.indexOf("Info");

/** How msal-node begins each of its lines: `[date] : [correlation id] : package@version : Level - `. */
const MSAL_HEADER = /^\[([^\]]*)\] : \[([^\]]*)\] : ([\w@./-]{1,100}) : (\w+) - /;

/** Writes one line that names nobody. The message is a function, called only when somebody listens at that level. */
type WriteLine = (message: () => string, correlationId: string) => void;

/** The log of one client. Lines go to the application's `loggerCallback` and nowhere else. */
export interface Logger {
  readonly error: WriteLine;
  readonly warning: WriteLine;
  readonly info: WriteLine;
  /**
   * The options that make msal-node write to the same callback, through the same redaction.
   *
   * @param currentCorrelationId The correlation id for those of its lines that have none.
   */
  forMsal(currentCorrelationId: () => string): LoggerOptions;
}

const nothing: WriteLine = () => {};

/** The log of a client whose application does not listen. */
const SILENT: Logger = {
  error: nothing,
  warning: nothing,
  info: nothing,
  forMsal: () => ({}),
};

/**
 * Makes the log of a client from msal-node's `system.loggerOptions`.
 *
 * No line holds a token, whatever the options; without `piiLoggingEnabled` no line holds a user name. A callback that
 * throws does not disturb what is logged.
 *
 * @param source What writes the lines, as in `@authbroker/core@1.2.3`.
 */
export function createLogger(options: LoggerOptions | undefined, source: string): Logger {
  const { loggerCallback, piiLoggingEnabled = false } = options ?? {};
  if (loggerCallback === undefined) return SILENT;
  const mostDetailed: number = options?.logLevel ?? DEFAULT_LEVEL;
  const callback: (level: number, line: string, containsPii: boolean) => void = loggerCallback;

  const emit = (level: number, header: string, message: string, containsPii: boolean): void => {
    const text = redact(message);
    try {
      callback(level, header + (piiLoggingEnabled ? text : withoutUserNames(text)), containsPii);
    } catch {
      // What an application does with a line is no reason to fail a sign-in.
    }
  };
  const writer = (name: (typeof LEVELS)[number]): WriteLine => {
    const level = LEVELS.indexOf(name);
    if (level > mostDetailed) return nothing;
    return (message, correlationId) =>
      emit(level, headerOf(new Date().toUTCString(), correlationId, source, level), message(), false);
  };
  return {
    error: writer("Error"),
    warning: writer("Warning"),
    info: writer("Info"),
    forMsal: (currentCorrelationId) => ({
      ...options,
      loggerCallback: (level, line, containsPii) => {
        const [header = "", date = "", correlationId = "", msal = ""] = MSAL_HEADER.exec(line) ?? [];
        const ours = headerOf(
          date || new Date().toUTCString(),
          correlationId || currentCorrelationId(),
          msal || "@azure/msal-node",
          level,
        );
        emit(level, ours, line.slice(header.length), containsPii);
      },
    }),
  };
}

function headerOf(date: string, correlationId: string, source: string, level: number): string {
  return `[${date}] : [${correlationId}] : ${source} : ${LEVELS[level]} - `;
}
