import type { AskedAccount } from "../accounts.js";
import { isEntraAuthority } from "../requests/authority.js";
import type { TokenCall } from "../requests/token-call.js";
import type { Client } from "./client.js";
import type { Situation } from "./decide.js";

/** What a route for a call is chosen by, before the broker was asked whether it is there. */
export function situationOf(
  { broker, configuration }: Pick<Client, "broker" | "configuration">,
  { account, authority }: Pick<TokenCall, "authority"> & { readonly account: AskedAccount | undefined },
): Situation {
  return {
    account: account?.source,
    entra: isEntraAuthority(authority),
    broker: "available" in broker ? broker : { available: true },
    required: configuration.required,
  };
}
