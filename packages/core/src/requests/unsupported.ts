import { BrokerError } from "../errors/broker-error.js";

/** Fields that every broker carries, or that core itself takes care of. */
const CARRIED = [
  "account",
  "authority",
  "claims",
  "correlationId",
  "extraParameters",
  "extraQueryParameters",
  "redirectUri",
  "scopes",
  "signal",
  "state",
  "timeoutMs",
] as const;

/** Fields that only another route reads, and that change nothing about the token. */
const OTHER_ROUTES = ["errorTemplate", "openBrowser", "preferredPort", "successTemplate"] as const;

const SILENT: ReadonlySet<string> = new Set([...CARRIED, "forceRefresh"]);

const INTERACTIVE: ReadonlySet<string> = new Set([
  ...CARRIED,
  ...OTHER_ROUTES,
  "loginHint",
  "parentWindowHandle",
  "prompt",
  "windowHandle",
]);

/**
 * Refuses, by name, a field that the broker route would have to ignore: a request is honoured whole or not at all.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function refuseUnsupportedFields(kind: "silent" | "interactive", request: object): void {
  const supported = kind === "silent" ? SILENT : INTERACTIVE;
  // Inherited fields too: a request may be an object of a class.
  for (const field in request) {
    if (supported.has(field)) continue;
    const value: unknown = Reflect.get(request, field);
    if (value === undefined || isBearer(field, value)) continue;
    throw new BrokerError("request_unsupported", {
      message: `the broker route cannot honour "${field}" in ${kind === "silent" ? "a silent" : "an interactive"} request, and does not silently drop it`,
      hint: `Leave "${field}" out of the request.`,
    });
  }
}

const isBearer = (field: string, value: unknown): boolean =>
  field === "authenticationScheme" && value === "Bearer";
