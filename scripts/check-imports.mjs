// Imports run one way: examples → core, broker-*, electron; broker-*, electron, emulator → core; core → none of ours. The one
// exception is core's loader, which imports the brokers by literal `import()`, so that bundlers see them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { boundaryViolations, sourceFiles } from "./lib/imports.mjs";
import { say } from "./lib/log.mjs";
import { root } from "./lib/workspace.mjs";

const violations = sourceFiles(root).flatMap((path) =>
  boundaryViolations(path, readFileSync(join(root, path), "utf8")),
);
for (const violation of violations) say(violation);
process.exitCode = violations.length === 0 ? 0 : 1;
