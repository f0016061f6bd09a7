/** What a claims request (OpenID Connect's `claims` parameter) asks of this directory; everything else in it is ignored. */
export interface ClaimsRequest {
  /** What the client says it can do, for example `CP1`: take claims challenges. */
  readonly capabilities: readonly string[];
  /** The authentication contexts asked for. */
  readonly acrs: readonly string[];
  /** The access token must be issued at this time or later, seconds since 1970: continuous access evaluation. */
  readonly notBefore: number | undefined;
  /** The claims that the ID token is to have. */
  readonly idToken: ReadonlySet<string>;
}

/** One claim of a request: null, or what it is to be. */
type Wanted = Readonly<Record<string, unknown>>;

/**
 * Reads a claims request.
 *
 * @param text - JSON text, or empty for none.
 * @returns undefined when it is no JSON object.
 */
export function parseClaimsRequest(text: string): ClaimsRequest | undefined {
  const root = text === "" ? {} : parseObject(text);
  if (root === undefined) return undefined;
  const accessToken = objectAt(root, "access_token");
  const notBefore = Number(valuesOf(objectAt(accessToken, "nbf"))[0]);
  return {
    capabilities: valuesOf(objectAt(accessToken, "xms_cc")),
    acrs: valuesOf(objectAt(accessToken, "acrs")),
    notBefore: Number.isFinite(notBefore) ? notBefore : undefined,
    idToken: new Set(Object.keys(objectAt(root, "id_token"))),
  };
}

/** The `value` or the `values` of a claim, those that are text. */
function valuesOf({ value, values }: Wanted): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(values) ? values : [value];
  return listed.filter((each) => typeof each === "string");
}

function parseObject(text: string): Wanted | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function objectAt(parent: Wanted, name: string): Wanted {
  const value = Object.hasOwn(parent, name) ? parent[name] : undefined;
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Wanted {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
