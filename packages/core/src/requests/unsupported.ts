import { BrokerError } from "../errors/broker-error.js";

/** The fields that every request for a token may have. */
const COMMON = [
  "authenticationScheme",
  "authority",
  "claims",
  "correlationId",
  "extraQueryParameters",
  "resource",
  "scopes",
  "signal",
  "state",
  "timeoutMs",
] as const;

const PROOF = ["resourceRequestMethod", "resourceRequestUri", "shrClaims", "shrNonce"] as const;

type Kind = "silent" | "interactive" | "device code" | "accounts" | "sign-out" | "probe";

const KNOWN: Readonly<Record<Kind, ReadonlySet<string>>> = {
  silent: new Set<string>([...COMMON, ...PROOF, "account", "extraParameters", "forceRefresh", "redirectUri"]),
  interactive: new Set<string>([
    ...COMMON,
    ...PROOF,
    "account",
    "deviceCodeCallback",
    "domainHint",
    "errorTemplate",
    "extraParameters",
    "extraScopesToConsent",
    "loginHint",
    "nonce",
    "onBeforeLaunchingUi",
    "openBrowser",
    "parentWindowHandle",
    "preferredPort",
    "prompt",
    "redirectUri",
    "sid",
    "successTemplate",
    "windowHandle",
  ]),
  "device code": new Set<string>([...COMMON, "cancel", "deviceCodeCallback", "timeout"]),
  accounts: new Set<string>(["correlationId", "signal", "timeoutMs"]),
  "sign-out": new Set<string>(["account", "correlationId", "signal", "timeoutMs"]),
  probe: new Set<string>(["signal", "start", "timeoutMs"]),
};

/**
 * Refuses, by name, a field that no route could honour: a request is honoured whole or not at all.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function refuseUnknownFields(kind: Kind, request: object): void {
  const known = KNOWN[kind];
  // Inherited fields too: a request may be an object of a class.
  for (const field in request) {
    if (known.has(field) || Reflect.get(request, field) === undefined) continue;
    throw new BrokerError("request_unsupported", {
      message: `no route can honour "${field}" in ${article(kind)} ${kind} request, and it is not silently dropped`,
      hint: `Leave "${field}" out of the request.`,
    });
  }
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? "an" : "a");
