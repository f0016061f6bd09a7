import { requireString, wrongArgument } from "./arguments.js";
import { rememberClient } from "./clients.js";

/** The HTTP request that a proof of possession is for. */
interface PopParams {
  readonly httpMethod: string;
  readonly httpHost: string;
  readonly httpPath: string;
  readonly nonce: string;
}

/** The members of a token request of core's that come from {@link AuthParameters}. */
export interface RequestFields {
  readonly authority: string;
  readonly scopes: readonly string[];
  readonly redirectUri?: string;
  readonly claims?: string;
  readonly extraParameters?: Record<string, string>;
  readonly authenticationScheme?: "pop";
  readonly resourceRequestMethod?: string;
  readonly resourceRequestUri?: string;
  readonly shrNonce?: string;
}

/**
 * What a token is asked for, filled in member by member. As Microsoft's do, the setters throw when an argument is no
 * string; what else is wrong is said by the call that takes it.
 */
export class AuthParameters {
  #clientId = "";
  #authority = "";
  #scopes: readonly string[] = [];
  #redirectUri = "";
  #claims = "";
  #accessTokenToRenew = "";
  #pop: PopParams | undefined;
  readonly #additional = new Map<string, string>();

  /** @param authority An https URL, for example `https://login.microsoftonline.com/common`. */
  CreateAuthParameters(clientId: string, authority: string): void {
    requireString("clientId", clientId);
    requireString("authority", authority);
    this.#clientId = clientId;
    this.#authority = authority;
    rememberClient(clientId);
  }

  SetRedirectUri(redirectUri: string): void {
    requireString("redirectUri", redirectUri);
    this.#redirectUri = redirectUri;
  }

  /** @param scopes Separated by blanks. */
  SetRequestedScopes(scopes: string): void {
    requireString("scopes", scopes);
    this.#scopes = scopes.split(" ").filter((scope) => scope !== "");
  }

  /** @param claims The claims request, JSON text. */
  SetDecodedClaims(claims: string): void {
    requireString("claims", claims);
    this.#claims = claims;
  }

  /** Has a silent call fetch a new access token although the one that is given here is still valid. */
  SetAccessTokenToRenew(accessToken: string): void {
    requireString("accessToken", accessToken);
    this.#accessTokenToRenew = accessToken;
  }

  /** Asks for a signed HTTP request in place of a bearer token. */
  SetPopParams(httpMethod: string, httpHost: string, httpPath: string, nonce: string): void {
    requireString("httpMethod", httpMethod);
    requireString("httpHost", httpHost);
    requireString("httpPath", httpPath);
    requireString("nonce", nonce);
    this.#pop = { httpMethod, httpHost, httpPath, nonce };
  }

  /** A parameter of the authorization request. */
  SetAdditionalParameter(key: string, value: string): void {
    requireString("key", key);
    requireString("value", value);
    this.#additional.set(key, value);
  }

  /** @throws MsalRuntimeError `ApiContractViolation` for parameters that another module, or nobody, made. */
  static require(value: unknown): void {
    if (typeof value !== "object" || value === null || !(#clientId in value))
      throw wrongArgument("authParams", "a new msalNodeRuntime.AuthParameters() of this module", value);
  }

  /** Whose request it is. */
  static clientIdOf(parameters: AuthParameters): string {
    return parameters.#clientId;
  }

  /** Whether the broker is to fetch a new token. */
  static renews(parameters: AuthParameters): boolean {
    return parameters.#accessTokenToRenew !== "";
  }

  /** The request as core takes it. */
  static requestOf(parameters: AuthParameters): RequestFields {
    const { httpMethod, httpHost, httpPath, nonce } = parameters.#pop ?? {};
    return {
      authority: parameters.#authority,
      scopes: parameters.#scopes,
      ...(parameters.#redirectUri === "" ? {} : { redirectUri: parameters.#redirectUri }),
      ...(parameters.#claims === "" ? {} : { claims: parameters.#claims }),
      ...(parameters.#additional.size === 0
        ? {}
        : { extraParameters: Object.fromEntries(parameters.#additional) }),
      ...(httpMethod === undefined
        ? {}
        : {
            authenticationScheme: "pop",
            resourceRequestMethod: httpMethod,
            resourceRequestUri: `https://${httpHost}${httpPath}`,
          }),
      ...(nonce ? { shrNonce: nonce } : {}),
    };
  }
}
