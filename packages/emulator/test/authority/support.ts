import { createHash, randomBytes } from "node:crypto";
import {
  type Authority,
  signInWith,
  type ScriptedPerson,
  startAuthority,
  type StartAuthorityOptions,
} from "@authbroker/emulator";
import { onTestFinished } from "vitest";

const REDIRECT_URI = "http://localhost:8400";
export const ADELE = "adele@contoso.example";

/** An authority that ends with the test. */
export async function authorityForTest(options: StartAuthorityOptions = {}): Promise<Authority> {
  const authority = await startAuthority(options);
  onTestFinished(() => authority.close());
  return authority;
}

export function clientIdOf({ directory }: Authority): string {
  return directory.apps[0]?.clientId ?? "";
}

/** PKCE's two halves. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** The address of an authorize request; `undefined` leaves a parameter out. */
export function authorizeUrl(
  authority: Authority,
  parameters: Record<string, string | undefined> = {},
  tenant = "common",
): string {
  const url = new URL(`${authority.base}/${tenant}/oauth2/v2.0/authorize`);
  const all = {
    client_id: clientIdOf(authority),
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    response_mode: "form_post",
    scope: "openid profile offline_access User.Read",
    state: "the state",
    client_info: "1",
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** What came to the redirect URI; a person signs in on the way. Nothing listens there: `query` mode needs no listener. */
export async function answerTo(
  authority: Authority,
  parameters: Record<string, string | undefined> = {},
  person: ScriptedPerson = {},
  tenant = "common",
): Promise<URLSearchParams> {
  const url = authorizeUrl(
    authority,
    { response_mode: "query", redirect_uri: "msauth.notes://auth", ...parameters },
    tenant,
  );
  const { url: end } = await signInWith(url, person);
  return new URL(end).searchParams;
}

/** An app whose redirect URI is of a scheme of its own, so that the end of a sign-in can be read off. */
export const CUSTOM_SCHEME_APP = {
  clientId: "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d",
  name: "Contoso Notes",
  redirectUris: ["http://localhost", "msauth.notes://auth"],
};

export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Posts a form to an endpoint of the common tenant. */
export async function post(
  authority: Authority,
  endpoint: string,
  fields: Record<string, string>,
): Promise<TokenAnswer> {
  const response = await fetch(`${authority.base}/common/oauth2/v2.0/${endpoint}`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

/** Signs a person in and redeems the code. */
export async function tokensFor(
  authority: Authority,
  parameters: Record<string, string | undefined> = {},
  person: ScriptedPerson = {},
): Promise<TokenAnswer> {
  const { verifier, challenge } = pkce();
  const answer = await answerTo(
    authority,
    { code_challenge: challenge, code_challenge_method: "S256", ...parameters },
    person,
  );
  return redeem(authority, answer.get("code") ?? "", { code_verifier: verifier });
}

export function redeem(
  authority: Authority,
  code: string,
  more: Record<string, string> = {},
): Promise<TokenAnswer> {
  return post(authority, "token", {
    grant_type: "authorization_code",
    client_id: clientIdOf(authority),
    redirect_uri: "msauth.notes://auth",
    code,
    ...more,
  });
}

export function refresh(
  authority: Authority,
  refreshToken: unknown,
  more: Record<string, string> = {},
): Promise<TokenAnswer> {
  return post(authority, "token", {
    grant_type: "refresh_token",
    client_id: clientIdOf(authority),
    refresh_token: String(refreshToken),
    scope: "openid profile offline_access User.Read",
    ...more,
  });
}
