import { z } from "zod";
import { describeIssues } from "../config/load.js";
import type { AccountReference } from "../directory/directory.js";
import { Refusal, STATUS } from "../directory/refusal.js";
import { withoutSecrets } from "../redact.js";
import type { Manner } from "./manners.js";

/** The longest request that is read; the longest seen from a client is a few kilobytes. */
const LONGEST_REQUEST = 1_000_000;

/** A text that clients send, send empty, send as null, or leave out. */
type Text = string | null | undefined;

/** An account as a request writes it. */
export interface RequestAccount {
  readonly homeAccountId?: Text;
  readonly localAccountId?: Text;
  readonly username?: Text;
  readonly [field: string]: unknown;
}

/** The parameters of a proof of possession. */
export interface PopParameters {
  /** `bearer` when a client says that it wants none. */
  readonly authenticationScheme?: Text;
  readonly clientClaims?: Text;
  readonly homeAccountId?: Text;
  readonly httpMethod?: Text;
  readonly nonce?: Text;
  readonly uriHost?: Text;
  readonly uriPath?: Text;
  readonly [field: string]: unknown;
}

/** The parameters of a request that signs somebody in. */
export interface AuthParameters {
  /** A token that a resource refused; a new one is wanted. */
  readonly accessTokenToRenew?: Text;
  readonly account?: RequestAccount | null | undefined;
  readonly authority?: Text;
  readonly authorizationType?: number | null | undefined;
  readonly clientId: string;
  /** The claims request, JSON text. */
  readonly decodedClaims?: Text;
  readonly password?: Text;
  readonly popParams?: PopParameters | null | undefined;
  readonly redirectUri?: Text;
  readonly requestedScopes?: readonly string[] | null | undefined;
  readonly ssoUrl?: Text;
  readonly username?: Text;
  readonly [field: string]: unknown;
}

/** A request to the broker, of any method: its JSON, with the types that the broker relies on. */
export interface BrokerRequestBody {
  readonly account?: RequestAccount | null | undefined;
  readonly authParameters?: AuthParameters | null | undefined;
  readonly clientId?: Text;
  readonly popParams?: PopParameters | null | undefined;
  readonly ssoUrl?: Text;
  readonly [field: string]: unknown;
}

const text = z.string().nullish();

const account: z.ZodType<RequestAccount> = z.looseObject({
  homeAccountId: text,
  localAccountId: text,
  username: text,
});

const popParams: z.ZodType<PopParameters> = z.looseObject({
  authenticationScheme: text,
  clientClaims: text,
  homeAccountId: text,
  httpMethod: text,
  nonce: text,
  uriHost: text,
  uriPath: text,
});

const authParameters: z.ZodType<AuthParameters> = z.looseObject({
  accessTokenToRenew: text,
  account: account.nullish(),
  authority: text,
  authorizationType: z.int().nullish(),
  clientId: z.string().min(1),
  decodedClaims: text,
  password: text,
  popParams: popParams.nullish(),
  redirectUri: text,
  requestedScopes: z.array(z.string()).nullish(),
  ssoUrl: text,
  username: text,
});

const requestBody: z.ZodType<BrokerRequestBody> = z.looseObject({
  account: account.nullish(),
  authParameters: authParameters.nullish(),
  clientId: text,
  popParams: popParams.nullish(),
  ssoUrl: text,
});

/**
 * Reads the third argument of a method call.
 *
 * @throws Refusal status ApiContractViolation, saying which field is wrong.
 */
export function parseRequest(json: string): BrokerRequestBody {
  if (json.length > LONGEST_REQUEST) {
    throw contractViolation(`it is ${json.length} characters long, and ${LONGEST_REQUEST} are read at most`);
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw contractViolation("it is not JSON");
  }
  const parsed = requestBody.safeParse(value);
  if (!parsed.success) throw contractViolation(describeIssues(parsed.error).join("; "));
  return parsed.data;
}

/**
 * The `authParameters` of a request.
 *
 * @throws Refusal when they are missing, or lack what this generation of the broker needs.
 */
export function authParametersOf(request: BrokerRequestBody, manner: Manner): AuthParameters {
  const parameters = request.authParameters;
  if (!parameters) throw contractViolation("authParameters is missing");
  if (manner.needsAuthorizationType && typeof parameters.authorizationType !== "number") {
    throw contractViolation("authParameters.authorizationType is missing");
  }
  return parameters;
}

/** The account of a request, where this generation of the broker looks for it. */
export function accountOf(request: BrokerRequestBody, manner: Manner): AccountReference | undefined {
  const found = manner.accountIn === "root" ? request.account : request.authParameters?.account;
  return found ? accountReference(found) : undefined;
}

/** An account as a request writes it, as the directory looks it up. */
export function accountReference(written: RequestAccount): AccountReference {
  return {
    homeAccountId: written.homeAccountId ?? undefined,
    localAccountId: written.localAccountId ?? undefined,
    username: written.username ?? undefined,
  };
}

/** The application a request comes from, wherever it says so; for the log. */
export function clientIdOf(request: BrokerRequestBody): string {
  return request.authParameters?.clientId ?? request.clientId ?? "";
}

/** A copy of a request that can be kept: what may be a token or a password is gone. */
export function recordable(request: BrokerRequestBody): BrokerRequestBody {
  return requestBody.parse(withoutSecrets(request));
}

/** A request that breaks the broker's contract. */
export function contractViolation(why: string): Refusal {
  return new Refusal(STATUS.ApiContractViolation, "reque", `The request cannot be used: ${why}.`);
}
