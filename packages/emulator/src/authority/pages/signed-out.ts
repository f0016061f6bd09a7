import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What a person reads after signing out with nowhere to go back to. */
export function signedOutPage(): Page {
  return page({
    title: "You signed out of your account",
    body: html`<p>It’s a good idea to close all browser windows.</p>`,
  });
}
