/** The hosts of redirect URIs whose port does not count (RFC 8252 section 7.3). Entra does not know `[::1]`. */
const LOOPBACK = new Set(["localhost", "127.0.0.1"]);

/**
 * Whether a redirect URI is one of those registered. Loopback URIs are compared without their port; everything else
 * counts, and the path has a case.
 */
export function isRegistered(redirectUri: string, registered: readonly string[]): boolean {
  const asked = comparable(redirectUri);
  return asked !== undefined && registered.some((each) => comparable(each) === asked);
}

function comparable(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  // A fragment is never part of a redirect URI (RFC 6749 section 3.1.2), nor is who logs in.
  if (url.hash !== "" || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol !== "http:" || !LOOPBACK.has(url.hostname)) return uri;
  url.port = "";
  return url.href;
}
