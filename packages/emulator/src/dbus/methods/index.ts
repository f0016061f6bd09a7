import type { Method } from "../../config/faults.js";
import { getAccounts, removeAccount } from "./accounts.js";
import type { MethodHandler } from "./context.js";
import { generateSignedHttpRequest } from "./signed-requests.js";
import { acquirePrtSsoCookie } from "./sso-cookie.js";
import { acquireTokenInteractively, acquireTokenSilently } from "./tokens.js";

/** Ends the caller's interactive flow. Its correlation id names no request, so the caller is what counts. */
const cancelInteractiveFlow: MethodHandler = (_request, { interactions, sender }) => {
  interactions.cancel(sender);
  return { reply: {} };
};

const getLinuxBrokerVersion: MethodHandler = (_request, { manner }) => ({
  reply: { linuxBrokerVersion: manner.version },
});

/** Each method of the broker and what serves it. `signOutSilently` is left out: nobody has seen it served. */
export const METHOD_HANDLERS: Readonly<Record<Method, MethodHandler>> = {
  getAccounts,
  acquireTokenSilently,
  acquireTokenInteractively,
  removeAccount,
  acquirePrtSsoCookie,
  generateSignedHttpRequest,
  cancelInteractiveFlow,
  getLinuxBrokerVersion,
};

/** Whether the broker has a method of this name. */
export function isMethod(name: string): name is Method {
  return Object.hasOwn(METHOD_HANDLERS, name);
}
