import assert from "node:assert/strict";
import type { Emulator } from "@authbroker/emulator";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeJwt,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
} from "jose";

/** How far the clocks of a client and a resource may be apart, in seconds; Microsoft's own handlers allow as much. */
const LARGEST_AGE = 300;

/** The members of an RSA JWK that only its owner may have. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** An HTTP request as a resource sees it. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
}

/** What a resource knows of a request that it let in. */
interface Accepted {
  /** The claims of the access token. */
  readonly token: JWTPayload;
  /** The claims of the signed HTTP request. */
  readonly request: JWTPayload;
}

/** A resource that lets in whoever proves possession of the key that their token is bound to. */
export interface ResourceServer {
  /** @throws AssertionError or JOSEError that says which rule of a proof of possession the request breaks. */
  verify(request: IncomingRequest): Promise<Accepted>;
}

/**
 * A resource of the emulator's tenant, with no knowledge of the broker but the authority's public keys.
 *
 * @param audience The resource, as access tokens name it.
 * @param nonce The nonce that the resource has given out; without it any will do, once.
 */
export async function resourceServer(
  emulator: Emulator,
  audience: string,
  nonce?: string,
): Promise<ResourceServer> {
  const keys = createLocalJWKSet(await emulator.directory.jwks());
  const seen = new Set<string>();

  return {
    async verify({ method, url, authorization }) {
      const [scheme, signed = ""] = authorization.split(" ");
      assert.ok(scheme?.toLowerCase() === "pop", "the scheme is not PoP");
      const { at, cnf } = decodeJwt(signed);
      assert.ok(typeof at === "string", "no access token is in it");
      const token = await verifyToken(at);
      const key = jwkOf(cnf);
      assert.ok(!PRIVATE_MEMBERS.some((name) => name in key), "it shows a private key");
      const thumbprint = await calculateJwkThumbprint(key);
      assert.ok(thumbprint === kidOf(token["cnf"]), "the token is bound to another key");
      const { payload: request } = await jwtVerify(signed, await importJWK(key, "RS256"), {
        algorithms: ["RS256"],
        typ: "pop",
      });
      requireRequest(request, method, url);
      assert.ok(nonce === undefined || request["nonce"] === nonce, "the nonce is another");
      const use = `${thumbprint} ${String(request["nonce"])}`;
      assert.ok(typeof request["nonce"] === "string" && !seen.has(use), "it was used before");
      seen.add(use);
      return { token, request };
    },
  };

  async function verifyToken(at: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(at, keys, {
      algorithms: ["RS256"],
      audience,
      requiredClaims: ["exp"],
    });
    const { iss, tid } = payload;
    assert.ok(iss === `https://login.microsoftonline.com/${String(tid)}/v2.0`, "the issuer is another");
    return payload;
  }
}

function requireRequest({ ts, m, u, p }: JWTPayload, method: string, url: URL): void {
  const now = Math.floor(Date.now() / 1000);
  assert.ok(typeof ts === "number" && Math.abs(now - ts) <= LARGEST_AGE, "it is too old, or of the future");
  assert.ok(typeof m === "string" && m.toUpperCase() === method, "the method is another");
  assert.ok(typeof u === "string" && u.toLowerCase() === url.host, "the host is another");
  assert.ok(typeof p === "string" && trimmed(p) === trimmed(url.pathname), "the path is another");
}

const trimmed = (path: string): string => path.replaceAll(/^\/+|\/+$/g, "");

/** The key that a signed HTTP request shows, as it came. */
function jwkOf(cnf: unknown): JWK {
  const jwk = member(cnf, "jwk");
  assert.ok(typeof jwk === "object" && jwk !== null, "it shows no key");
  return { ...jwk };
}

const kidOf = (cnf: unknown): unknown => member(cnf, "kid");

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
