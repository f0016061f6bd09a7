import { isJsonObject, type JsonObject, parseJson, sendableText, unsendable } from "@authbroker/core/broker";

/** A claims request as the broker takes it. */
interface SplitClaims {
  /** The claims request, JSON text; undefined where nothing is left of it. */
  readonly claims: string | undefined;
  /** The client capabilities, joined by commas; undefined where there are none. */
  readonly capabilities: string | undefined;
}

/**
 * Takes the client capabilities out of a claims request, where core has merged them in as `xms_cc`: the broker has an
 * option of their own for them, and passes its cache over when there are claims. It merges the two itself.
 *
 * @throws BrokerError `request_unsupported` when it is not JSON text of an object.
 */
export function splitCapabilities(claims: string | undefined): SplitClaims {
  if (claims === undefined) return { claims, capabilities: undefined };
  const asked = parse(sendableText("claims", claims));
  const { access_token: forAccessToken, ...others } = asked;
  if (!isJsonObject(forAccessToken)) return { claims, capabilities: undefined };
  const { xms_cc: requested, ...rest } = forAccessToken;
  const capabilities = joined(requested);
  if (capabilities === undefined) return { claims, capabilities };
  const left = Object.keys(rest).length === 0 ? others : { ...others, access_token: rest };
  return { claims: Object.keys(left).length === 0 ? undefined : JSON.stringify(left), capabilities };
}

/** Only what means the same as a list; anything else stays a claim. */
function joined(requested: unknown): string | undefined {
  if (!isJsonObject(requested) || Object.keys(requested).join() !== "values") return undefined;
  const { values } = requested;
  const isList = Array.isArray(values) && values.length > 0 && values.every(isCapability);
  return isList ? values.join(",") : undefined;
}

const isCapability = (value: unknown): value is string =>
  typeof value === "string" && /^[^,\0\p{Cs}]+$/u.test(value);

function parse(claims: string): JsonObject {
  const parsed = parseJson(claims);
  if (isJsonObject(parsed)) return parsed;
  throw unsendable("claims", "is not JSON text of an object");
}
