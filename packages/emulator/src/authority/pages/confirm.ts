import { button, hiddenFields } from "./controls.js";
import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What the last page of the device code flow shows. */
export interface ConfirmPageParts {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly username: string;
  readonly appName: string;
}

/** Asks whether the app on the other device is the one that the person means: the guard against a code from a stranger. */
export function confirmPage({ action, fields, username, appName }: ConfirmPageParts): Page {
  return page({
    title: `Are you trying to sign in to ${appName}?`,
    body: html`<p class="quiet">${username}</p>
      <p>
        You’re about to sign in to ${appName} on another device. Only continue if you downloaded the app from
        a store or website that you trust.
      </p>
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <div class="actions">
          ${button({ name: "step", value: "confirm", label: "Continue", main: true, autofocus: true })}
          ${button({ name: "step", value: "cancel", label: "Cancel" })}
        </div>
      </form>`,
  });
}
