import { nobodySignedIn, unknownAccount } from "../../directory/checks.js";
import type { User } from "../../directory/directory.js";
import { accountReply } from "../replies.js";
import { accountOf, accountReference, type BrokerRequestBody, contractViolation } from "../requests.js";
import type { MethodContext, MethodHandler } from "./context.js";

/** The accounts signed in on this machine, the default account first. */
export const getAccounts: MethodHandler = (_request, { directory }) => ({
  reply: { accounts: directory.signedIn.map((user) => accountReply(user)) },
});

/** Signs an account out. The body of the real reply is not known, and no client reads it. */
export const removeAccount: MethodHandler = ({ account }, { directory }) => {
  if (!account) throw contractViolation("account is missing");
  const user = directory.findAccount(accountReference(account));
  if (user === undefined) throw unknownAccount();
  directory.signOut(user.username);
  return { reply: {}, user };
};

/**
 * The account that a request names, whether signed in or not; undefined when it names none.
 *
 * @throws Refusal AccountNotFound.
 */
export function namedUser(
  request: BrokerRequestBody,
  { directory, manner }: MethodContext,
): User | undefined {
  const account = accountOf(request, manner);
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
export function silentUser(request: BrokerRequestBody, context: MethodContext): User {
  const { directory } = context;
  const hint = request.authParameters?.username;
  const user = namedUser(request, context) ?? (hint ? directory.findUser(hint) : directory.signedIn[0]);
  if (user === undefined || !directory.isSignedIn(user)) throw nobodySignedIn();
  return user;
}
