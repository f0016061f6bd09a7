import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { IssuedSecrets } from "../directory/secrets.js";
import type { Clock } from "../directory/session.js";
import { createSigningKey, type SigningKey } from "./keys.js";

/** The HTTP request that a proof of possession is for, as clients send it in `popParams`. */
export interface HttpRequestToSign {
  readonly httpMethod: string;
  /** The host, with a port if there is one. */
  readonly uriHost: string;
  readonly uriPath: string;
  /** The resource server's nonce, or empty. */
  readonly nonce: string;
  /** JSON text, or empty. */
  readonly clientClaims: string;
}

/** Signs HTTP requests with the key that proof-of-possession tokens are bound to. */
export class RequestSigner {
  #key: Promise<SigningKey> | undefined;
  readonly #secrets: IssuedSecrets;
  readonly #now: Clock;

  constructor(secrets: IssuedSecrets, now: Clock) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** The thumbprint of the key, for the `cnf` claim of an access token. */
  async thumbprint(): Promise<string> {
    return (await this.#keyMadeOnce()).thumbprint;
  }

  /**
   * A signed HTTP request: a JWS of type `pop` over the method, host and path.
   *
   * @param accessToken - goes in as `at`; without it the proof stands alone.
   */
  async sign(request: HttpRequestToSign, accessToken?: string): Promise<string> {
    const { privateKey, publicJwk, thumbprint } = await this.#keyMadeOnce();
    const { kty, n, e } = publicJwk;
    const proof = await new SignJWT({
      ...(accessToken === undefined ? {} : { at: accessToken }),
      ts: this.#now(),
      m: request.httpMethod.toUpperCase(),
      u: request.uriHost,
      p: request.uriPath,
      nonce: request.nonce || randomUUID().replaceAll("-", ""),
      cnf: { jwk: { kty, n, e } },
      ...(request.clientClaims === "" ? {} : { client_claims: request.clientClaims }),
      xms_emulated: true,
    })
      .setProtectedHeader({ typ: "pop", alg: "RS256", kid: thumbprint })
      .sign(privateKey);
    return this.#secrets.keep(proof);
  }

  /** Most tests never ask for a proof of possession, and an RSA key costs a tenth of a second. */
  #keyMadeOnce(): Promise<SigningKey> {
    this.#key ??= createSigningKey();
    return this.#key;
  }
}
