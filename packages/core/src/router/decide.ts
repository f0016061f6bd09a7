import type { BrokerUnavailable, LimitReason, UnavailableReason } from "../contract.js";

/**
 * The decisions of the router, without what they are made about: `docs/routes.md` has a row for each.
 */

/** Why the broker does not serve a call, as a stable word. */
type PassedOverReason =
  | UnavailableReason
  /** The authority is B2C's, AD FS', an External ID tenant's or somebody else's. */
  | "authority_not_entra"
  /** The account was signed in in the browser or with a device code. */
  | "account_from_cache"
  /** The broker was there when it was asked, and gone when it was called. */
  | "broker_gone"
  /** The broker has no window, and the call may need one. */
  | SilentOnly
  /** `acquireTokenByDeviceCode` names its route itself. */
  | "device_code_asked_for"
  | "no_desktop_session"
  | "no_browser";

type SilentOnly = Extract<LimitReason, "silent_only">;

/** A route that does not serve a call, and why. */
export interface PassedOver {
  readonly route: "broker" | "browser";
  readonly reason: PassedOverReason;
  readonly message: string;
  readonly fix?: string | undefined;
}

/** A broker that cannot serve now. */
export type BrokerAbsent = Omit<BrokerUnavailable, "reason"> & {
  readonly reason: UnavailableReason | "broker_gone" | SilentOnly;
};

/** What a route is chosen by. */
export interface Situation {
  /** Where the account of the call is kept; undefined for a call without one. */
  readonly account: "broker" | "cache" | "os" | undefined;
  /** Whether the authority is one of Microsoft Entra ID's. */
  readonly entra: boolean;
  /** What the broker's probe said, or why there is none. */
  readonly broker: { readonly available: true } | BrokerAbsent;
  /** `broker: { required: true }`. */
  readonly required: boolean;
}

/** What an interactive route is chosen by. */
export interface InteractiveSituation extends Situation {
  /** Whether there is a browser to open, or the caller opens it. */
  readonly browser:
    | { readonly available: true }
    | (Omit<PassedOver, "route"> & { readonly available: false });
  /** Whether the caller gave `deviceCodeCallback`. */
  readonly deviceCode: boolean;
}

/** The route of a call, or that there is none. */
export interface Decision<Route extends string> {
  readonly route: Route | undefined;
  /** The routes before it, each with its reason. */
  readonly passedOver: readonly PassedOver[];
}

/** Where a silent call goes. An account is only ever served by its own source, so there is nothing to fall back to. */
export function decideSilent(situation: Situation): Decision<"broker" | "cache"> {
  const { account, required } = situation;
  if (account === "cache") {
    const passedOver = [fromCache()];
    return { route: required ? undefined : "cache", passedOver };
  }
  const obstacle = brokerObstacle(situation);
  return obstacle === undefined
    ? { route: "broker", passedOver: [] }
    : { route: undefined, passedOver: [obstacle] };
}

/** Where an interactive call goes. */
export function decideInteractive(
  situation: InteractiveSituation,
): Decision<"broker" | "browser" | "device_code"> {
  const obstacle = brokerObstacle(situation);
  if (obstacle === undefined) return { route: "broker", passedOver: [] };
  // The broker's account stays with the broker: another route would sign somebody in beside it.
  if (situation.required || situation.account === "broker")
    return { route: undefined, passedOver: [obstacle] };
  const { browser, deviceCode } = situation;
  if (browser.available) return { route: "browser", passedOver: [obstacle] };
  const { reason, message, fix } = browser;
  const passedOver: PassedOver[] = [obstacle, { route: "browser", reason, message, fix }];
  return { route: deviceCode ? "device_code" : undefined, passedOver };
}

/** What keeps the broker from a call. */
function brokerObstacle({ account, broker, entra }: Situation): PassedOver | undefined {
  if (account === "cache") return fromCache();
  if (!broker.available) {
    const { reason, message, fix } = broker;
    return { route: "broker", reason, message, fix };
  }
  if (entra) return undefined;
  return {
    route: "broker",
    reason: "authority_not_entra",
    message: "brokers serve authorities of Microsoft Entra ID only",
    fix: "Use an authority such as https://login.microsoftonline.com/common for the broker.",
  };
}

function fromCache(): PassedOver {
  return {
    route: "broker",
    reason: "account_from_cache",
    message: "the account was not signed in through the broker",
  };
}
