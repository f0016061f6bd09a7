import { createHash } from "node:crypto";
import { type Html, html, verbatim } from "./html.js";
import { STYLE } from "./style.js";

/** A page and what its Content-Security-Policy has to allow. */
export interface Page {
  readonly markup: string;
  /** The value of the `content-security-policy` header. */
  readonly policy: string;
}

/** What a page is made of. */
export interface PageParts {
  /** The heading, and the title of the window. */
  readonly title: string;
  readonly body: Html;
  /** A script that the page cannot do without; allowed by its hash. */
  readonly script?: string;
  /** The CSP sources that its forms lead to, past this origin itself. */
  readonly formTargets?: readonly string[];
}

const STYLE_SOURCE = hashSource(STYLE);

/** A whole page: one `main` with a heading, and a footer that says who this is not. */
export function page({ title, body, script, formTargets = [] }: PageParts): Page {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${verbatim(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>Authbroker emulator: not Microsoft. No password is asked for here.</footer>
        ${script === undefined ? undefined : verbatim(`<script>${script}</script>`)}
      </body>
    </html> `;
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { markup, policy };
}

/**
 * The CSP source that lets a form lead to a redirect URI. Browsers hold redirects after a form to it too. A loopback
 * URI is given with every port: the app's listener may lead on to another of its pages.
 */
export function formTarget(redirectUri: string): string {
  const { protocol, hostname, origin } = new URL(redirectUri);
  if (protocol !== "http:" && protocol !== "https:") return protocol;
  return hostname === "localhost" || hostname === "127.0.0.1" ? `${protocol}//${hostname}:*` : origin;
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
