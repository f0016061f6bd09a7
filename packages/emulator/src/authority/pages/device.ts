import type { User } from "../../directory/directory.js";
import { button } from "./controls.js";
import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What the page that takes a user code shows. */
export interface UserCodePageParts {
  readonly action: string;
  /** The code to start the field with. */
  readonly userCode?: string | undefined;
  /** What was wrong with the code typed before. */
  readonly problem?: string | undefined;
}

/** Takes the code that a device shows. */
export function userCodePage({ action, userCode = "", problem }: UserCodePageParts): Page {
  return page({
    title: "Enter code to allow access",
    body: html`<p>Enter the code displayed on your app or device.</p>
      <p class="quiet">Do not enter codes from sources that you don’t trust.</p>
      ${problem === undefined ? undefined : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
      <form method="post" action="${action}">
        <label for="otc">Code</label>
        <input
          id="otc"
          name="otc"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
          value="${userCode}"
          autofocus${problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`}
        />
        <div class="actions">${button({ name: "step", value: "code", label: "Next", main: true })}</div>
      </form>`,
  });
}

/** What a person reads at the end of the device code flow. */
export function deviceDonePage(appName: string, outcome: "approved" | "declined", user?: User): Page {
  if (outcome === "declined") {
    return page({
      title: "You declined the sign-in",
      body: html`<p id="done">${appName} was not signed in. You can close this window.</p>`,
    });
  }
  return page({
    title: appName,
    body: html`<p id="done">
      You have signed in to ${appName} on your
      device${user === undefined ? undefined : html` as ${user.username}`}. You may now close this window.
    </p>`,
  });
}
