import { PUBLIC_CLOUD_HOSTS } from "../config/hosts.js";

/** The names of this machine. */
const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a `Host` header names this authority. Any other name is that of a web site which had its name resolve to
 * 127.0.0.1, to have a browser read from here (DNS rebinding).
 */
export function isOwnHost(header: string | undefined, base: string): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false;
  const { hostname } = new URL(`http://${header}`);
  const own = new URL(base).hostname;
  return hostname === own || LOOPBACK_HOSTS.has(hostname) || isPublicCloud(hostname, own);
}

function isPublicCloud(hostname: string, own: string): boolean {
  const hosts: readonly string[] = PUBLIC_CLOUD_HOSTS;
  return hosts.includes(own) && hosts.includes(hostname);
}
