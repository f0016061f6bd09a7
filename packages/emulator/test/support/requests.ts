import type { User } from "@authbroker/emulator";

/** The application of the default configuration. */
export const CLIENT_ID = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";

/** The redirect URI that every application of the broker on Linux has. */
export const REDIRECT_URI = "https://login.microsoftonline.com/common/oauth2/nativeclient";

/** The users of the default configuration. */
export const ADELE = "adele@contoso.example";
export const LEE = "lee@contoso.example";
export const ZOE = "zoe@contoso.example";

/** What a request says; each part has a default. */
export interface RequestParts {
  readonly account?: unknown;
  readonly clientId?: string;
  readonly scopes?: unknown;
  readonly [parameter: string]: unknown;
}

/** A silent token request, field for field as the official client sends it. */
export function silentRequest(parts: RequestParts = {}): object {
  const { account = null, clientId = CLIENT_ID, scopes = ["User.Read"], ...rest } = parts;
  return {
    account,
    authParameters: {
      accessTokenToRenew: "",
      account,
      additionalQueryParametersForAuthorization: { "x-client-xtra-sku": "|,|0.20.7,|,|,|12.0.2" },
      authority: "https://login.microsoftonline.com/common",
      authorizationType: 1,
      clientId,
      decodedClaims: "",
      enrollmentId: "",
      isTestMode: false,
      password: "",
      popParams: null,
      redirectUri: REDIRECT_URI,
      requestedScopes: scopes,
      username: "",
      uxContextHandle: -1,
      ...rest,
    },
  };
}

/** An interactive token request. */
export function interactiveRequest(parts: RequestParts = {}): object {
  return silentRequest({ authorizationType: 6, isSignIn: true, onboardingBlob: "{}", ...parts });
}

/** A user as requests name an account. */
export function accountOf(user: User): object {
  return {
    environment: "login.microsoftonline.com",
    homeAccountId: `${user.oid}.${user.tenantId}`,
    localAccountId: user.oid,
    realm: user.tenantId,
    username: user.username,
    name: user.name,
  };
}

/** Adele, signed in on this machine, and Lee, not. */
export const ADELE_SIGNED_IN = {
  users: [
    {
      oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
      username: ADELE,
      name: "Adele Vance",
      givenName: "Adele",
      familyName: "Vance",
      signedIn: true,
    },
    { oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a", username: LEE, name: "Lee Gu" },
  ],
} as const;
