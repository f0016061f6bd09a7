import type { Broker, BrokerProbe, BrokerUnavailable, ProbeOptions } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { redactedError } from "./errors/redact.js";
import { type Limits, settle } from "./settle.js";

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

/** What is said of a broker that breaks its word and rejects, answers with something else, or never answers. */
export function notResponding(error: unknown): BrokerUnavailable {
  const message = error instanceof BrokerError ? error.errorMessage : redactedError(error).message;
  return { available: false, reason: "broker_not_responding", message, cause: error };
}
