// Writes schema.json from the zod schema: node scripts/write-schema.mjs, after a build.
import { writeFile } from "node:fs/promises";
import { configJsonSchema } from "../dist/config/json-schema.js";

await writeFile(new URL("../schema.json", import.meta.url), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
