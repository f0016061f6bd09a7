import { existsSync, readFileSync } from "node:fs";

/**
 * What a Linux says of itself, for example `ID` and `VERSION_CODENAME`.
 *
 * @param {string} name
 */
export function osRelease(name) {
  const file = "/etc/os-release";
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return new RegExp(`^${name}="?(?<value>[^"\\n]*)`, "m").exec(text)?.groups?.value;
}
