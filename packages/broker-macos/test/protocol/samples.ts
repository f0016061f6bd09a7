import type { BrokerAccount, TokenRequest } from "@authbroker/core";
import type { NativeError, SsoAnswer } from "../../src/addon.js";
import { RESPONSE_TYPE, type Operation } from "../../src/protocol.js";

export const CLIENT_ID = "5f1c3a70-9d42-4b8e-a6c1-0e2d4f6a8b9c";
export const TENANT_ID = "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b";
export const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
export const UNSIGNED = "msauth.com.msauth.unsignedapp://auth";
export const AUTHORITY = "https://login.microsoftonline.com/common";

const UID = "11112222-3333-4444-8555-666677778888";

/** A person of the tenant, whose name no code page has whole. */
export const INES: BrokerAccount = {
  nativeAccountId: `${UID}.${TENANT_ID}`,
  homeAccountId: `${UID}.${TENANT_ID}`,
  localAccountId: UID,
  tenantId: TENANT_ID,
  environment: "login.microsoftonline.com",
  username: "inês@contoso.example",
  name: "Inês 北川 🦀",
};

export const tokenRequest: TokenRequest = {
  clientId: CLIENT_ID,
  redirectUri: UNSIGNED,
  correlationId: CORRELATION_ID,
  authority: AUTHORITY,
  scopes: ["https://graph.microsoft.com/User.Read"],
};

export type Headers = Readonly<Record<string, string>>;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT of these claims, signed by nobody. */
export function jwt(claims: object): string {
  return `${base64url({ alg: "none" })}.${base64url(claims)}.${base64url({ signed: "by nobody" })}`;
}

/** `client_info` of a home account id. */
export function clientInfo(homeAccountId: string): string {
  const [uid, utid] = homeAccountId.split(".");
  return base64url({ uid, utid });
}

/** The claims of an ID token of an account. */
export const claimsOf = ({ localAccountId, tenantId, username, name }: BrokerAccount): object => ({
  aud: CLIENT_ID,
  oid: localAccountId,
  tid: tenantId,
  preferred_username: username,
  name,
});

/** What no error may repeat. */
export const ACCESS_TOKEN = jwt({ mark: "TheAccessTokenThatMustNotShow" });

export const EXPIRES_ON = Date.UTC(2030, 0, 2, 3, 4, 5);
const HOUR = 3600;

/** What every answer of the extension has. */
export const commonHeaders = (operation: Operation): Headers => ({
  operation,
  success: "1",
  operation_response_type: RESPONSE_TYPE[operation],
  client_app_version: "5.2604.2",
  request_received_timestamp: "1763750000.0000000000",
  response_gen_timestamp: "1763750000.5000000000",
  device_mode: "personal",
  sso_extension_mode: "full",
  wpj_status: "joined",
  broker_version: "5.2604.2",
  preferred_auth_config: "preferredAuthNotConfigured",
  platform_sso_status: "platformSSOEnabledAndRegistered",
  sso_provider_type: "companyPortal",
  client_flights: "e30",
});

/** The header fields of an answer with a token. */
export const tokenHeaders = (
  account: BrokerAccount = INES,
  operation: Extract<Operation, "login" | "refresh"> = "refresh",
): Headers => ({
  ...commonHeaders(operation),
  provider_type: "provider_aad_v2",
  authority: `https://login.microsoftonline.com/${account.tenantId}`,
  access_token: ACCESS_TOKEN,
  id_token: jwt(claimsOf(account)),
  token_type: "Bearer",
  scope: "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read",
  expires_in: String(HOUR),
  expires_on: String(EXPIRES_ON / 1000),
  ext_expires_in: String(2 * HOUR),
  ext_expires_on: String(EXPIRES_ON / 1000 + HOUR),
  refresh_in: "0",
  refresh_on: "0",
  client_info: clientInfo(account.homeAccountId),
  foci: "1",
  correlation_id: CORRELATION_ID,
  adi: account.username,
});

/** An account as the extension lists it. */
export const listed = (account: BrokerAccount): Record<string, unknown> => ({
  home_account_id: account.homeAccountId,
  username: account.username,
  local_account_id: account.localAccountId,
  environment: "login.windows.net",
  storage_environment: "login.microsoftonline.com",
  realm: account.tenantId,
  account_type: "MSSTS",
  name: account.name,
  client_info: clientInfo(account.homeAccountId),
  id_token_claims: claimsOf(account),
  is_sso_account: "1",
});

/** An answer with these header fields. */
export const answer = (headers: Headers): SsoAnswer => ({ status: 200, headers });

/** An object without some of its fields. */
export function without<Fields extends object>(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) as Fields;
}

export const APPLE = "com.apple.AuthenticationServices.AuthorizationError";

/** An error of `AuthenticationServices`. */
export const appleError = (code: number, underlying?: NativeError): NativeError => ({
  domain: APPLE,
  code,
  description: `The operation couldn’t be completed. (${APPLE} error ${code}.)`,
  userInfo: {},
  ...(underlying === undefined ? {} : { underlying }),
});

/** An error of the broker's, as the extension hands it on. */
export const brokerError = (
  domain: string,
  code: number,
  userInfo: Readonly<Record<string, string>> = {},
): NativeError =>
  appleError(-6000, {
    domain,
    code,
    description: `The operation couldn’t be completed. (${domain} error ${code}.)`,
    userInfo,
  });
