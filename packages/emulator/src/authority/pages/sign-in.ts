import type { User } from "../../directory/directory.js";
import { button, hiddenFields } from "./controls.js";
import { html, type Html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What the sign-in page shows. */
export interface SignInPageParts {
  /** Where the form goes, a path. */
  readonly action: string;
  /** What comes back with the form. */
  readonly fields: Readonly<Record<string, string>>;
  /** The name of the app that asks. */
  readonly appName: string;
  /** The accounts to choose from. */
  readonly users: readonly User[];
  /** The username to start the field with. */
  readonly loginHint?: string | undefined;
  /** What was wrong with the username typed before. */
  readonly problem?: string | undefined;
  readonly formTargets: readonly string[];
}

/** The account picker: a tile for each account, and a field for another one. */
export function signInPage(parts: SignInPageParts): Page {
  const { action, fields, appName, users, loginHint = "", problem, formTargets } = parts;
  const typing = problem !== undefined || loginHint !== "" || users.length === 0;
  return page({
    title: users.length > 0 ? "Pick an account" : "Sign in",
    formTargets,
    body: html`<p class="quiet">to continue to ${appName}</p>
      ${problem === undefined ? undefined : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
      ${
        users.length === 0
          ? undefined
          : html`<form method="post" action="${action}">
              ${hiddenFields({ ...fields, step: "sign-in" })}
              <ul class="tiles">
                ${users.map((user, index) => tile(user, index === 0 && !typing))}
              </ul>
            </form>`
      }
      <form method="post" action="${action}">
        ${hiddenFields(fields)}
        <label for="username">${users.length > 0 ? "Use another account" : "Account"}</label>
        <input
          id="username"
          name="username"
          type="text"
          inputmode="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          placeholder="someone@example.com"
          value="${loginHint}"
          ${typing ? html` autofocus` : undefined}${problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`}
        />
        <div class="actions">
          ${button({ name: "step", value: "sign-in", label: "Next", main: true })}
          ${button({ name: "step", value: "cancel", label: "Cancel" })}
        </div>
      </form>`,
  });
}

function tile({ username, name }: User, autofocus: boolean): Html {
  return html`<li>
    <button class="tile" name="username" value="${username}" ${autofocus ? html` autofocus` : undefined}>
      <span class="avatar" aria-hidden="true">${initials(name)}</span
      ><span><strong>${name}</strong><small>${username}</small></span>
    </button>
  </li>`;
}

/** The first letters of the first and the last word that have one. */
function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /\p{L}/u.exec(word)?.[0] ?? []);
  const [first = "?"] = letters;
  const last = letters.length > 1 ? (letters.at(-1) ?? "") : "";
  return (first + last).toUpperCase();
}
