import { z } from "zod";
import { LONGEST_DELAY_MS } from "../config/faults.js";

/** The endpoints that faults are for. */
const FAULT_ENDPOINTS = ["token", "devicecode", "authorize"] as const;

/** An endpoint that a fault is for. */
export type FaultEndpoint = (typeof FAULT_ENDPOINTS)[number];

/** The ways to fail over HTTP, by name. */
export const AUTHORITY_FAULT_NAMES = [
  // Errors of the directory: AADSTS50076, 50079, 65001, 700082, 70043, 50173, 53003, 53000, 50196.
  "mfa-required",
  "mfa-enroll",
  "consent-required",
  "rt-expired-inactive",
  "rt-expired-frequency",
  "revoked",
  "ca-blocked",
  "device-not-compliant",
  "loop",
  // RFC 8628's request to poll less often.
  "slow-down",
  // The service is out of order, with and without words that a client can read.
  "unavailable-503-json",
  "throttled-429-json",
  "throttled-429-text",
  "html-502",
  "captive-portal-200-html",
  "truncated-json",
  // The right answer late, a connection cut, and no answer at all.
  "slow",
  "drop",
  "never",
  // A device code without `interval`.
  "interval-missing",
  // Granted scopes with their resource written out; one scope fewer than asked for.
  "scope-form",
  "scope-declined",
  // ID tokens that a client must not believe, and tokens of another person.
  "id-token-wrong-issuer",
  "id-token-wrong-audience",
  "id-token-wrong-nonce",
  "id-token-expired",
  "wrong-user",
] as const;

/** A way to fail over HTTP. */
export type AuthorityFaultName = (typeof AUTHORITY_FAULT_NAMES)[number];

/** Something for the authority to do wrong. */
export interface AuthorityFault {
  readonly fault: AuthorityFaultName;
  /** The endpoint that fails; without it the token endpoint (`interval-missing`: the device code endpoint). */
  readonly endpoint?: FaultEndpoint | undefined;
  /** How many requests it is for; without it every request, until the faults are cleared. */
  readonly times?: number | undefined;
  /** Seconds for a `Retry-After` header. */
  readonly retryAfter?: number | undefined;
  /** Milliseconds that `slow` takes; 1000 without it. */
  readonly delayMs?: number | undefined;
}

/** The faults that happen at one endpoint only: they are in what it alone answers. */
const ONLY_AT: Readonly<Partial<Record<AuthorityFaultName, FaultEndpoint>>> = {
  "interval-missing": "devicecode",
  "scope-form": "token",
  "scope-declined": "token",
  "id-token-wrong-issuer": "token",
  "id-token-wrong-audience": "token",
  "id-token-wrong-nonce": "token",
  "id-token-expired": "token",
  "wrong-user": "token",
};

/** The faults whose answer can have a `Retry-After` header. */
const WAITING: ReadonlySet<AuthorityFaultName> = new Set<AuthorityFaultName>([
  "mfa-required",
  "mfa-enroll",
  "consent-required",
  "rt-expired-inactive",
  "rt-expired-frequency",
  "revoked",
  "ca-blocked",
  "device-not-compliant",
  "loop",
  "unavailable-503-json",
  "throttled-429-json",
  "throttled-429-text",
]);

/** The endpoint that a fault is for when it does not say. */
export function endpointOf({ fault, endpoint }: AuthorityFault): FaultEndpoint {
  return endpoint ?? ONLY_AT[fault] ?? "token";
}

/** What is well formed and would do nothing, a line each. */
function idleKeys({ fault, endpoint, retryAfter, delayMs }: AuthorityFault): string[] {
  const only = ONLY_AT[fault];
  return [
    ...(endpoint !== undefined && only !== undefined && endpoint !== only
      ? [`${fault} happens at the ${only} endpoint only`]
      : []),
    ...(retryAfter !== undefined && !WAITING.has(fault) ? [`${fault} has no retryAfter`] : []),
    ...(delayMs !== undefined && fault !== "slow" ? [`${fault} has no delayMs; slow has`] : []),
  ];
}

/** The schema of a fault, as the configuration file and the API give it. */
export const authorityFaultSchema: z.ZodType<AuthorityFault, AuthorityFault> = z
  .strictObject({
    fault: z.enum(AUTHORITY_FAULT_NAMES),
    endpoint: z
      .enum(FAULT_ENDPOINTS)
      .optional()
      .describe("the endpoint that fails; without it the token endpoint"),
    times: z.int().min(1).optional().describe("how many requests it is for; without it every request"),
    retryAfter: z.int().min(0).optional().describe("seconds, for a Retry-After header"),
    delayMs: z
      .int()
      .min(0)
      .max(LONGEST_DELAY_MS)
      .optional()
      .describe("milliseconds that slow takes; 1000 without it"),
  })
  .superRefine((fault, context) => {
    for (const message of idleKeys(fault)) context.addIssue({ code: "custom", message });
  });
