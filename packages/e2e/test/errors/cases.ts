import { inspect } from "node:util";
import { AuthError, ClientAuthError, InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import type { BrokerError } from "@authbroker/core";
import type { AuthorityFault } from "@authbroker/emulator";
import { expect } from "vitest";

/** A failure of the token endpoint, and the error that it is to be. */
export interface ErrorCase {
  readonly name: string;
  readonly fault: AuthorityFault;
  readonly errorCode: string;
  readonly type: typeof AuthError | typeof ServerError | typeof ClientAuthError;
  readonly errorNo?: number;
  /** Whether it brings a claims challenge. */
  readonly claims?: true;
  readonly retryAfter?: number;
  readonly retryable?: true;
  readonly hint: RegExp;
  /** The hint where a person has just signed in, when it is another. */
  readonly hintAfterSignIn?: RegExp;
  /** What the message is to tell, in words that a person can use. */
  readonly says: RegExp;
}

const interaction = {
  errorCode: "interaction_required",
  type: InteractionRequiredAuthError,
  hint: /acquireTokenInteractive/,
} as const;

/** Who has just signed in is not told to: the advice would be followed for ever. */
const signIn = { ...interaction, hintAfterSignIn: /^Start the sign-in again/ } as const;

const throttled = {
  errorCode: "request_throttled",
  type: ServerError,
  retryable: true,
  retryAfter: 17,
  hint: /17/,
} as const;

const unavailable = {
  errorCode: "server_unavailable",
  type: ServerError,
  retryable: true,
  hint: /try again/i,
} as const;

const unreadable = {
  errorCode: "server_response_invalid",
  type: AuthError,
  hint: /proxy/,
} as const;

/** The failures of the token endpoint that are the same for every grant. */
export const ERROR_CASES: readonly ErrorCase[] = [
  {
    name: "MFA is required",
    fault: { fault: "mfa-required" },
    ...interaction,
    errorNo: 50076,
    claims: true,
    hint: /claims: error\.claims/,
    says: /AADSTS50076/,
  },
  {
    name: "MFA must be set up",
    fault: { fault: "mfa-enroll" },
    ...interaction,
    errorNo: 50079,
    claims: true,
    hint: /claims: error\.claims/,
    says: /AADSTS50079/,
  },
  {
    name: "consent is required",
    fault: { fault: "consent-required" },
    ...interaction,
    errorNo: 65001,
    hint: /prompt: "consent"/,
    says: /AADSTS65001/,
  },
  {
    name: "a policy blocks",
    fault: { fault: "ca-blocked" },
    ...signIn,
    errorNo: 53003,
    says: /AADSTS53003/,
  },
  {
    name: "the device does not comply",
    fault: { fault: "device-not-compliant" },
    ...signIn,
    errorNo: 53000,
    says: /AADSTS53000/,
  },
  {
    name: "the refresh token was not used for too long",
    fault: { fault: "rt-expired-inactive" },
    ...signIn,
    errorNo: 700082,
    says: /AADSTS700082/,
  },
  {
    name: "the sign-in frequency is over",
    fault: { fault: "rt-expired-frequency" },
    ...signIn,
    errorNo: 70043,
    says: /AADSTS70043/,
  },
  {
    name: "the session was revoked",
    fault: { fault: "revoked" },
    ...signIn,
    errorNo: 50173,
    says: /AADSTS50173/,
  },
  {
    name: "the client loops",
    fault: { fault: "loop" },
    errorCode: "request_throttled",
    type: ServerError,
    retryable: true,
    errorNo: 50196,
    hint: /loop/,
    says: /AADSTS50196/,
  },
  {
    name: "the server throttles in JSON",
    fault: { fault: "throttled-429-json", retryAfter: 17 },
    ...throttled,
    errorNo: 90055,
    says: /AADSTS90055/,
  },
  {
    name: "the server throttles in text",
    fault: { fault: "throttled-429-text", retryAfter: 17 },
    ...throttled,
    says: /HTTP 429.*Too Many Requests/,
  },
  {
    name: "the server is unavailable",
    fault: { fault: "unavailable-503-json" },
    ...unavailable,
    errorNo: 90006,
    says: /AADSTS90006/,
  },
  {
    name: "a gateway answers in HTML",
    fault: { fault: "html-502" },
    ...unavailable,
    says: /HTTP 502.*Bad Gateway/,
  },
  {
    name: "a captive portal answers",
    fault: { fault: "captive-portal-200-html" },
    ...unreadable,
    says: /HTTP 200.*HTML/,
  },
  { name: "the answer is cut short", fault: { fault: "truncated-json" }, ...unreadable, says: /HTTP 200/ },
  {
    name: "the connection is cut",
    fault: { fault: "drop" },
    errorCode: "no_network_connectivity",
    type: ClientAuthError,
    retryable: true,
    hint: /network/,
    says: /no answer came from localhost/,
  },
];

/** Holds an error to its case, and to what every error is held to. */
export function expectCase(
  error: BrokerError,
  wanted: Omit<ErrorCase, "name" | "fault">,
  { correlationId, secrets, names }: Held,
): void {
  const { errorCode, type, errorNo, claims, retryAfter, retryable = false, hint, says } = wanted;
  expect(error).toMatchObject({ errorCode, correlationId, retryable });
  expect(error).toBeInstanceOf(type);
  expect(error).toBeInstanceOf(AuthError);
  expect(error.errorNo).toBe(errorNo);
  expect(error.retryAfter).toBe(retryAfter);
  expect(error.hint).toMatch(hint);
  expect(error.errorMessage).toMatch(says);
  expect(error.message).toContain(`troubleshooting.md#${errorCode}`);
  if (claims === undefined) expect(error.claims).toBeUndefined();
  else expect(JSON.parse(error.claims ?? "")).toHaveProperty("access_token");
  expectNothingSecret(error, secrets, names);
}

/** What an error is held to beside its case. */
export interface Held {
  readonly correlationId: string;
  readonly secrets: readonly string[];
  /** User names. */
  readonly names: readonly string[];
}

/** Whatever can be printed of an error holds no secret and no user name. */
export function expectNothingSecret(
  error: BrokerError,
  secrets: readonly string[],
  names: readonly string[],
): void {
  const everything = [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    JSON.stringify(error),
    String(error.stack),
  ].join("\n");
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  expect(names.filter((name) => everything.toLowerCase().includes(name.toLowerCase()))).toEqual([]);
}
