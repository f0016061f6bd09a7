import { hiddenFields } from "./controls.js";
import { html } from "./html.js";
import { formTarget, page, type Page } from "./layout.js";

/** The one script of all pages: it sends the answer on to the app. Without scripts there is a button. */
const SUBMIT = "document.forms[0].submit()";

/** The answer of the authorize endpoint as a form that sends itself to the redirect URI (OAuth 2.0 Form Post). */
export function formPostPage(redirectUri: string, parameters: Readonly<Record<string, string>>): Page {
  return page({
    title: "Working…",
    formTargets: [formTarget(redirectUri)],
    script: SUBMIT,
    body: html`<form method="post" name="hiddenform" action="${redirectUri}">
      ${hiddenFields(parameters)}
      <noscript>
        <p>Script is disabled. Select Continue to go back to the app.</p>
        <div class="actions"><button class="action main" autofocus>Continue</button></div>
      </noscript>
    </form>`,
  });
}
