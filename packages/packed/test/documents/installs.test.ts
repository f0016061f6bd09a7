import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { startWorld, type World } from "../support/world.js";
import { every } from "./support/commands.js";
import { Reader } from "./support/reader.js";
import { TIME_LIMIT } from "./support/shell.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, TIME_LIMIT);
afterAll(() => world.end());

test.concurrent.for(every(/^npm install .*@/))(
  "%s installs what it names",
  { timeout: TIME_LIMIT },
  async (line, { expect }) => {
    await using reader = await Reader.make(world);
    await reader.typeOrThrow(line);

    const manifest = await readFile(join(reader.folder, "package.json"), "utf8");
    const names = line.match(/@(?:authbroker|azure)\/[\w-]+/g) ?? [];
    expect(names).not.toEqual([]);
    for (const name of names) {
      expect(manifest).toContain(`"${name}":`);
      const installed = await readFile(join(reader.folder, "node_modules", name, "package.json"), "utf8");
      expect(JSON.parse(installed)).toMatchObject({ name });
    }
  },
);
