import type { BrokerAccount } from "../contract.js";
import { homeParts } from "../id-token.js";

/** A broker's id, then the object id and the tenant of a guest. */
const OF_GUEST = /^(.+)#([\w-]+)\.([\w-]+)$/s;

/**
 * The `nativeAccountId` that an account has outside of the plugin: the broker's own for an account seen from its home
 * tenant, and for a guest's the broker's with the object id and the tenant after it.
 *
 * A broker has one id for one person in all tenants, and msal-node shares the answer of silent calls that differ in
 * nothing that it looks at; of the account that is this id alone.
 */
export function outerId({
  nativeAccountId,
  homeAccountId,
  localAccountId,
  tenantId,
}: Pick<BrokerAccount, "homeAccountId" | "localAccountId" | "nativeAccountId" | "tenantId">): string {
  const isHome = homeParts(homeAccountId).utid.toLowerCase() === tenantId.toLowerCase();
  // A broker's own id that looks like a guest's is marked too, so that what is taken off again is what was put on.
  return isHome && !OF_GUEST.test(nativeAccountId)
    ? nativeAccountId
    : `${nativeAccountId}#${localAccountId}.${tenantId}`;
}

/** What {@link outerId} was made of: the broker's own id, and whom in which tenant a guest's id names. */
export function readOuterId(id: string): {
  readonly nativeAccountId: string;
  readonly seenFrom?: Pick<BrokerAccount, "localAccountId" | "tenantId">;
} {
  const [, nativeAccountId, localAccountId, tenantId] = OF_GUEST.exec(id) ?? [];
  if (nativeAccountId === undefined || localAccountId === undefined || tenantId === undefined) {
    return { nativeAccountId: id };
  }
  return { nativeAccountId, seenFrom: { localAccountId, tenantId } };
}

/**
 * A caller's account as the broker knows it.
 *
 * @throws TypeError when its id is of another tenant than it says: msal-node would share a token between the two.
 */
export function toBrokersAccount(account: BrokerAccount): BrokerAccount {
  const { nativeAccountId } = readOuterId(account.nativeAccountId);
  const brokers = { ...account, nativeAccountId };
  if (outerId(brokers) === account.nativeAccountId) return brokers;
  throw new TypeError(
    '"account.tenantId" must be the tenant that "account.nativeAccountId" is of; pass the account as the plugin gave it, and name another tenant in "authority"',
  );
}
