import { BrokerError } from "../errors/broker-error.js";

/** Half of a pair of UTF-16: no character. Windows' strings cannot be passed on with it, Apple's not be made from it. */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * A text on its way to a broker, as it is, for those who write one.
 *
 * @param field Its name in the request.
 * @throws BrokerError `request_unsupported` that names the field, when it is no text, or one that an operating system would
 * cut short or change.
 */
export function sendableText(field: string, value: unknown): string {
  if (typeof value !== "string") throw unsendable(field, "is not a string");
  if (value.includes("\0")) throw unsendable(field, "holds a NUL character, where its text would end");
  if (LONE_SURROGATE.test(value))
    throw unsendable(field, "holds half of a UTF-16 pair, which is no character");
  return value;
}

/** The error of a field that cannot be sent; its value may be a secret in the wrong place, and is not repeated. */
export function unsendable(field: string, why: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `"${field}" ${why}, and cannot be sent to the broker`,
    hint: `Mend "${field}", or leave it out of the request.`,
  });
}
