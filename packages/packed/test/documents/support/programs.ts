import type { MarkdownDocument } from "./markdown.js";

/** A block of code of a document as the file that a reader makes of it. */
export interface Program {
  /** What its first line says in a comment; else its place among the blocks. */
  readonly name: string;
  readonly text: string;
}

const LANGUAGES = new Set(["js", "ts"]);

/** The blocks of a document that are JavaScript or TypeScript. Those in `diff` are parts of files, and none of them. */
export function programs({ blocks }: MarkdownDocument): readonly Program[] {
  return blocks.flatMap(({ language, text }, index) =>
    LANGUAGES.has(language)
      ? [{ name: /^\/\/ (?<name>\S+)\n/.exec(text)?.groups?.["name"] ?? `block-${index}.${language}`, text }]
      : [],
  );
}

/**
 * The program of that name.
 *
 * @throws Error when there is none
 */
export function programOf(document: MarkdownDocument, name: string): string {
  const found = programs(document).find((program) => program.name === name);
  if (found === undefined) throw new Error(`${document.path} has no program ${name}`);
  return found.text;
}
