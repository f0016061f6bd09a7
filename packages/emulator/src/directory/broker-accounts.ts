import { nobodySignedIn, unknownAccount } from "./checks.js";
import type { AccountReference, Directory } from "./directory.js";
import type { User } from "./users.js";

/**
 * The account that a request to this machine's broker names, whether signed in or not; undefined when it names none.
 *
 * @throws Refusal AccountNotFound.
 */
export function namedUser(directory: Directory, account: AccountReference | undefined): User | undefined {
  if (account === undefined) return undefined;
  const user = directory.findAccount(account);
  if (user === undefined) throw unknownAccount();
  return user;
}

/**
 * Who can be answered for without asking anybody: the account named, else the one with the suggested username, else
 * the default account.
 *
 * @throws Refusal AccountNotFound or InteractionRequired.
 */
export function silentUser(
  directory: Directory,
  account: AccountReference | undefined,
  loginHint: string | undefined,
): User {
  const user =
    namedUser(directory, account) ?? (loginHint ? directory.findUser(loginHint) : directory.signedIn[0]);
  if (user === undefined || !directory.isSignedIn(user)) throw nobodySignedIn();
  return user;
}
