import type { BrokerAccount } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { homeParts, type IdTokenClaims } from "./id-token.js";

/** Where brokers say an account of the public cloud lives, and where Microsoft's clients say it does. */
const BROKER_ENVIRONMENT = "login.windows.net";
const ENVIRONMENT = "login.microsoftonline.com";

/** What a broker's answer says about whose token it holds. */
export interface TokenOwner {
  /** `<object id>.<home tenant id>`, as the client info has it. */
  readonly homeAccountId: string;
  readonly claims: IdTokenClaims;
  /** What the answer says beside the token: it fills in what the ID token leaves out, and must agree with it. */
  readonly stated: Readonly<
    Partial<Record<"homeAccountId" | "localAccountId" | "name" | "tenantId" | "username", string | undefined>>
  >;
  /** The authority's host, by {@link environmentOf}. */
  readonly environment: string;
  /** The broker's own identifier of the account; without it the home account id. */
  readonly nativeAccountId?: string | undefined;
}

/**
 * Whose token it is, by the parts of a broker's answer, for those who write a broker.
 *
 * @throws BrokerError `broker_response_invalid` when they do not name a user, `account_mismatch` when they name two.
 */
export function tokenAccount(owner: TokenOwner): BrokerAccount {
  const { homeAccountId, claims, stated, environment, nativeAccountId = homeAccountId } = owner;
  const { uid, utid } = homeParts(homeAccountId);
  const name = claims.name || stated.name;
  const account = {
    nativeAccountId,
    homeAccountId,
    localAccountId: required("oid", claims.oid || stated.localAccountId || uid),
    tenantId: required("tid", claims.tid || stated.tenantId || utid),
    environment,
    username: required("preferred_username", claims.preferred_username || stated.username),
    ...(name ? { name } : {}),
  };
  requireSameUser(stated.homeAccountId, homeAccountId);
  requireSameUser(stated.localAccountId, account.localAccountId);
  requireSameUser(stated.tenantId, account.tenantId);
  // In the home tenant the object id is the home account's; in another, where the user is a guest, it is not.
  if (utid.toLowerCase() === account.tenantId.toLowerCase()) requireSameUser(uid, account.localAccountId);
  return account;
}

/** The environment of an account, from the host that a broker gives, or from none: as Microsoft's clients name it. */
export function environmentOf(host: string | undefined): string {
  return host === undefined || host === BROKER_ENVIRONMENT ? ENVIRONMENT : host;
}

/**
 * Compares two ids that parts of one answer give for its user; what a part leaves out agrees with everything.
 *
 * @throws BrokerError `account_mismatch` when they differ. GUIDs have no case.
 */
export function requireSameUser(one: string | undefined, other: string): void {
  if (one === undefined || one.toLowerCase() === other.toLowerCase()) return;
  throw new BrokerError("account_mismatch", {
    message:
      "the broker's answer mixes two users: its account, client info and ID token do not agree; the token was discarded",
    hint: "Sign in again with acquireTokenInteractive.",
  });
}

function required(claim: string, value: string | undefined): string {
  if (value) return value;
  throw new BrokerError("broker_response_invalid", {
    message: `the broker's answer cannot be used: "idToken.${claim}" is missing or empty`,
  });
}
