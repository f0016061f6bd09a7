import { type BrokerAccount, BrokerError, type TokenRequest } from "@authbroker/core";

export const CLIENT_ID = "5f1c3a70-9d42-4b8e-a6c1-0e2d4f6a8b9c";
export const TENANT_ID = "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b";
export const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
export const REDIRECT_URI = "https://login.microsoftonline.com/common/oauth2/nativeclient";
export const AUTHORITY = "https://login.microsoftonline.com/common";

const INES_ID = "11112222-3333-4444-8555-666677778888";
const TOM_ID = "99990000-aaaa-4bbb-8ccc-ddddeeeeffff";

/** A person of the tenant, as a request names her. */
export const INES: BrokerAccount = {
  nativeAccountId: `${INES_ID}.${TENANT_ID}`,
  homeAccountId: `${INES_ID}.${TENANT_ID}`,
  localAccountId: INES_ID,
  tenantId: TENANT_ID,
  environment: "login.microsoftonline.com",
  username: "ines@contoso.example",
  name: "Ines Marten",
};

/** Another person of the same tenant. */
export const TOM: BrokerAccount = {
  ...INES,
  nativeAccountId: `${TOM_ID}.${TENANT_ID}`,
  homeAccountId: `${TOM_ID}.${TENANT_ID}`,
  localAccountId: TOM_ID,
  username: "tom@contoso.example",
  name: "Tom Weller",
};

export const tokenRequest: TokenRequest = {
  clientId: CLIENT_ID,
  redirectUri: REDIRECT_URI,
  correlationId: CORRELATION_ID,
  authority: AUTHORITY,
  scopes: ["https://graph.microsoft.com/User.Read"],
};

export type Json = Readonly<Record<string, unknown>>;

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A JWT of these claims, signed by nobody. */
export const unsignedJwt = (claims: Json): string =>
  `${base64url({ alg: "none", typ: "JWT" })}.${base64url(claims)}.${base64url("no signature")}`;

export const clientInfo = ({ homeAccountId }: BrokerAccount): string => {
  const [uid, utid] = homeAccountId.split(".");
  return base64url({ uid, utid });
};

export const claimsOf = ({ localAccountId, tenantId, username, name }: BrokerAccount): Json => ({
  aud: CLIENT_ID,
  oid: localAccountId,
  tid: tenantId,
  preferred_username: username,
  name,
});

/** An account as a broker sends it. */
export const brokerAccount = (account: BrokerAccount): Json => ({
  clientInfo: clientInfo(account),
  environment: "login.windows.net",
  familyName: account.name?.split(" ")[1],
  givenName: account.name?.split(" ")[0],
  homeAccountId: account.homeAccountId,
  localAccountId: account.localAccountId,
  name: account.name,
  passwordExpiry: 0,
  realm: account.tenantId,
  username: account.username,
});

/** What no error may repeat. */
export const ACCESS_TOKEN = unsignedJwt({ scp: "User.Read", mark: "TheAccessTokenThatMustNotShow" });

export const EXPIRES_ON = Date.UTC(2030, 0, 2, 3, 4, 5);
export const EXTENDED_EXPIRES_ON = EXPIRES_ON + 3_600_000;

/** The token in an answer of broker 2.0.1, with every field. */
export const brokerToken = (account: BrokerAccount = INES): Json => ({
  accessToken: ACCESS_TOKEN,
  accessTokenType: 0,
  account: brokerAccount(account),
  clientInfo: clientInfo(account),
  expiresOn: EXPIRES_ON,
  extendedExpiresOn: EXTENDED_EXPIRES_ON,
  grantedScopes: "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read",
  idToken: unsignedJwt(claimsOf(account)),
});

export const tokenReply = (token: unknown): string => JSON.stringify({ brokerTokenResponse: token });

/** An object without some of its fields. */
export function without(object: Json, ...fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** What a function returned or threw. */
export interface Outcome<Value> {
  readonly value?: Value;
  readonly error?: unknown;
}

export function attempt<Value>(work: () => Value): Outcome<Value> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

/** The BrokerError that a function throws. */
export function thrown(work: () => unknown): BrokerError {
  const { value, error } = attempt(work);
  if (error instanceof BrokerError) return error;
  throw new Error(`no BrokerError was thrown, but there was ${typeof (error ?? value)}`, { cause: error });
}
