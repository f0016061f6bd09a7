import { html } from "./html.js";
import { page, type Page } from "./layout.js";

/** What a person is told about an error that the app is not. */
export interface ErrorPageParts {
  /** `AADSTSnnnn: …`. */
  readonly text: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** `yyyy-MM-dd HH:mm:ssZ`. */
  readonly timestamp: string;
}

/** An error that is shown and goes no further: its redirect URI may not be the app's. */
export function errorPage({ text, requestId, correlationId, timestamp }: ErrorPageParts): Page {
  return page({
    title: "Sorry, but we’re having trouble signing you in.",
    body: html`<p class="problem" role="alert" id="error">${text}</p>
      <dl>
        <dt>Request Id</dt>
        <dd>${requestId}</dd>
        <dt>Correlation Id</dt>
        <dd>${correlationId}</dd>
        <dt>Timestamp</dt>
        <dd>${timestamp}</dd>
      </dl>`,
  });
}
