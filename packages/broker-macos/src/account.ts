import type { BrokerAccount } from "@authbroker/core";
import { environmentOf, homeParts } from "@authbroker/core/broker";

/** Reads a text of an account by its name on the wire; undefined when it is absent, empty or no text. */
export type ReadText = (name: string) => string | undefined;

/** An account that the broker lists; undefined when it lacks what names an account. */
export function listedAccount(read: ReadText): BrokerAccount | undefined {
  const homeAccountId = read("home_account_id");
  const username = read("username");
  if (homeAccountId === undefined || username === undefined) return undefined;
  const { uid, utid } = homeParts(homeAccountId);
  if (uid === "" || utid === "") return undefined;
  const name = read("name");
  return {
    nativeAccountId: homeAccountId,
    homeAccountId,
    localAccountId: read("local_account_id") ?? uid,
    tenantId: read("realm") ?? utid,
    environment: environmentOf(read("environment")),
    username,
    ...(name === undefined ? {} : { name }),
  };
}
