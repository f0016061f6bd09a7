import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import { lexer, type Tokens, walkTokens } from "marked";
import { members, root } from "../../../../../scripts/lib/workspace.mjs";

/** A fenced block. */
interface CodeBlock {
  /** What the fence says, such as `js`; empty for none. */
  readonly language: string;
  readonly text: string;
}

/** A document of the repository, for users or for contributors. */
export interface MarkdownDocument {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  readonly blocks: readonly CodeBlock[];
  /** Code inside of lines. */
  readonly spans: readonly string[];
  /** Where links and images lead, as written. */
  readonly links: readonly string[];
  /** What GitHub names its headings in links. */
  readonly anchors: ReadonlySet<string>;
}

/** Every document of the repository: its own, and those of its packages and examples. */
export function documents(): readonly MarkdownDocument[] {
  const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const readmes = members().map((folder) => `${folder.slice(root.length)}/README.md`);
  return [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ".changeset/README.md",
    ...guides.map((name) => `docs/${name}`),
    ...readmes.filter((path) => existsSync(join(root, path))),
  ].map(read);
}

/** @param path Relative to the repository's root. */
export function read(path: string): MarkdownDocument {
  const blocks: CodeBlock[] = [];
  const spans: string[] = [];
  const links: string[] = [];
  const anchors = new Set<string>();
  const slugger = new GithubSlugger();
  const visit: { [type in Tokens.Generic["type"]]?: (token: Tokens.Generic) => void } = {
    code: ({ lang, text }) => blocks.push({ language: String(lang ?? ""), text: String(text) }),
    codespan: ({ text }) => spans.push(String(text)),
    heading: ({ text }) => anchors.add(slugger.slug(String(text))),
    image: ({ href }) => links.push(String(href)),
    link: ({ href }) => links.push(String(href)),
  };
  void walkTokens(lexer(readFileSync(join(root, path), "utf8")), (token) => visit[token.type]?.(token));
  return { path, blocks, spans, links, anchors };
}
