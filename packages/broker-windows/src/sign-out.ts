import type { BrokerSignOutRequest } from "@authbroker/core";
import { findAccount } from "./accounts.js";
import type { Operations } from "./operations.js";
import { providerOf } from "./providers.js";

/**
 * Has Windows forget an account for this application. One that Windows does not have is signed out already.
 *
 * @throws BrokerError `platform_broker_error` where Windows refuses, as it may for the account that it was itself signed
 * in with.
 */
export async function signOut(
  operations: Operations,
  { account, clientId }: BrokerSignOutRequest,
): Promise<void> {
  const provider = providerOf(account);
  const { nativeAccountId } = account;
  if (await operations.signOut(provider, clientId, nativeAccountId)) return;
  const found = await findAccount(operations, provider, clientId, account);
  if (found !== undefined && found.id !== nativeAccountId) {
    await operations.signOut(provider, clientId, found.id);
  }
}
