import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { EmulatorError } from "../errors.js";
import { findTenant, same } from "./identifiers.js";
import { policyStrangers } from "./policies.js";
import { type EmulatorConfig, type TenantConfig, configSchema } from "./schema.js";

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param input - what the file holds, parsed; `source` names it in messages.
 * @throws EmulatorError `config_invalid`, one line for each thing that is wrong.
 */
export function parseConfig(input: unknown, source = "the configuration"): EmulatorConfig {
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) throw invalid(source, describeIssues(parsed.error));
  const faults = contradictions(parsed.data);
  if (faults.length > 0) throw invalid(source, faults);
  return parsed.data;
}

/**
 * Reads a configuration file; {@link parseConfig} checks it.
 *
 * @throws EmulatorError `config_invalid` when it cannot be read or is no JSON.
 */
export async function readConfig(file: string): Promise<EmulatorConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw invalid(file, [cause instanceof Error ? cause.message : String(cause)], cause);
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, [`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`], cause);
  }
  return parseConfig(input, file);
}

/** What zod found, one line each: where, what, and for an unknown key its name. */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const where = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    if (issue.code !== "unrecognized_keys") return `${where}${issue.message}`;
    const keys = issue.keys.map((key) => JSON.stringify(key)).join(", ");
    return `${where}unknown ${issue.keys.length > 1 ? "keys" : "key"} ${keys}`;
  });
}

/** What is well formed and cannot be: names that refer to nothing, things that are there twice. */
function contradictions({ tenants, users, apps, policies, interaction }: EmulatorConfig): string[] {
  const usernames = users.map(({ username }) => username);
  const person = interaction.user;
  return [
    ...repeated(tenants.flatMap(idAndName)).map(
      (name) => `tenants: ${name} is the id or the name of two tenants`,
    ),
    ...users
      .filter(({ tenant }) => tenant !== undefined && findTenant(tenants, tenant) === undefined)
      .map(
        ({ username, tenant }) => `users: ${username} is in the tenant "${tenant}", which is not in tenants`,
      ),
    ...users.flatMap(({ username, guestOf = [] }) =>
      guestOf
        .filter((tenant) => findTenant(tenants, tenant) === undefined)
        .map((tenant) => `users: ${username} is a guest of the tenant "${tenant}", which is not in tenants`),
    ),
    ...repeated(usernames).map((name) => `users: the username ${name} is there twice`),
    ...repeated(users.map(({ oid }) => oid)).map((oid) => `users: the object id ${oid} is there twice`),
    ...repeated(apps.map(({ clientId }) => clientId)).map((id) => `apps: the client id ${id} is there twice`),
    ...policyStrangers(policies, { users, apps }),
    ...(person === undefined || usernames.some((username) => same(username, person))
      ? []
      : [`interaction.user: ${person} is not the username of a user`]),
  ];
}

/** What users and authorities refer to a tenant by. */
function idAndName({ id, name }: TenantConfig): string[] {
  return same(id, name) ? [id] : [id, name];
}

/** The values that are there more than once, whatever their case. */
function repeated(values: readonly string[]): string[] {
  const lower = values.map((value) => value.toLowerCase());
  return [...new Set(lower.filter((value, index) => lower.indexOf(value) !== index))];
}

function invalid(source: string, lines: readonly string[], cause?: unknown): EmulatorError {
  const list = lines.map((line) => `\n  ${line}`).join("");
  return new EmulatorError("config_invalid", `${source} cannot be used:${list}`, { cause });
}
