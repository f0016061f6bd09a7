import { type Html, html } from "./html.js";

/** Hidden fields, in order. */
export function hiddenFields(fields: Readonly<Record<string, string>>): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`${inputs}`;
}

/** A button that sends its form with one more field. */
export interface ButtonParts {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  /** The way on, drawn so. */
  readonly main?: boolean;
  /** Where the keyboard starts. */
  readonly autofocus?: boolean;
}

/** A button that sends its form with one more field. */
export function button({ name, value, label, main = false, autofocus = false }: ButtonParts): Html {
  return html`<button
    class="${main ? "action main" : "action"}"
    name="${name}"
    value="${value}"
    ${autofocus ? html` autofocus` : undefined}
  >
    ${label}
  </button>`;
}
