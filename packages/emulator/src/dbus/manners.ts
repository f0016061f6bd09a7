import type { BrokerVersion } from "../config/schema.js";

/** How a generation of the broker differs on the wire (the Linux broker's protocol, "differences between generations"). */
export interface Manner {
  /** What `getLinuxBrokerVersion` answers. */
  readonly version: BrokerVersion;
  /** Whether `Introspect` is answered. */
  readonly introspects: boolean;
  /** Where the account of a request is looked for: at its root, or in `authParameters`. */
  readonly accountIn: "root" | "authParameters";
  /** Whether `authParameters` must say its `authorizationType`. */
  readonly needsAuthorizationType: boolean;
  /** Whether the cookie comes at the root of the reply, or in `cookieItems`. */
  readonly cookieIn: "root" | "cookieItems";
  /** Whether a token reply repeats the account. */
  readonly repliesAccount: boolean;
  /** Whether a token reply has an empty `refreshToken`. */
  readonly repliesRefreshToken: boolean;
  /** Whether a silent request is refused when any of its scopes was not granted. */
  readonly refusesDeclinedScopes: boolean;
}

const java: Manner = {
  version: "2.0.1",
  introspects: true,
  accountIn: "root",
  needsAuthorizationType: false,
  cookieIn: "root",
  repliesAccount: true,
  repliesRefreshToken: false,
  refusesDeclinedScopes: false,
};

const native: Manner = {
  ...java,
  version: "2.0.2",
  introspects: false,
  accountIn: "authParameters",
  needsAuthorizationType: true,
  cookieIn: "cookieItems",
};

/** The manners of each version that can be asked for. */
export const MANNERS: Readonly<Record<BrokerVersion, Manner>> = {
  "2.0.1": java,
  "2.0.2": native,
  "3.0.1": {
    ...native,
    version: "3.0.1",
    repliesAccount: false,
    repliesRefreshToken: true,
    refusesDeclinedScopes: true,
  },
};
