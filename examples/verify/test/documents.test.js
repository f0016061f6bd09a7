import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HELP } from "../help.js";
import { steps } from "../steps.js";

const NAMES = new Set(["load", ...steps.map(({ name }) => name)]);

test.each(["verifying-on-macos.md", "verifying-on-windows.md"])(
  "%s names steps and options that there are, and every step",
  (name) => {
    const text = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
    const rows = text.split("\n").filter((line) => /^\| \d+ /.test(line));
    const column = rows.map((row) => row.split("|")[3]).join("\n");
    const named = new Set([...column.matchAll(/`(?<step>[^`]+)`/g)].map(({ groups }) => groups?.["step"]));
    expect(named).toEqual(NAMES);

    const options = [...text.matchAll(/(?<!npm run check:prebuilds -- )(?<option>--[a-z]+(?:-[a-z]+)*)/g)];
    expect(
      options.map(({ groups }) => groups?.["option"]).filter((option) => !HELP.includes(`${option}`)),
    ).toEqual([]);
  },
);
