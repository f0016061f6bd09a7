import type { PopParameters } from "@authbroker/core";
import { resourceRequestUrl } from "@authbroker/core/broker";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";

/** What Entra binds tokens to, and what resources verify: the algorithm of every MSAL. */
const ALGORITHM = "RS256";

/** A key of this process that tokens can be bound to. */
export interface BindingKey {
  /** `req_cnf`: base64url of the JSON object that names the key by its thumbprint (RFC 7638). */
  readonly confirmation: string;
  /**
   * Signs an HTTP request.
   *
   * @param accessToken The token that is bound to this key.
   * @param now When it is signed.
   * @returns The signed HTTP request: a JWS around the access token, with the fields that MSAL.NET and MSAL for Objective-C give
   * it. There is no `q`: the draft has a hash of the query in it, which resources check only when they are told to, and
   * @azure/msal-common writes the query itself, which no resource could check.
   */
  sign(pop: PopParameters, accessToken: string, now: Date): Promise<string>;
}

/**
 * Makes a key. Its private half cannot be exported and is gone with the process: a token that is bound to it is of no use
 * to anybody else, nor to the next process.
 */
export async function createBindingKey(): Promise<BindingKey> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: false });
  const { kty, n, e } = await exportJWK(publicKey);
  const jwk = { kty, n, e };
  const kid = await calculateJwkThumbprint({ kty: "RSA", n: n ?? "", e: e ?? "" });
  return {
    confirmation: Buffer.from(JSON.stringify({ kid })).toString("base64url"),
    sign(pop, accessToken, now) {
      const { resourceRequestMethod, shrClaims, shrNonce } = pop;
      const url = resourceRequestUrl(pop);
      return new SignJWT({
        at: accessToken,
        ts: Math.floor(now.getTime() / 1000),
        m: resourceRequestMethod,
        u: url.host,
        p: url.pathname,
        nonce: shrNonce || crypto.randomUUID(),
        cnf: { jwk },
        ...(shrClaims === undefined ? {} : { client_claims: shrClaims }),
      })
        .setProtectedHeader({ alg: ALGORITHM, typ: "pop", kid })
        .sign(privateKey);
    },
  };
}
