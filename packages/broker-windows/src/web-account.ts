import type { BrokerAccount } from "@authbroker/core";
import {
  environmentOf,
  homeParts,
  type IdTokenClaims,
  isEntraAuthority,
  requireSameUser,
  tokenAccount,
} from "@authbroker/core/broker";
import type { AccountAnswer } from "./addon.js";
import { property } from "./answer.js";
import { MSA_TENANT } from "./providers.js";

/** The id of a personal account, 64 bits. */
const CUSTOMER_ID = /^[\da-f]{16}$/i;

/**
 * The home account id that the properties of a `WebAccount` give. For somebody who is a guest where Windows knows
 * them, it is that of the guest: only a token tells the home tenant.
 */
export function statedHomeAccountId({ properties }: AccountAnswer): string | undefined {
  const oid = property(properties, "OID");
  const tenantId = property(properties, "TenantId");
  if (oid !== undefined && tenantId !== undefined) return `${oid}.${tenantId}`;
  const customerId = property(properties, "SafeCustomerId");
  return customerId === undefined ? undefined : msaHomeAccountId(customerId);
}

/** The environment of an account: the host of the first of these authorities that is one of Microsoft Entra ID. */
export function environmentIn(authorities: readonly (string | undefined)[]): string {
  const hosts = authorities.map((authority = "") => {
    const url = URL.canParse(authority) ? new URL(authority) : undefined;
    return url && isEntraAuthority(url.origin + url.pathname) ? url.host : undefined;
  });
  return environmentOf(hosts.find((host) => host !== undefined));
}

/** A personal account's home account id: the 16 hexadecimal digits end a GUID that begins with zeros. */
function msaHomeAccountId(customerId: string): string | undefined {
  if (!CUSTOMER_ID.test(customerId)) return undefined;
  const digits = customerId.toLowerCase();
  return `00000000-0000-0000-${digits.slice(0, 4)}-${digits.slice(4)}.${MSA_TENANT}`;
}

/**
 * Whose token it is, with the `WebAccount` that came along.
 *
 * @throws BrokerError `broker_response_invalid` when nobody is named, `account_mismatch` when two are.
 */
export function ownerOf(
  account: AccountAnswer | undefined,
  homeAccountId: string,
  claims: IdTokenClaims,
  environment: string,
): BrokerAccount {
  requireAgreement(account, homeAccountId, claims);
  return tokenAccount({
    homeAccountId,
    claims,
    stated: { username: account?.userName },
    environment,
    nativeAccountId: account?.id || undefined,
  });
}

/**
 * Holds a token against the `WebAccount` that came with it, as far as both are about one tenant.
 *
 * @throws BrokerError `account_mismatch` when they name two users of it.
 */
function requireAgreement(
  account: AccountAnswer | undefined,
  homeAccountId: string,
  { oid, tid }: IdTokenClaims,
): void {
  const stated = account && statedHomeAccountId(account);
  if (stated === undefined) return;
  const { uid, utid } = homeParts(stated);
  const home = homeParts(homeAccountId);
  if (utid.toLowerCase() === home.utid.toLowerCase()) requireSameUser(uid, home.uid);
  if (oid !== undefined && utid.toLowerCase() === tid?.toLowerCase()) requireSameUser(uid, oid);
}
