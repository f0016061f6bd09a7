import { z } from "zod";
import { type AuthorityFault, authorityFaultSchema } from "./faults.js";

/** How the authority's answers are, as the configuration file gives it. */
export interface AuthorityConfigInput {
  /** Seconds that access tokens last; without it a number between 3600 and 5399, as at Entra. */
  readonly accessTokenLifetime?: number | undefined;
  /** Seconds after which clients are told to renew an access token ahead of its end. */
  readonly refreshIn?: number | undefined;
  /** Seconds that clients are told a refresh token lasts. */
  readonly refreshTokenExpiresIn?: number | undefined;
  readonly deviceCode?:
    | {
        /** Seconds between two polls; 5 without it. */
        readonly interval?: number | undefined;
        /** Seconds that the person has; 900 without it. */
        readonly expiresIn?: number | undefined;
      }
    | undefined;
  readonly faults?: readonly AuthorityFault[] | undefined;
}

/** The same with its defaults filled in. */
export interface AuthorityConfig extends AuthorityConfigInput {
  readonly deviceCode: { readonly interval: number; readonly expiresIn: number };
  readonly faults: readonly AuthorityFault[];
}

const seconds = z.int().min(0);

/** The `authority` part of the configuration. */
export const authorityConfigSchema: z.ZodType<AuthorityConfig, AuthorityConfigInput> = z.strictObject({
  accessTokenLifetime: seconds
    .optional()
    .describe("seconds that access tokens last; without it a number between 3600 and 5399"),
  refreshIn: seconds
    .optional()
    .describe("seconds after which clients are told to renew an access token ahead of its end"),
  refreshTokenExpiresIn: seconds.optional().describe("seconds that clients are told a refresh token lasts"),
  deviceCode: z
    .strictObject({
      interval: seconds.default(5).describe("seconds between two polls"),
      expiresIn: seconds.default(900).describe("seconds that the person has"),
    })
    .prefault({}),
  faults: z.array(authorityFaultSchema).default([]).describe("what goes wrong over HTTP, in order"),
});
