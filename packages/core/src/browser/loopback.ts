import { request } from "node:http";

/** How long the listener may take to hear that it is over, milliseconds. */
const PATIENCE_MS = 1000;

/** Names of this machine that a loopback redirect URI may have (RFC 8252, section 7.3). */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1"]);

/**
 * Ends an interactive sign-in of msal-node, which has no other way to be ended: tells its loopback listener, as the
 * browser would, that the person cancelled. msal-node's call then rejects and closes the listener at once.
 *
 * Resolves when that is done, or cannot be, after a second at the latest; never rejects. Nothing is sent but to a
 * loopback redirect URI.
 *
 * @param authorizeUrl The URL that msal-node gave to `openBrowser`.
 */
export function closeLoopback(authorizeUrl: string): Promise<void> {
  const listener = listenerOf(authorizeUrl);
  if (listener === undefined) return Promise.resolve();
  const body = new URLSearchParams({ error: "user_cancelled", state: listener.state }).toString();
  return new Promise((resolve) => {
    const post = request(
      {
        // msal-node listens at this address only; a name could lead to another program at another.
        host: "127.0.0.1",
        port: listener.port,
        method: "POST",
        path: "/",
        agent: false,
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "content-length": Buffer.byteLength(body),
        },
      },
      (response) => response.resume(),
    );
    post.on("error", () => {});
    post.on("close", () => resolve());
    post.end(body);
  });
}

interface Listener {
  readonly port: string;
  readonly state: string;
}

function listenerOf(authorizeUrl: string): Listener | undefined {
  const asked = URL.canParse(authorizeUrl) ? new URL(authorizeUrl).searchParams : undefined;
  const redirectUri = asked?.get("redirect_uri") ?? "";
  const state = asked?.get("state") ?? "";
  if (state === "" || !URL.canParse(redirectUri)) return undefined;
  const { protocol, hostname, port } = new URL(redirectUri);
  if (protocol !== "http:" || !LOOPBACK_HOSTS.has(hostname) || port === "") return undefined;
  return { port, state };
}
