import { type BrokerAccount, BrokerError, type TokenRequest } from "@authbroker/core";
import type { AccountAnswer, ProviderErrorAnswer, TokenAnswer } from "../../src/addon.js";

export const CLIENT_ID = "5f1c3a70-9d42-4b8e-a6c1-0e2d4f6a8b9c";
export const TENANT_ID = "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b";
export const OTHER_TENANT_ID = "0d2c1b3a-5566-4778-899a-abbccddeeff0";
export const MSA_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";
export const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
export const REDIRECT_URI = `ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`;
export const AUTHORITY = "https://login.microsoftonline.com/common";

/** A person of the tenant, as a request names her. */
export const INES: BrokerAccount = {
  nativeAccountId: "o!u:1bd7e0a6-web-account-of-ines",
  homeAccountId: `11112222-3333-4444-8555-666677778888.${TENANT_ID}`,
  localAccountId: "11112222-3333-4444-8555-666677778888",
  tenantId: TENANT_ID,
  environment: "login.microsoftonline.com",
  username: "ines@contoso.example",
  name: "Ines Marten",
};

/** Another person of the same tenant. */
export const TOM: BrokerAccount = {
  ...INES,
  nativeAccountId: "o!u:2ce8f1b7-web-account-of-tom",
  homeAccountId: `99990000-aaaa-4bbb-8ccc-ddddeeeeffff.${TENANT_ID}`,
  localAccountId: "99990000-aaaa-4bbb-8ccc-ddddeeeeffff",
  username: "tom@contoso.example",
  name: "Tom Weller",
};

/** The id of a personal account, as the MSA plug-in has it. */
export const CUSTOMER_ID = "540648EB0B3075BB";

/** A personal account. */
export const PAT: BrokerAccount = {
  nativeAccountId: "a!u:web-account-of-pat",
  homeAccountId: `00000000-0000-0000-5406-48eb0b3075bb.${MSA_TENANT_ID}`,
  localAccountId: "00000000-0000-0000-5406-48eb0b3075bb",
  tenantId: MSA_TENANT_ID,
  environment: "login.microsoftonline.com",
  username: "pat@outlook.example",
  name: "Pat Doe",
};

export const tokenRequest: TokenRequest = {
  clientId: CLIENT_ID,
  redirectUri: REDIRECT_URI,
  correlationId: CORRELATION_ID,
  authority: AUTHORITY,
  scopes: ["https://graph.microsoft.com/User.Read"],
};

export type Properties = Readonly<Record<string, string>>;

type Json = Readonly<Record<string, unknown>>;

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A JWT of these claims, signed by nobody. */
export const unsignedJwt = (claims: Json): string =>
  `${base64url({ alg: "none", typ: "JWT" })}.${base64url(claims)}.${base64url("no signature")}`;

export const claimsOf = ({ localAccountId, tenantId, username, name }: BrokerAccount): Json => ({
  aud: CLIENT_ID,
  oid: localAccountId,
  tid: tenantId,
  preferred_username: username,
  name,
});

export const clientInfo = ({ homeAccountId }: BrokerAccount): string => {
  const [uid, utid] = homeAccountId.split(".");
  return base64url({ uid, utid });
};

/** What no error may repeat. */
export const ACCESS_TOKEN = unsignedJwt({ scp: "User.Read", mark: "TheAccessTokenThatMustNotShow" });

export const EXPIRES_ON = Date.UTC(2030, 0, 2, 3, 4, 5);

/** A time as Windows' plug-ins give it: seconds since 1601. */
export const windowsTime = (milliseconds: number): string => String(milliseconds / 1000 + 11_644_473_600);

/** A `WebAccount` of the Entra plug-in. */
export const webAccount = (account: BrokerAccount): AccountAnswer => ({
  id: account.nativeAccountId,
  userName: account.username,
  state: 1,
  properties: {
    Authority: `https://login.microsoftonline.com/${account.tenantId}`,
    OID: account.localAccountId,
    TenantId: account.tenantId,
  },
});

/** A `WebAccount` of the MSA plug-in. */
export const msaWebAccount = (account: BrokerAccount = PAT): AccountAnswer => ({
  id: account.nativeAccountId,
  userName: account.username,
  state: 1,
  properties: { SafeCustomerId: CUSTOMER_ID },
});

/** The properties of an answer of the Entra plug-in. */
export const entraProperties = (account: BrokerAccount = INES): Properties => ({
  Authority: `https://login.microsoftonline.com/${account.tenantId}`,
  TokenExpiresOn: windowsTime(EXPIRES_ON),
  ExtendedLifetimeToken: windowsTime(EXPIRES_ON + 3_600_000),
  correlationId: CORRELATION_ID,
  wamcompat_client_info: clientInfo(account),
  wamcompat_id_token: unsignedJwt(claimsOf(account)),
  wamcompat_scopes: "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read",
});

/** An answer of the Entra plug-in, with some properties in place of others. */
export const entraAnswer = (
  account: BrokerAccount = INES,
  properties: Properties = {},
): TokenAnswer & { readonly response: NonNullable<TokenAnswer["response"]> } => ({
  status: 0,
  response: {
    token: ACCESS_TOKEN,
    properties: { ...entraProperties(account), ...properties },
    account: webAccount(account),
  },
});

/** The token of the MSA plug-in. */
export const msaFields = (account: BrokerAccount = PAT): Properties => ({
  access_token: "EwCIA8l6BAAU_access-token_of+the/MSA==",
  token_type: "bearer",
  expires_in: "3600",
  scope: "User.Read%20openid%20profile",
  id_token: unsignedJwt(claimsOf(account)),
  client_info: clientInfo(account),
  correlation: CORRELATION_ID,
});

export const form = (fields: Properties): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

/** An answer of the MSA plug-in. */
export const msaAnswer = (
  token: string = form(msaFields()),
  account: AccountAnswer = msaWebAccount(),
): TokenAnswer => ({
  status: 0,
  response: { token, properties: {}, account },
});

/** An answer without a token. */
export const failedAnswer = (
  status: number,
  code?: number,
  message = "the plug-in's words",
): TokenAnswer => ({
  status,
  ...(code === undefined ? {} : { error: providerError(code, message) }),
});

export const providerError = (code: number, message = "the plug-in's words"): ProviderErrorAnswer => ({
  code,
  message,
  properties: {},
});

/** An object without some of its fields. */
export function without<Value>(
  object: Readonly<Record<string, Value>>,
  ...fields: readonly string[]
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** The BrokerError that a promise rejects with, or a function throws. */
export async function rejection(work: Promise<unknown> | (() => unknown)): Promise<BrokerError> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw new Error("what was thrown is no BrokerError", { cause: error });
  }
  throw new Error("nothing was thrown");
}
