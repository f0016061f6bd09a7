import { unknownAccount } from "../../directory/checks.js";
import { accountReply } from "../replies.js";
import { accountReference, contractViolation } from "../requests.js";
import type { MethodHandler } from "./context.js";

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
