import { z } from "zod";
import { configSchema } from "./schema.js";

/** The JSON Schema of the configuration file; `schema.json` in this package is this. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, { io: "input" });
}
