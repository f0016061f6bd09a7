import { button, hiddenFields } from "./controls.js";
import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What the page for the second factor shows. */
export interface ApprovePageParts {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly username: string;
  /** The number that an authenticator app would ask for. */
  readonly number: number;
  readonly formTargets: readonly string[];
}

/** The second factor. There is no telephone to look at, so the page itself asks. */
export function approvePage({ action, fields, username, number, formTargets }: ApprovePageParts): Page {
  return page({
    title: "Approve sign-in request",
    formTargets,
    body: html`<p class="quiet">${username}</p>
      <p>Your authenticator app would now ask for this number. Approve here in its place.</p>
      <p class="number">${number}</p>
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <div class="actions">
          ${button({ name: "step", value: "approve", label: "Approve", main: true, autofocus: true })}
          ${button({ name: "step", value: "cancel", label: "Deny" })}
        </div>
      </form>`,
  });
}
