import { z } from "zod";
import { same } from "./identifiers.js";

/** A Conditional Access policy: whom and what it is about, and what it asks. Without a condition it is about everything. */
export interface PolicyConfig {
  /** The GUID that claims challenges name it by; without it one made of its place in the list. */
  readonly id?: string | undefined;
  /** The application (client) ID that it is about. */
  readonly app?: string | undefined;
  /** The resource that it is about, as scopes write it, for example `api://notes`. */
  readonly resource?: string | undefined;
  /** The username that it is about. */
  readonly user?: string | undefined;
  /** Refuses everybody (AADSTS53003). */
  readonly blocked?: boolean | undefined;
  /** Asks for multi-factor authentication (AADSTS50076). */
  readonly requireMfa?: boolean | undefined;
  /** Asks for a registered device (AADSTS50097). */
  readonly requireDevice?: boolean | undefined;
  /** Asks for a registered device that is compliant (AADSTS53000). */
  readonly requireCompliantDevice?: boolean | undefined;
  /** Seconds after which the person must sign in again (AADSTS70043). */
  readonly signInFrequency?: number | undefined;
  /**
   * Makes it a policy of these authentication contexts, `c1` to `c99`: it then counts only for requests whose claims ask
   * for one in `acrs`, and asks for multi-factor authentication besides what else it says.
   */
  readonly authContexts?: readonly string[] | undefined;
}

/** The schema of a policy, as the configuration file and the API give it. */
export const policySchema: z.ZodType<PolicyConfig, PolicyConfig> = z.strictObject({
  id: z.guid().optional().describe("the GUID that claims challenges name it by"),
  app: z.guid().optional().describe("the application (client) ID that it is about; without it every app"),
  resource: z
    .string()
    .min(1)
    .optional()
    .describe("the resource that it is about, as scopes write it; without it every resource"),
  user: z.string().min(1).optional().describe("the username that it is about; without it everybody"),
  blocked: z.boolean().optional().describe("refuses everybody (AADSTS53003)"),
  requireMfa: z.boolean().optional().describe("asks for multi-factor authentication (AADSTS50076)"),
  requireDevice: z.boolean().optional().describe("asks for a registered device (AADSTS50097)"),
  requireCompliantDevice: z.boolean().optional().describe("asks for a compliant device (AADSTS53000)"),
  signInFrequency: z
    .int()
    .min(1)
    .optional()
    .describe("seconds after which the person must sign in again (AADSTS70043)"),
  authContexts: z
    .array(z.string().regex(/^c[1-9]\d?$/, "an authentication context is c1 to c99"))
    .min(1)
    .optional()
    .describe("counts only for requests whose claims ask for one of these in acrs, and asks for MFA"),
});

/** The people and applications that policies are about and nobody knows, one line each: such a policy would do nothing. */
export function policyStrangers(
  policies: readonly PolicyConfig[],
  known: { readonly users: readonly { username: string }[]; readonly apps: readonly { clientId: string }[] },
): string[] {
  return policies.flatMap(({ app, user }, index) => [
    ...(app === undefined || known.apps.some(({ clientId }) => same(clientId, app))
      ? []
      : [`policies.${index}.app: ${app} is not the client id of an app`]),
    ...(user === undefined || known.users.some(({ username }) => same(username, user))
      ? []
      : [`policies.${index}.user: ${user} is not the username of a user`]),
  ]);
}
