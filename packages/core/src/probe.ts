import type { Broker, BrokerProbe, BrokerUnavailable, ProbeOptions, UnavailableReason } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { redactedError } from "./errors/redact.js";
import { type Limits, settle } from "./settle.js";
import { isError } from "./errors/is-error.js";

/** How long a probe may take beyond its own time limit before the broker is not waited for, milliseconds. */
const GRACE_MS = 500;

/**
 * Asks a broker whether it can be used. A broker knows best what it waited for, so it gets its whole time, and a little
 * more to say so.
 *
 * @throws BrokerError when it breaks its word and rejects, or never answers.
 */
export function askProbe(
  broker: Broker,
  limits: Limits,
  { start }: Pick<ProbeOptions, "start"> = {},
): Promise<BrokerProbe> {
  const ask = (options: ProbeOptions): Promise<BrokerProbe> =>
    broker.probe(start === undefined ? options : { ...options, start });
  return settle(ask, limits, GRACE_MS);
}

/** A probe's answer of a broker that cannot be used, for those who write one. */
export function unavailable(
  reason: UnavailableReason,
  message: string,
  fix?: string,
  cause?: unknown,
): BrokerUnavailable {
  return {
    available: false,
    reason,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** The words of an error, to be said in a sentence of a probe: those of this library without code, hint and address. */
export function wordsOf(error: unknown): string {
  if (error instanceof BrokerError) return error.errorMessage;
  return isError(error) ? error.message : String(error);
}

/** What is said of a broker that breaks its word and rejects, answers with something else, or never answers. */
export function notResponding(error: unknown): BrokerUnavailable {
  const message = error instanceof BrokerError ? error.errorMessage : redactedError(error).message;
  return { available: false, reason: "broker_not_responding", message, cause: error };
}
