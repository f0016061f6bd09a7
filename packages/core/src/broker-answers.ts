import type { BrokerAccount, BrokerProbe, BrokerUnavailable, TokenResponse } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { LARGEST_DATE } from "./time.js";

type Check = (value: unknown) => boolean;

/** What is right for each field of an answer. */
type Checks<Answer> = Readonly<Record<keyof Answer, Check>>;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isString: Check = (value) => typeof value === "string";
const isText: Check = (value) => isString(value) && value !== "";
const isTime: Check = (value) => typeof value === "number" && Math.abs(value) <= LARGEST_DATE;
const isArrayOf =
  (isEntry: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isEntry);
const optional =
  (isRight: Check): Check =>
  (value) =>
    value === undefined || isRight(value);

const ACCOUNT: Checks<BrokerAccount> = {
  nativeAccountId: isText,
  homeAccountId: isText,
  localAccountId: isText,
  tenantId: isText,
  environment: isText,
  username: isText,
  name: optional(isString),
};

const TOKEN: Checks<TokenResponse> = {
  accessToken: isText,
  tokenType: isText,
  idToken: isText,
  idTokenClaims: isObject,
  expiresOn: isTime,
  extendedExpiresOn: optional(isTime),
  scopes: isArrayOf(isString),
  account: isObject,
};

const AVAILABLE = {
  available: (value: unknown) => typeof value === "boolean",
  limits: optional(isArrayOf(isObject)),
};

const UNAVAILABLE: Partial<Checks<BrokerUnavailable>> = { reason: isText, message: isText };

/**
 * Holds what a broker answered against the contract, as far as core reads it: what types say of a package's or an
 * application's own code is not known to be so. What else it answered is left out, for whoever shares the answer gets a copy,
 * and not everything can be copied.
 *
 * @throws BrokerError `broker_response_invalid` that names the field, and nothing of its value.
 */
export function checkedToken(token: TokenResponse): TokenResponse {
  requireFields("token", token, TOKEN);
  const { accessToken, tokenType, idToken, idTokenClaims, expiresOn, extendedExpiresOn, scopes, account } =
    token;
  return {
    accessToken,
    tokenType,
    idToken,
    idTokenClaims,
    expiresOn,
    ...(extendedExpiresOn === undefined ? {} : { extendedExpiresOn }),
    scopes,
    account: checkedAccount("token.account", account),
  };
}

/** The same of the accounts. */
export function checkedAccounts(accounts: readonly BrokerAccount[]): readonly BrokerAccount[] {
  if (!Array.isArray(accounts)) throw invalid("accounts");
  return accounts.map((account: BrokerAccount, index) => checkedAccount(`accounts[${index}]`, account));
}

function checkedAccount(path: string, account: BrokerAccount): BrokerAccount {
  requireFields(path, account, ACCOUNT);
  const { nativeAccountId, homeAccountId, localAccountId, tenantId, environment, username, name } = account;
  return {
    nativeAccountId,
    homeAccountId,
    localAccountId,
    tenantId,
    environment,
    username,
    ...(name === undefined ? {} : { name }),
  };
}

/** The same of the answer to a probe. */
export function checkedProbe(probe: BrokerProbe): BrokerProbe {
  requireFields("probe", probe, AVAILABLE);
  if (!probe.available) requireFields("probe", probe, UNAVAILABLE);
  return probe;
}

/** The same of a redirect URI; an empty one is none. */
export function checkedRedirectUri(uri: string): string {
  if (!isString(uri)) throw invalid("redirectUri");
  return uri;
}

function requireFields(path: string, answer: unknown, checks: Readonly<Record<string, Check>>): void {
  if (!isObject(answer)) throw invalid(path);
  for (const [field, isRight] of Object.entries(checks)) {
    if (!isRight(Reflect.get(answer, field))) throw invalid(`${path}.${field}`);
  }
}

const invalid = (field: string): BrokerError =>
  new BrokerError("broker_response_invalid", {
    message: `the broker's answer cannot be used: "${field}" is missing, empty or of the wrong type`,
  });
