import type { PopParameters } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { describe, requireJsonObject, requireNonEmptyString } from "./check.js";

/** msal-node's fields for a proof of possession. */
interface PopFields {
  readonly authenticationScheme?: string;
  readonly resourceRequestMethod?: string;
  readonly resourceRequestUri?: string;
  readonly shrClaims?: string;
  readonly shrNonce?: string;
}

/** The fields that mean nothing without `authenticationScheme: "pop"`. */
const POP_ONLY = ["resourceRequestMethod", "resourceRequestUri", "shrClaims", "shrNonce"] as const;

/**
 * What a proof of possession is asked for.
 *
 * @returns undefined for a bearer token.
 * @throws TypeError that names the argument.
 * @throws BrokerError `request_unsupported` for another scheme, or for a field without its scheme.
 */
export function checkPop(fields: PopFields): PopParameters | undefined {
  const { authenticationScheme = "bearer" } = fields;
  requireNonEmptyString("authenticationScheme", authenticationScheme);
  const scheme = authenticationScheme.toLowerCase();
  if (scheme === "pop") return popParameters(fields);
  const stray = POP_ONLY.find((field) => fields[field] !== undefined);
  if (scheme === "bearer" && stray === undefined) return undefined;
  throw new BrokerError(
    "request_unsupported",
    stray === undefined
      ? {
          message: `"authenticationScheme" can be "Bearer" or "pop", and no route can honour another`,
          hint: 'Leave "authenticationScheme" out of the request for a bearer token.',
        }
      : {
          message: `"${stray}" belongs to a proof of possession, and the request asks for a bearer token`,
          hint: `Add authenticationScheme: "pop", or leave "${stray}" out of the request.`,
        },
  );
}

function popParameters(fields: PopFields): PopParameters {
  const { resourceRequestMethod, resourceRequestUri, shrClaims, shrNonce } = fields;
  requireNonEmptyString("resourceRequestMethod", resourceRequestMethod);
  if (!/^[A-Za-z]+$/.test(resourceRequestMethod)) {
    throw new TypeError('"resourceRequestMethod" must be an HTTP method, such as GET');
  }
  requireNonEmptyString("resourceRequestUri", resourceRequestUri);
  if (!URL.canParse(resourceRequestUri)) {
    throw new TypeError(
      `"resourceRequestUri" must be an absolute URL; received ${describe(resourceRequestUri)}`,
    );
  }
  if (shrNonce !== undefined) requireNonEmptyString("shrNonce", shrNonce);
  if (shrClaims !== undefined) requireJsonObject("shrClaims", shrClaims);
  return {
    resourceRequestMethod: resourceRequestMethod.toUpperCase(),
    resourceRequestUri,
    ...(shrNonce === undefined ? {} : { shrNonce }),
    ...(shrClaims === undefined ? {} : { shrClaims }),
  };
}

/**
 * The URL that a proof of possession is for, for those who write a broker.
 *
 * @throws BrokerError `request_unsupported` when it names no host.
 */
export function resourceRequestUrl({ resourceRequestUri }: PopParameters): URL {
  const url = URL.canParse(resourceRequestUri) ? new URL(resourceRequestUri) : undefined;
  if (url?.host) return url;
  // What it is instead is not repeated: the query of a URL may hold a secret.
  throw new BrokerError("request_unsupported", {
    message: '"resourceRequestUri" is not an absolute URL with a host, and a proof of possession names one',
    hint: "Give the whole URL of the request to the resource, from https:// on.",
  });
}
