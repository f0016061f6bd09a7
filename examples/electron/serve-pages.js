// Gives out what is in pages/, and nothing else.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The scheme of the application's own pages. */
export const SCHEME = "authbroker-example";

/** Their origin. */
export const ORIGIN = `${SCHEME}://pages`;

const FOLDER = fileURLToPath(new URL("pages", import.meta.url));

/** @type {Readonly<Record<string, string>>} */
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };

/** Scripts and styles of the application's own, and nothing from the network. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The answer to a request of a page, for `protocol.handle()`.
 *
 * @param {{ readonly url: string }} request
 * @returns {Promise<Response>}
 */
export async function readPage({ url }) {
  const { host, pathname } = new URL(url);
  const type = TYPES[extname(pathname)];
  // One file name: no folder, and so nothing outside of this one.
  if (`${SCHEME}://${host}` !== ORIGIN || type === undefined || !/^\/[\w-]+\.\w+$/.test(pathname)) {
    return new Response("there is no such page", { status: 404 });
  }
  try {
    return new Response(new Uint8Array(await readFile(join(FOLDER, pathname))), {
      headers: {
        "content-type": `${type}; charset=utf-8`,
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
      },
    });
  } catch {
    return new Response("there is no such page", { status: 404 });
  }
}
