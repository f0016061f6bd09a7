// Answers as Windows' plug-ins give them. Nothing in them is signed, and nobody's.

/** Seconds from 1601, where Windows' clock begins, to 1970. */
const EPOCH_OF_WINDOWS = 11_644_473_600;

export const TENANT = "11111111-2222-4333-8444-555555555555";
export const OBJECT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

/** A person with a name that no code page of one byte holds. */
export const PERSON = {
  id: "wam-account-1",
  userName: "jørgen.müller.東京@contoso.example",
  properties: {
    TenantId: TENANT,
    OID: OBJECT_ID,
    Authority: `https://login.microsoftonline.com/${TENANT}`,
  },
};

/**
 * An ID token of a person, with claims of one's own.
 *
 * @param {Readonly<Record<string, unknown>>} [claims]
 */
export function idToken(claims = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    aud: "00000000-1111-4222-8333-444444444444",
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    name: "Jørgen Müller 東京 😀",
    oid: OBJECT_ID,
    preferred_username: PERSON.userName,
    sub: "subject",
    tid: TENANT,
    ver: "2.0",
    ...claims,
  };
  return `${encoded({ typ: "JWT", alg: "RS256" })}.${encoded(all)}.c2lnbmF0dXJl`;
}

/**
 * The `client_info` that tells the home account.
 *
 * @param {{ uid?: string, utid?: string }} [home]
 */
export function clientInfo({ uid = OBJECT_ID, utid = TENANT } = {}) {
  return encoded({ uid, utid });
}

/**
 * The properties of a response of the Entra plug-in.
 *
 * @param {object} [options]
 * @param {Readonly<Record<string, unknown>>} [options.claims] of the ID token
 * @param {{ uid?: string, utid?: string }} [options.home]
 * @param {number} [options.expiresIn] seconds
 * @param {Readonly<Record<string, string>>} [options.others] more properties, or other values
 */
export function entraProperties({ claims, home, expiresIn = 3600, others } = {}) {
  return {
    TokenExpiresOn: String(Math.floor(Date.now() / 1000) + expiresIn + EPOCH_OF_WINDOWS),
    Authority: `https://login.microsoftonline.com/${TENANT}`,
    correlationId: "{correlationId}",
    wamcompat_id_token: idToken(claims),
    wamcompat_client_info: clientInfo(home),
    wamcompat_scopes: "{scope}",
    ...others,
  };
}

/** @param {object} value */
function encoded(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
