import { BrokerError } from "../errors/broker-error.js";
import { type IdTokenClaims, parseClientInfo, parseIdToken } from "../id-token.js";
import type { Exchange } from "./exchange.js";

/** How far the clocks of a server and of this machine may be apart, seconds. */
const CLOCK_SKEW = 300;

/** What an ID token is compared with. */
export interface IdTokenExpectations {
  readonly exchange: Exchange;
  /** Whether the request asked for one: its scopes had `openid`. */
  readonly required: boolean;
  /** The issuers that may have made a token of a tenant. */
  readonly issuersOf: (tenantId: string | undefined) => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Checks the ID token of a token answer before anything of the answer is kept, by the rules of OpenID Connect Core
 * 3.1.3.7. msal-node believes it unseen. The signature is not verified: the token came straight from the authority over
 * TLS, rule 6.
 *
 * @throws BrokerError `id_token_invalid`, or `account_mismatch` when it is about another user than the one asked for.
 */
export function checkIdToken(answer: object, expectations: IdTokenExpectations): void {
  const { exchange, required } = expectations;
  const { id_token: idToken, client_info: clientInfo }: Readonly<Record<string, unknown>> = { ...answer };
  if (idToken === undefined && !required) return;
  const claims = typeof idToken === "string" ? claimsOf(idToken) : undefined;
  if (claims === undefined) {
    const what = idToken === undefined ? "the answer has no ID token" : "the ID token is not a JWT of a user";
    throw invalid(what, exchange);
  }
  const wrong = firstFault(claims, expectations);
  if (wrong !== undefined) throw invalid(wrong, exchange);
  const { homeAccountId } = exchange.expected;
  if (
    homeAccountId !== undefined &&
    !homeAccountsOf(claims, clientInfo).includes(homeAccountId.toLowerCase())
  ) {
    throw new BrokerError("account_mismatch", {
      message: "the sign-in server answered for another user than the one asked for",
      hint: "Sign in interactively with the account that is wanted.",
      correlationId: exchange.correlationId,
    });
  }
}

function claimsOf(idToken: string): IdTokenClaims | undefined {
  try {
    return parseIdToken(idToken);
  } catch {
    // Its words are about the answer of a broker.
    return undefined;
  }
}

function firstFault(
  claims: IdTokenClaims,
  { exchange, issuersOf, now }: IdTokenExpectations,
): string | undefined {
  const { iss, exp, nbf, nonce, tid } = claims;
  const { clientId, expected } = exchange;
  const seconds = now / 1000;
  if (!isAudience(claims, clientId)) return "the ID token is for another application (aud)";
  if (typeof iss !== "string" || !issuersOf(tid).includes(iss))
    return "the ID token is of another issuer (iss)";
  if (typeof exp !== "number" || exp + CLOCK_SKEW < seconds) return "the ID token has expired (exp)";
  if (nbf !== undefined && (typeof nbf !== "number" || nbf - CLOCK_SKEW > seconds))
    return "the ID token is not valid yet (nbf)";
  if (expected.nonce !== undefined && nonce !== expected.nonce)
    return "the ID token is not of this sign-in (nonce)";
  if (expected.tenantId !== undefined && tid?.toLowerCase() !== expected.tenantId.toLowerCase())
    return "the ID token is of another tenant (tid)";
  return undefined;
}

/** Rules 3 to 5: the application is the audience, or one of several and the party that the token was made for. */
function isAudience({ aud, azp }: IdTokenClaims, clientId: string): boolean {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isClient = (value: unknown): boolean =>
    typeof value === "string" && value.toLowerCase() === clientId.toLowerCase();
  return audiences.some(isClient) && (audiences.length === 1 || isClient(azp));
}

/** The home account ids that msal-node may give the user, in lower case: `sub` is that of AD FS and of other servers. */
function homeAccountsOf({ oid, tid, sub }: IdTokenClaims, clientInfo: unknown): readonly string[] {
  const ofTenant = oid !== undefined && tid !== undefined ? `${oid}.${tid}` : undefined;
  const home = homeAccountIn(clientInfo) ?? ofTenant;
  return [home, sub].filter((id) => id !== undefined).map((id) => id.toLowerCase());
}

function homeAccountIn(clientInfo: unknown): string | undefined {
  if (typeof clientInfo !== "string" || clientInfo === "") return undefined;
  try {
    const { uid, utid } = parseClientInfo(clientInfo);
    return `${uid}.${utid}`;
  } catch {
    // msal-node goes without it, too.
    return undefined;
  }
}

function invalid(what: string, { correlationId }: Exchange): BrokerError {
  return new BrokerError("id_token_invalid", {
    message: `${what}; nothing of the answer was kept`,
    hint: "Check the clock of this machine, and whether something on the network answers in Entra's place.",
    correlationId,
  });
}
