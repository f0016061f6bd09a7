import { z } from "zod";
import {
  type AuthorityConfig,
  type AuthorityConfigInput,
  authorityConfigSchema,
} from "../authority/config.js";
import { defaults } from "./defaults.js";
import { type Fault, faultSchema, LONGEST_DELAY_MS } from "./faults.js";
import { type PolicyConfig, policySchema } from "./policies.js";

/** The generations of the broker that differ on the wire. */
export const BROKER_VERSIONS = ["2.0.1", "2.0.2", "3.0.1"] as const;

/** A generation of the broker, by the version it reports. */
export type BrokerVersion = (typeof BROKER_VERSIONS)[number];

/** A tenant of the directory. */
export interface TenantConfig {
  /** The tenant's GUID. */
  readonly id: string;
  /** A short name that users can refer to it by. */
  readonly name: string;
}

/** A person in the directory. */
export interface UserConfig {
  /** The tenant's id or name; without it the first tenant. */
  readonly tenant?: string | undefined;
  /** The object id, a GUID. */
  readonly oid: string;
  /** The user principal name. */
  readonly username: string;
  /** The display name; without it the username. */
  readonly name?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  /** False for a user whom the directory refuses; true without it. */
  readonly enabled?: boolean | undefined;
  /** Whether the machine already has this user's sign-in; false without it. */
  readonly signedIn?: boolean | undefined;
  /** Ids or names of other tenants that the user is a guest of. */
  readonly guestOf?: readonly string[] | undefined;
}

/** An app registration. */
export interface AppConfig {
  /** The application (client) ID, a GUID. */
  readonly clientId: string;
  /** The display name. */
  readonly name: string;
  /** The redirect URIs; without it those of the brokers of every system, and `http://localhost`. */
  readonly redirectUris?: readonly string[] | undefined;
  /** The only scopes this app may have; without it every scope is granted. */
  readonly consentedScopes?: readonly string[] | undefined;
  /** Whether each person must consent to each scope before it is granted; false without it. */
  readonly consentRequired?: boolean | undefined;
}

/** The device that the broker runs on. */
export interface DeviceConfig {
  /** Whether the device is registered with the directory; true without it. */
  readonly registered?: boolean | undefined;
  /** Whether the device is compliant; true without it. */
  readonly compliant?: boolean | undefined;
}

/** Who answers the broker's sign-in window when no `onInteraction` does. */
export interface InteractionConfig {
  /** The username that signs in when the request names nobody. */
  readonly user?: string | undefined;
  /** How long the person takes, in milliseconds; 0 without it. */
  readonly delayMs?: number | undefined;
}

/** The configuration file as it is written; every part has a default. */
export interface EmulatorConfigInput {
  /** The address of the JSON Schema, for editors. */
  readonly $schema?: string | undefined;
  readonly broker?:
    | { readonly version?: BrokerVersion | undefined; readonly device?: DeviceConfig | undefined }
    | undefined;
  readonly tenants?: readonly TenantConfig[] | undefined;
  readonly users?: readonly UserConfig[] | undefined;
  readonly apps?: readonly AppConfig[] | undefined;
  readonly policies?: readonly PolicyConfig[] | undefined;
  readonly interaction?: InteractionConfig | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly authority?: AuthorityConfigInput | undefined;
}

/** The configuration with its defaults filled in. */
export interface EmulatorConfig {
  readonly broker: {
    readonly version: BrokerVersion;
    readonly device: { readonly registered: boolean; readonly compliant: boolean };
  };
  readonly tenants: readonly TenantConfig[];
  readonly users: readonly UserConfig[];
  readonly apps: readonly AppConfig[];
  readonly policies: readonly PolicyConfig[];
  readonly interaction: { readonly user?: string | undefined; readonly delayMs: number };
  readonly faults: readonly Fault[];
  readonly authority: AuthorityConfig;
}

const tenant = z.strictObject({
  id: z.guid().describe("the tenant's GUID"),
  name: z.string().min(1).describe("a short name that users can refer to it by"),
});

const user = z.strictObject({
  tenant: z.string().optional().describe("the tenant's id or name; without it the first tenant"),
  oid: z.guid().describe("the object id"),
  username: z.string().min(1).describe("the user principal name"),
  name: z.string().optional().describe("the display name; without it the username"),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  enabled: z.boolean().optional().describe("false for a user whom the directory refuses"),
  signedIn: z
    .boolean()
    .optional()
    .describe("whether the machine already has this user's sign-in, without multi-factor authentication"),
  guestOf: z
    .array(z.string())
    .optional()
    .describe("ids or names of other tenants that the user is a guest of"),
});

const app = z.strictObject({
  clientId: z.guid().describe("the application (client) ID"),
  name: z.string().min(1).describe("the display name"),
  redirectUris: z
    .array(z.string())
    .optional()
    .describe("without it those of the brokers of every system, and http://localhost"),
  consentedScopes: z
    .array(z.string())
    .optional()
    .describe("the only scopes this app may have; without it every scope is granted"),
  consentRequired: z
    .boolean()
    .optional()
    .describe("whether each person must consent to each scope before it is granted"),
});

const broker = z.strictObject({
  version: z.enum(BROKER_VERSIONS).default("3.0.1").describe("which generation of the broker to be"),
  device: z
    .strictObject({ registered: z.boolean().default(true), compliant: z.boolean().default(true) })
    .prefault({})
    .describe("the device that the broker runs on"),
});

/** The one definition of the configuration; `schema.json` is generated from it. */
export const configSchema: z.ZodType<EmulatorConfig, EmulatorConfigInput> = z
  .strictObject({
    $schema: z.string().optional(),
    broker: broker.prefault({}).describe("the broker and its device"),
    tenants: z.array(tenant).min(1).default(defaults.tenants),
    users: z.array(user).min(1).default(defaults.users),
    apps: z.array(app).min(1).default(defaults.apps),
    policies: z.array(policySchema).default([]).describe("Conditional Access, the same for every face"),
    interaction: z
      .strictObject({
        user: z.string().optional().describe("the username that signs in when the request names nobody"),
        delayMs: z
          .int()
          .min(0)
          .max(LONGEST_DELAY_MS)
          .default(0)
          .describe("how long the person takes, in milliseconds"),
      })
      .prefault({})
      .describe("who answers the broker's sign-in window"),
    faults: z.array(faultSchema).default([]).describe("what goes wrong at the broker, in order"),
    authority: authorityConfigSchema.prefault({}).describe("the HTTP authority"),
  })
  .meta({ title: "authbroker-emulator configuration" });
