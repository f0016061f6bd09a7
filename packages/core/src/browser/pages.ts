/** The look of both pages. No colours of its own: the system's, in light and dark. */
const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
    font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 30rem; padding: 2rem; text-align: center; }
  svg { width: 4rem; height: 4rem; }
  h1 { margin: 1rem 0 .5rem; font-size: 1.5rem; font-weight: 600; }
  p { margin: 0; }
  .success { color: #0e700e; } .failure { color: #b10e1c; }
  @media (prefers-color-scheme: dark) { .success { color: #6ccb6c; } .failure { color: #ff99a4; } }
`;

/** A page without a word of what the authority sent, so there is nothing to escape. It loads nothing and runs nothing. */
function page(kind: "success" | "failure", mark: string, heading: string, advice: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${heading}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<svg class="${kind}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="${mark}"/></svg>
<h1>${heading}</h1>
<p>${advice}</p>
</main>
</body>
</html>
`;
}

/** What the person sees in the browser after signing in, unless the request has a `successTemplate`. */
export const SUCCESS_PAGE: string = page(
  "success",
  "m7.5 12.5 3 3 6-7",
  "You are signed in",
  "You can close this window and go back to the application.",
);

/** What the person sees in the browser when the sign-in ended without a token, unless the request has an `errorTemplate`. */
export const ERROR_PAGE: string = page(
  "failure",
  "m8.5 8.5 7 7m0-7-7 7",
  "You are not signed in",
  "The sign-in did not complete. You can close this window; the application says what happened.",
);
