import type { Page } from "./pages/layout.js";

/** An answer, before the headers that every answer has. */
export interface Answer {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What went wrong, in a few words; absent when nothing did. */
  readonly outcome?: string;
}

/** The end of a request without an answer: the connection is cut, or stays silent. */
export type NoAnswer = "drop" | "never";

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** An answer that a person reads. */
export function shown(
  status: number,
  { markup, policy }: Page,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      ...headers,
    },
    body: markup,
  };
}

/** Sends the browser elsewhere. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 302, headers: { location, ...headers }, body: "" };
}

/** The same answer with more headers. */
export function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
