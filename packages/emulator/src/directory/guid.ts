import { createHash } from "node:crypto";

/** A GUID that is always the same for the same text; of version 8, which says that its maker chose the bits (RFC 9562). */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join("-");
}
