import { parseScope } from "../../directory/scopes.js";
import { button, hiddenFields } from "./controls.js";
import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What the consent page shows. */
export interface ConsentPageParts {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly username: string;
  readonly appName: string;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  readonly formTargets: readonly string[];
}

/** What an app would be allowed, scope by scope, for the person to accept. */
export function consentPage(parts: ConsentPageParts): Page {
  const { action, fields, username, appName, scopes, formTargets } = parts;
  return page({
    title: "Permissions requested",
    formTargets,
    body: html`<p class="quiet">${username}</p>
      <p><strong>${appName}</strong><br /><small>unverified publisher</small></p>
      <p>This app would like to:</p>
      <ul class="scopes">
        ${scopes.map((scope) => html`<li>${inWords(scope)}<br /><small>${scope}</small></li>`)}
      </ul>
      <p><small>Accepting allows this app what is listed, for your account alone.</small></p>
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <div class="actions">
          ${button({ name: "step", value: "accept", label: "Accept", main: true, autofocus: true })}
          ${button({ name: "step", value: "cancel", label: "Cancel" })}
        </div>
      </form>`,
  });
}

/** What the scopes that most apps ask for mean. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["openid", "Sign you in"],
  ["profile", "View your basic profile"],
  ["email", "View your email address"],
  ["offline_access", "Maintain access to data you have given it access to"],
  ["user.read", "Sign you in and read your profile"],
  ["user.readbasic.all", "Read all users' basic profiles"],
  ["mail.read", "Read your mail"],
  ["mail.send", "Send mail as you"],
  ["calendars.read", "Read your calendars"],
  ["files.read", "Read your files"],
  ["files.readwrite.all", "Have full access to all files you have access to"],
]);

/** A scope in words; one that is not known keeps its own, with the resource it is for. */
function inWords(scope: string): string {
  const { resource, permission } = parseScope(scope);
  return WORDS.get(permission.toLowerCase()) ?? `Have the permission ${permission} at ${resource}`;
}
