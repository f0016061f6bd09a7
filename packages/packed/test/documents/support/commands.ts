import { documents, type MarkdownDocument } from "./markdown.js";

/** What a line to type begins with, after variables that are set for it alone. */
const COMMAND =
  /^(?:[A-Z_]+=\S+ )*(?:bash|bun|codesign|esbuild|git|journalctl|node|npm|npx|pnpm|sudo|yarn) \S/;

/** What ends a line to type where a word about it follows in the same line. */
const REMARK = / {2,}.*$/;

const SHELL = new Set(["", "sh", "bash", "console"]);

/** The commands that a document has its reader type, each once. */
export function commands({ blocks, spans }: MarkdownDocument): readonly string[] {
  const lines = blocks.flatMap(({ language, text }) => {
    if (SHELL.has(language)) return text.split("\n");
    // What a reader is to type in place of what is there.
    if (language === "diff")
      return text.split("\n").flatMap((line) => (line.startsWith("+") ? [line.slice(1)] : []));
    return [];
  });
  const typed = [...lines, ...spans].map((line) => line.replace(REMARK, "").replaceAll(/\s+/g, " ").trim());
  return [...new Set(typed.filter((line) => COMMAND.test(line)))];
}

/** The commands of all documents that match, each once. */
export function every(pattern: RegExp): readonly string[] {
  return [...new Set(documents().flatMap(commands))].filter((line) => pattern.test(line));
}
