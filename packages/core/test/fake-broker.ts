import type { Broker, BrokerAccount, CallOptions, Configuration, TokenResponse } from "@authbroker/core";
import { PublicClientApplication } from "@authbroker/core";

export const CLIENT_ID = "5f1c3a70-9d42-4b8e-a6c1-0e2d4f6a8b9c";
export const TENANT_ID = "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b";

/** The account that the fake broker holds. */
export const INES: BrokerAccount = {
  nativeAccountId: "native-ines",
  homeAccountId: `11112222-3333-4444-8555-666677778888.${TENANT_ID}`,
  localAccountId: "11112222-3333-4444-8555-666677778888",
  tenantId: TENANT_ID,
  environment: "login.microsoftonline.com",
  username: "ines@contoso.example",
  name: "Ines Marten",
};

/** Another person in the same tenant. */
export const TOM: BrokerAccount = {
  ...INES,
  nativeAccountId: "native-tom",
  homeAccountId: `99990000-aaaa-4bbb-8ccc-ddddeeeeffff.${TENANT_ID}`,
  localAccountId: "99990000-aaaa-4bbb-8ccc-ddddeeeeffff",
  username: "tom@contoso.example",
  name: "Tom Weller",
};

/** A JWT of these claims, signed by nobody. */
export function unsignedJwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.${Buffer.from("no signature").toString("base64url")}`;
}

/** A broker's answer with a token of an account. */
export function tokenOf(account: BrokerAccount): TokenResponse {
  const idTokenClaims = { oid: account.localAccountId, tid: account.tenantId, roles: ["reader"] };
  return {
    accessToken: `access token of ${account.username}`,
    tokenType: "Bearer",
    idToken: unsignedJwt(idTokenClaims),
    idTokenClaims,
    expiresOn: Date.UTC(2030, 0, 2, 3, 4, 5),
    extendedExpiresOn: Date.UTC(2030, 0, 2, 4, 4, 5),
    scopes: ["User.Read", "Mail.Read"],
    account,
  };
}

/** One call that the fake broker saw. */
interface BrokerCall {
  readonly method: "probe" | "getAccounts" | "acquireTokenSilent" | "acquireTokenInteractive" | "signOut";
  readonly request: unknown;
  readonly options: CallOptions;
}

/** A broker that answers at once, unless it is told otherwise, and what it was asked. */
export interface FakeBroker {
  readonly broker: Broker;
  /** All but the probes, which the router makes of its own accord. */
  readonly calls: readonly BrokerCall[];
  readonly probes: readonly BrokerCall[];
}

export function fakeBroker(answers: Partial<Broker> = {}): FakeBroker {
  const calls: BrokerCall[] = [];
  const probes: BrokerCall[] = [];
  const saw = (method: BrokerCall["method"], request: unknown, options: CallOptions = {}): void => {
    (method === "probe" ? probes : calls).push({ method, request, options });
  };
  const answering: Broker = {
    contractVersion: 1,
    platform: "linux",
    probe: () => Promise.resolve({ available: true, running: true, version: "9.8.7" }),
    getAccounts: () => Promise.resolve([INES, TOM]),
    acquireTokenSilent: ({ account = INES }) => Promise.resolve(tokenOf(account)),
    acquireTokenInteractive: ({ account = INES }) => Promise.resolve(tokenOf(account)),
    signOut: () => Promise.resolve(),
    ...answers,
  };
  const broker: Broker = {
    contractVersion: answering.contractVersion,
    platform: answering.platform,
    ...(answering.redirectUri === undefined ? {} : { redirectUri: answering.redirectUri }),
    probe(options) {
      saw("probe", undefined, options);
      return answering.probe(options);
    },
    getAccounts(request, options) {
      saw("getAccounts", request, options);
      return answering.getAccounts(request, options);
    },
    acquireTokenSilent(request, options) {
      saw("acquireTokenSilent", request, options);
      return answering.acquireTokenSilent(request, options);
    },
    acquireTokenInteractive(request, options) {
      saw("acquireTokenInteractive", request, options);
      return answering.acquireTokenInteractive(request, options);
    },
    signOut(request, options) {
      saw("signOut", request, options);
      return answering.signOut(request, options);
    },
  };
  return { broker, calls, probes };
}

/** A client of a broker. */
export function createApp(
  broker: Broker,
  auth: Partial<Configuration["auth"]> = {},
): Promise<PublicClientApplication> {
  return PublicClientApplication.create({
    auth: { clientId: CLIENT_ID, ...auth },
    broker: { implementation: broker },
  });
}
