import { read } from "../documents/support/markdown.js";
import { programs } from "../documents/support/programs.js";

/** A file that docs/bundlers.md gives, and the command that it gives with it. */
export interface Recipe {
  readonly file: string;
  readonly code: string;
  /** Its words; none where another program reads the file. */
  readonly command: readonly string[];
}

const document = read("docs/bundlers.md");

/** A file of docs/bundlers.md, word for word, with the command that follows it. */
export function recipe(file: string): Recipe {
  const code = programs(document).find(({ name }) => name === file)?.text;
  const at = document.blocks.findIndex(({ text }) => text === code);
  if (code === undefined) throw new Error(`docs/bundlers.md has no ${file}`);
  const next = document.blocks[at + 1];
  return { file, code, command: next?.language === "sh" ? next.text.split(" ") : [] };
}

/** The recipe with some of its lines changed, as the document says or as a test has to. */
export function changed({ code, ...rest }: Recipe, ...changes: readonly Change[]): Recipe {
  const all = changes.map((change) => CHANGES[change]);
  return { ...rest, code: all.reduce((text, [from, to]) => replaced(text, from, to), code) };
}

/** A change of a recipe. */
export type Change = keyof typeof CHANGES;

const CHANGES = {
  esm: [/^(\s*\w+: ).*, \/\/ (.*) for ES modules$/gm, "$1$2,"],
  electron: [/^(\s*\w+: ).*, \/\/ (.*) for Electron$/gm, "$1$2,"],
  /** For a bundle that has the broker packages in it. */
  bundled: [/^.*\/\/ leave this line out to bundle everything\n/gm, ""],
  /** For the emulator, which a production build refuses; and webpack takes seconds for one. */
  emulated: [/^ {2}mode: "production",$/m, '  mode: "none",'],
} as const;

function replaced(text: string, from: RegExp, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`a recipe of docs/bundlers.md has no ${String(from)}`);
  return result;
}
