import { quotable } from "./redact.js";

/** What is searched of a page, in UTF-16 code units: its title is at the top. */
const LONGEST_SEARCH = 8192;

/** Longest piece of a body that is quoted, in UTF-16 code units. */
const LONGEST_QUOTE = 200;

/** An HTTP answer whose body is not what was expected. */
interface UnreadableAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
}

/**
 * A body that is no answer of a sign-in server, in a few words: the title of a page, the beginning of a text, the place
 * that a redirect leads to. Of JSON nothing is quoted, not even of JSON that was cut short: a token may be in it.
 */
export function describeBody({ headers, body, text = "" }: UnreadableAnswer): string {
  const header = (wanted: string): string =>
    Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
  const location = header("location");
  if (location !== "")
    return `a redirect to ${URL.canParse(location) ? new URL(location).host : "elsewhere"}`;
  if (body !== undefined) return "JSON that holds neither a token nor an error";
  const trimmed = text.trim().slice(0, LONGEST_SEARCH);
  if (trimmed === "") return "an empty body";
  if (header("content-type").includes("json") || /^[{["]/.test(trimmed)) {
    return `JSON that is broken or was cut short after ${text.length} characters`;
  }
  if (/^<|<html/i.test(trimmed)) {
    const [, title] = /<title[^>]{0,200}>([^<]*)/i.exec(trimmed) ?? [];
    return title === undefined ? "an HTML page" : `the HTML page ${quoted(title)}`;
  }
  return `the text ${quoted(trimmed)}`;
}

function quoted(text: string): string {
  const clean = quotable(text).replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(clean.length > LONGEST_QUOTE ? `${clean.slice(0, LONGEST_QUOTE)}…` : clean);
}
