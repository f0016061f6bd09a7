/** A form of one of the emulator's own pages. */
export interface Form {
  /** Where it goes. */
  readonly action: string;
  /** Its fields, filled in as the page has them. */
  readonly fields: Readonly<Record<string, string>>;
  /** The name and value of each of its buttons, empty for one without. */
  readonly buttons: readonly (readonly [name: string, value: string])[];
}

/** Reads the forms of a page. It is for the pages of this package, whose markup it knows, and for no others. */
export function readForms(markup: string): readonly Form[] {
  return [...markup.matchAll(/<form\s(?<head>[^>]*)>(?<body>.*?)<\/form>/gs)].map(({ groups }) => {
    const body = groups?.["body"] ?? "";
    const inputs = tags(body, "input").map((input): [string, string] => [
      attribute(input, "name"),
      attribute(input, "value"),
    ]);
    return {
      action: attribute(groups?.["head"] ?? "", "action"),
      fields: Object.fromEntries(inputs),
      buttons: tags(body, "button").map((button) => [attribute(button, "name"), attribute(button, "value")]),
    };
  });
}

/** What a page tells the person that went wrong; undefined for a page on which nothing did. */
export function toldFailure(markup: string): string | undefined {
  const words = /<p class="problem"[^>]*>(?<words>[^<]*)<\/p>/.exec(markup)?.groups?.["words"];
  return words === undefined ? undefined : unescapeText(words);
}

function tags(markup: string, name: string): string[] {
  return [...markup.matchAll(new RegExp(`<${name}\\s[^>]*>`, "g"))].map(([tag]) => tag);
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`(?:^|\\s)${name}="(?<value>[^"]*)"`).exec(tag)?.groups?.["value"] ?? "";
  return unescapeText(value);
}

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
]);

function unescapeText(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS.get(entity) ?? entity);
}
