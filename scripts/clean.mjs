// node scripts/clean.mjs FOLDER...: removes what a package's last build left, so that no file of a module that is no more
// is packed. Relative to the folder it is run in.
import { rmSync } from "node:fs";

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
