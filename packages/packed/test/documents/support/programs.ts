import { transformSync } from "rolldown/utils";
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
 * The program for Node.js that a document has under a name.
 *
 * @throws Error when there is none
 */
export function programOf(document: MarkdownDocument, name: string): string {
  return only(document, (program) => program.name === name);
}

/**
 * The one program for Node.js of a document in which a word stands.
 *
 * @throws Error when there is none, or there are several
 */
export function programWith(document: MarkdownDocument, word: string): string {
  return only(document, ({ text }) => text.includes(word));
}

/** The program for Node.js that a document begins with. */
export function firstProgram(document: MarkdownDocument): string {
  const [first] = programs(document);
  return only(document, (program) => program.name === first?.name);
}

function only(document: MarkdownDocument, matches: (program: Program) => boolean): string {
  const [found, ...others] = programs(document).filter(matches);
  if (found === undefined || others.length > 0) throw new Error(`${document.path} has no such program`);
  return found.name.endsWith(".ts") ? transformSync(found.name, found.text).code : found.text;
}
