/**
 * A new correlation id: a UUID of version 4 in lower case.
 *
 * It has to be unlike others and is no secret, so it is made without Node.js' crypto module, which a broker call has no
 * other use for: loading it takes longer than the call.
 */
export function newCorrelationId(): string {
  const variant = 8 + Math.floor(Math.random() * 4);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant.toString(16)}${hex(3)}-${hex(12)}`;
}

function hex(digits: number): string {
  const value = Math.floor(Math.random() * 16 ** digits);
  return value.toString(16).padStart(digits, "0");
}
