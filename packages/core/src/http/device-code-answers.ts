import type { DeviceCodeRequest } from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import type { ErrorContext } from "../errors/oauth-error.js";
import { unusable } from "./answers.js";

/** What the callback of msal-node's device-code flow is given. */
export type DeviceCodeResponse = Parameters<DeviceCodeRequest["deviceCodeCallback"]>[0];

/** Seconds between two polls when the server names none: RFC 8628 section 3.2. */
const DEFAULT_INTERVAL = 5;

/** What `slow_down` adds to the interval, for good, seconds: RFC 8628 section 3.5. */
const SLOW_DOWN = 5;

/** Longest pause after failures, seconds. */
const LONGEST_PAUSE = 60;

/** How much too early a timer of Node.js may fire, milliseconds. */
const TIMER_GRAIN_MS = 2;

/** How much longer msal-node takes a device code to live than it does, seconds. */
const LEEWAY = 60;

/** What msal-node is told to wait between polls, seconds: the real waiting is done below it. */
const MSAL_INTERVAL = 0.001;

/** Control and format characters, with which a code could steer the terminal that shows it. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads the answer of a device-code endpoint (RFC 8628 section 3.2), which msal-node takes as it comes.
 *
 * @throws BrokerError `server_response_invalid` that names the field.
 */
export function readDeviceCode(body: object, context: ErrorContext): DeviceCodeResponse {
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value !== "string" || value === "" || CONTROL.test(value))
      throw unusable("device-code", name, context);
    return value;
  };
  const [userCode, deviceCode] = [text("user_code"), text("device_code")];
  const verificationUri = text("verification_uri");
  if (!/^https?:$/.test(URL.canParse(verificationUri) ? new URL(verificationUri).protocol : "")) {
    throw unusable("device-code", "verification_uri", context);
  }
  const expiresIn = Number(fields["expires_in"]);
  if (!(expiresIn > 0 && expiresIn < Infinity)) throw unusable("device-code", "expires_in", context);
  const interval = Number(fields["interval"]);
  const { message } = fields;
  return {
    userCode,
    deviceCode,
    verificationUri,
    expiresIn,
    interval: interval > 0 && interval < Infinity ? interval : DEFAULT_INTERVAL,
    message:
      typeof message === "string" && message !== "" && !CONTROL.test(message.replaceAll(/\r?\n/g, ""))
        ? message
        : `To sign in, open ${verificationUri} in a browser and enter the code ${userCode}.`,
  };
}

/**
 * The same answer for msal-node, which is to poll at once and as long as we say: the wait before each poll and the end are
 * {@link DeviceCodePolling}'s, which knows what went wrong. msal-node reckons in whole seconds and could end first.
 */
export function forMsal(body: object, { expiresIn, message }: DeviceCodeResponse): object {
  return { ...body, expires_in: expiresIn + LEEWAY, interval: MSAL_INTERVAL, message };
}

/** What msal-node keeps polling after, whatever it was in truth. */
export const PENDING: Readonly<{ error: string }> = { error: "authorization_pending" };

/** When a device code is polled for the next time, and until when: RFC 8628 section 3.5. */
export class DeviceCodePolling {
  readonly #expiresAt: number;
  #interval: number;
  #pause = 0;
  #failure: BrokerError | undefined;

  /** @param now Milliseconds of a clock that does not jump. */
  constructor({ expiresIn, interval }: DeviceCodeResponse, now: number) {
    this.#expiresAt = now + expiresIn * 1000;
    this.#interval = interval;
  }

  /** Milliseconds to wait before the next poll; none before the first. No longer than the code lives. */
  pause(now: number): number {
    return Math.max(0, Math.min(this.#pause * 1000, this.#expiresAt - now + TIMER_GRAIN_MS));
  }

  /** @throws BrokerError `device_code_expired` when the life of the code is over. */
  requireAlive(now: number, { correlationId }: ErrorContext): void {
    if (now < this.#expiresAt) return;
    const because =
      this.#failure === undefined ? "" : `; the last poll failed: ${this.#failure.errorMessage}`;
    throw new BrokerError("device_code_expired", {
      message: `the device code was not used in time${because}`,
      hint: "Start again, with a new code.",
      correlationId,
    });
  }

  /** The server answered that nobody used the code yet, or, with `slowDown`, that it is asked too often. */
  pending(slowDown: boolean): void {
    if (slowDown) this.#interval += SLOW_DOWN;
    this.#pause = this.#interval;
    this.#failure = undefined;
  }

  /** The server could not be asked, or had no time: the pause doubles, or is as long as the server asks. */
  failed(failure: BrokerError): void {
    const doubled = Math.max(this.#interval, Math.min(this.#pause * 2, LONGEST_PAUSE));
    this.#pause = Math.max(doubled, failure.retryAfter ?? 0);
    this.#failure = failure;
  }
}
