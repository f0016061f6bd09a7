// Token caches as files of msal-node's hold them: one account, ID token, access token and refresh token for each person.

export const CLIENT_ID = "5f1c3a70-9d42-4b8e-a6c1-0e2d4f6a8b9c";
export const SCOPE = "User.Read";

const TENANT_ID = "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b";
const ENVIRONMENT = "login.windows.net";
const HOUR_S = 3600;

/** The text of a cache with this many accounts. */
export function cacheOf(accounts) {
  const cache = { Account: {}, IdToken: {}, AccessToken: {}, RefreshToken: {}, AppMetadata: {} };
  for (let number = 0; number < accounts; number++) addPerson(cache, number);
  return JSON.stringify(cache);
}

/** The account that a silent call is for: neither the first of the cache nor the last. */
export function accountOf(number) {
  const oid = objectId(number);
  return {
    homeAccountId: `${oid}.${TENANT_ID}`,
    localAccountId: oid,
    tenantId: TENANT_ID,
    environment: ENVIRONMENT,
    username: username(number),
  };
}

/** A plugin as applications have one: whatever reads the file makes a text of it anew each time. */
export function pluginWith(cache) {
  const file = Buffer.from(cache);
  return {
    beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize(file.toString()),
    afterCacheAccess: async () => {},
  };
}

const objectId = (number) => `${number.toString(16).padStart(8, "0")}-3333-4444-8555-666677778888`;
const username = (number) => `person${number}@contoso.example`;

function addPerson({ Account, IdToken, AccessToken, RefreshToken }, number) {
  const oid = objectId(number);
  const now = Math.round(Date.now() / 1000);
  const place = { home_account_id: `${oid}.${TENANT_ID}`, environment: ENVIRONMENT };
  const token = { ...place, client_id: CLIENT_ID, realm: TENANT_ID };
  const target = `${SCOPE} openid profile email`;
  const prefix = `${place.home_account_id}-${ENVIRONMENT}`;
  Account[`${prefix}-${TENANT_ID}`] = {
    ...place,
    realm: TENANT_ID,
    local_account_id: oid,
    username: username(number),
    authority_type: "MSSTS",
    name: `Person ${number}`,
    tenantProfiles: [
      JSON.stringify({
        tenantId: TENANT_ID,
        localAccountId: oid,
        name: `Person ${number}`,
        username: username(number),
        isHomeTenant: true,
      }),
    ],
  };
  IdToken[`${prefix}-idtoken-${CLIENT_ID}-${TENANT_ID}--`] = {
    ...token,
    credential_type: "IdToken",
    secret: idToken(number, now),
  };
  AccessToken[`${prefix}-accesstoken-${CLIENT_ID}-${TENANT_ID}-${target}-`.toLowerCase()] = {
    ...token,
    credential_type: "AccessToken",
    secret: opaque(2000, number),
    target,
    cached_at: String(now - 60),
    expires_on: String(now + HOUR_S),
    extended_expires_on: String(now + HOUR_S),
    token_type: "Bearer",
  };
  RefreshToken[`${prefix}-refreshtoken-${CLIENT_ID}---`] = {
    ...place,
    client_id: CLIENT_ID,
    credential_type: "RefreshToken",
    secret: opaque(1500, number),
  };
}

/** What a token endpoint answers for the same person: what fills a cache that has no text. */
export function tokenAnswer(number, nonce) {
  const client = { uid: objectId(number), utid: TENANT_ID };
  return {
    token_type: "Bearer",
    scope: `${SCOPE} openid profile email`,
    expires_in: HOUR_S,
    ext_expires_in: HOUR_S,
    access_token: opaque(2000, number),
    refresh_token: opaque(1500, number),
    id_token: idToken(number, Math.round(Date.now() / 1000), nonce),
    client_info: Buffer.from(JSON.stringify(client)).toString("base64url"),
  };
}

/** As long as Entra's, and signed by nobody. */
function idToken(number, now, nonce) {
  const claims = {
    aud: CLIENT_ID,
    iss: `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + HOUR_S,
    name: `Person ${number}`,
    ...(nonce ? { nonce } : {}),
    oid: objectId(number),
    preferred_username: username(number),
    rh: opaque(60, number),
    sub: opaque(43, number),
    tid: TENANT_ID,
    uti: opaque(22, number),
    ver: "2.0",
  };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ typ: "JWT", alg: "RS256", kid: "bench" })}.${part(claims)}.${opaque(342, number)}`;
}

const opaque = (length, number) => `${number}-`.padEnd(length, "bench");
