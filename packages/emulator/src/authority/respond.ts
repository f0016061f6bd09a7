import type { ReturnAddress } from "./authorize-request.js";
import { type Answer, redirect, shown } from "./answers.js";
import { formPostPage } from "./pages/form-post.js";

/** Sends parameters to the redirect URI, with the client's state as it came. */
export function respond(
  { redirectUri, mode, state }: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
): Answer {
  const all = { ...parameters, ...(state === undefined ? {} : { state }) };
  const { error } = parameters;
  const outcome = error === undefined ? {} : { outcome: error };
  if (mode === "form_post") return { ...shown(200, formPostPage(redirectUri, all)), ...outcome };
  const url = new URL(redirectUri);
  if (mode === "fragment") {
    url.hash = new URLSearchParams(all).toString();
  } else {
    // What the registered URI has in its query stays (RFC 6749, section 3.1.2).
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  }
  return { ...redirect(url.href), ...outcome };
}
