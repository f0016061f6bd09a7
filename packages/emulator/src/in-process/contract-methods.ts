import type { Method } from "../config/faults.js";

/** The methods of the broker contract that ask the broker for something. */
export type ContractMethod = "getAccounts" | "acquireTokenSilent" | "acquireTokenInteractive" | "signOut";

/** What each method is called on the bus, where faults have their names from. */
export const BUS_METHOD: Readonly<Record<ContractMethod, Method>> = {
  getAccounts: "getAccounts",
  acquireTokenSilent: "acquireTokenSilently",
  acquireTokenInteractive: "acquireTokenInteractively",
  signOut: "removeAccount",
};
