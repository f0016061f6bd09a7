import { type AccountInfo, type JsonCache, PublicClientApplication } from "@azure/msal-node";
import { CLIENT_ID, unsignedJwt } from "./fake-broker.js";

export const AUTHORITY = "https://login.microsoftonline.com/common";
/** The name that msal-node writes for login.microsoftonline.com. */
export const ENVIRONMENT = "login.windows.net";

const guid = (block: string, number: number): string =>
  `${number.toString(16).padStart(8, "0")}-${block}-4000-8000-000000000000`;

/** The tenant of a number. */
export const tenant = (number: number): string => guid("7e4a", number);

/** A person: the object id in each tenant, the home tenant first. */
export interface Person {
  readonly number: number;
  readonly home: string;
  /** The tenants where the person is a guest. */
  readonly guestOf: readonly string[];
}

export const person = (number: number, home: string, guestOf: readonly string[] = []): Person => ({
  number,
  home,
  guestOf,
});

export const objectId = ({ number, home }: Person, tenantId: string): string =>
  tenantId === home ? guid("0b1d", number) : guid(`9${tenantId.slice(5, 8)}`, number);

export const homeAccountId = (who: Person): string => `${objectId(who, who.home)}.${who.home}`;

export const username = ({ number }: Person): string => `person${number}@contoso.example`;

export const claimsOf = (who: Person, tenantId: string): Readonly<Record<string, unknown>> => ({
  oid: objectId(who, tenantId),
  sub: `sub-${who.number}-${tenantId.slice(0, 8)}`,
  tid: tenantId,
  name: `Person ${who.number}`,
  preferred_username: username(who),
  login_hint: `hint-${who.number}`,
  signin_state: who.number % 2 === 0 ? ["kmsi"] : ["inknownntwk"],
  roles: ["reader"],
});

/** The entries of a cache file, to be grown and deserialized. */
export const emptyCache = (): JsonCache => ({
  Account: {},
  IdToken: {},
  AccessToken: {},
  RefreshToken: {},
  AppMetadata: {},
});

export function addAccount(cache: JsonCache, who: Person, environment = ENVIRONMENT): void {
  const profile = (tenantId: string): string =>
    JSON.stringify({
      tenantId,
      localAccountId: objectId(who, tenantId),
      name: `Person ${who.number}`,
      username: username(who),
      isHomeTenant: tenantId === who.home,
    });
  cache.Account[`${homeAccountId(who)}-${environment}-${who.home}`] = {
    home_account_id: homeAccountId(who),
    environment,
    realm: who.home,
    local_account_id: objectId(who, who.home),
    username: username(who),
    authority_type: "MSSTS",
    name: `Person ${who.number}`,
    tenantProfiles: [who.home, ...who.guestOf].map(profile),
  };
}

/** What an ID token or an access token is for, where it is not for this client in the usual cloud. */
export interface TokenPlace {
  readonly clientId?: string;
  readonly environment?: string;
}

export function addIdToken(cache: JsonCache, who: Person, tenantId: string, place: TokenPlace = {}): void {
  const { clientId = CLIENT_ID, environment = ENVIRONMENT } = place;
  cache.IdToken[`${homeAccountId(who)}-${environment}-idtoken-${clientId}-${tenantId}--`] = {
    home_account_id: homeAccountId(who),
    environment,
    credential_type: "IdToken",
    client_id: clientId,
    secret: unsignedJwt(claimsOf(who, tenantId)),
    realm: tenantId,
  };
}

type SerializedAccessToken = JsonCache["AccessToken"][string];

/** Seconds since 1970, as msal-node writes them. */
export const inSeconds = (fromNow: number): string => String(Math.round(Date.now() / 1000) + fromNow);

export function addAccessToken(
  cache: JsonCache,
  who: Person,
  tenantId: string,
  fields: Partial<SerializedAccessToken> = {},
): void {
  const token: SerializedAccessToken = {
    home_account_id: homeAccountId(who),
    environment: ENVIRONMENT,
    credential_type: "AccessToken",
    client_id: CLIENT_ID,
    secret: `access token of ${who.number} in ${tenantId} for ${fields.target ?? "User.Read"}`,
    realm: tenantId,
    target: "User.Read openid profile email",
    cached_at: inSeconds(-60),
    expires_on: inSeconds(3600),
    extended_expires_on: inSeconds(7200),
    token_type: "Bearer",
    ...fields,
  };
  const { environment, client_id, realm, target } = token;
  const key = `${token.home_account_id}-${environment}-accesstoken-${client_id}-${realm}-${target}-`;
  cache.AccessToken[key.toLowerCase()] = token;
}

/** A client of msal-node with a cache, that cannot reach any authority. */
export function msalClient(cache: JsonCache, authority = AUTHORITY): PublicClientApplication {
  const offline = (): Promise<never> => Promise.reject(new Error("no network in this test"));
  const client = new PublicClientApplication({
    auth: { clientId: CLIENT_ID, authority },
    system: { networkClient: { sendGetRequestAsync: offline, sendPostRequestAsync: offline } },
  });
  client.getTokenCache().deserialize(JSON.stringify(cache));
  return client;
}

/** The account that an application would have kept. */
export const accountOf = (who: Person, tenantId: string, environment = ENVIRONMENT): AccountInfo => ({
  homeAccountId: homeAccountId(who),
  localAccountId: objectId(who, tenantId),
  tenantId,
  environment,
  username: username(who),
});
