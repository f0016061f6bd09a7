import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { importsOf } from "./imports.mjs";

/**
 * Puts beside a bundled entry the types that its users can name: its declarations and those that they import. What tsc
 * declares of the other modules describes files that are not in the bundle.
 *
 * @param {string} folder where tsc wrote the declarations
 * @returns {import("rolldown").Plugin}
 */
export function publicTypes(folder) {
  return {
    name: "public-types",
    generateBundle(_options, bundle) {
      const entries = Object.values(bundle).filter((file) => file.type === "chunk" && file.isEntry);
      const reached = new Set(entries.map(({ fileName }) => join(folder, declarationsOf(fileName))));
      // A set also yields what is added to it meanwhile.
      for (const file of reached) {
        const source = readFileSync(file, "utf8");
        this.emitFile({ type: "asset", fileName: relative(folder, file), source });
        for (const { specifier } of importsOf(file, source)) {
          if (specifier?.startsWith(".")) reached.add(join(dirname(file), declarationsOf(specifier)));
        }
      }
    },
  };
}

/** @param {string} module */
function declarationsOf(module) {
  return module.replace(/\.js$/, ".d.ts");
}
