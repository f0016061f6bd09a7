import { findTenant, isAnyTenant } from "../config/identifiers.js";
import { refuse } from "../directory/catalogue.js";
import { parseClaimsRequest } from "../directory/claims-request.js";
import type { App, Directory } from "../directory/directory.js";
import type { AuthorizationGrant } from "../directory/grants/authorization-codes.js";
import type { Parameters } from "./http-request.js";
import { PROMPTS, type Prompt } from "./flows.js";
import { missingParameter, unsupportedResponseType, unusableParameter } from "./protocol-errors.js";
import { isRegistered } from "./redirect-uris.js";

/** How the answer travels to the redirect URI. */
type ResponseMode = "query" | "fragment" | "form_post";

/** Where an answer goes, and how. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly mode: ResponseMode;
  /** The client's own, to be given back as it is. */
  readonly state: string | undefined;
}

/** What an app asks the authorize endpoint for. */
export interface AuthorizeRequest {
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  readonly prompt: Prompt | undefined;
  readonly loginHint: string | undefined;
  readonly domainHint: string | undefined;
  readonly nonce: string | undefined;
  readonly codeChallenge: AuthorizationGrant["codeChallenge"];
  readonly wantsClientInfo: boolean;
}

/** A GUID as client ids are written. */
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * That there is such a tenant.
 *
 * @throws Refusal AADSTS90002.
 */
export function requireTenant(directory: Directory, tenant: string): void {
  if (isAnyTenant(tenant) || findTenant(directory.tenants, tenant) !== undefined) return;
  throw refuse(90002, { subject: { tenant } });
}

/**
 * The app registration of a client id.
 *
 * @throws Refusal AADSTS900144 without one, 700038 for one that is no GUID, 700016 for one that nobody registered.
 */
export function readApp(directory: Directory, parameters: Parameters): App {
  const clientId = required(parameters, "client_id");
  if (!GUID.test(clientId)) throw refuse(700038, { subject: { clientId } });
  const app = directory.findApp(clientId);
  if (app !== undefined) return app;
  throw refuse(700016, { subject: { clientId, tenant: directory.tenants[0]?.name ?? "" } });
}

/**
 * Where the answer goes. Until this is known, nothing may be sent anywhere: a refusal is a page.
 *
 * @throws Refusal AADSTS50011 for a redirect URI that is not the app's.
 */
export function readReturnAddress({ clientId, redirectUris }: App, parameters: Parameters): ReturnAddress {
  const redirectUri = required(parameters, "redirect_uri");
  if (!isRegistered(redirectUri, redirectUris)) throw refuse(50011, { subject: { clientId, redirectUri } });
  const mode = parameters.get("response_mode") ?? "query";
  if (mode !== "query" && mode !== "fragment" && mode !== "form_post") {
    throw unusableParameter("response_mode", "it is query, fragment or form_post");
  }
  return { redirectUri, mode, state: parameters.get("state") };
}

/**
 * Reads what is asked for.
 *
 * @throws Refusal for the app to read, at its redirect URI.
 */
export function readAuthorizeRequest(parameters: Parameters): AuthorizeRequest {
  const responseType = required(parameters, "response_type");
  if (responseType !== "code") throw unsupportedResponseType(responseType);
  return {
    scopes: readScopes(parameters),
    claims: readClaims(parameters),
    prompt: readPrompt(parameters),
    loginHint: parameters.get("login_hint"),
    domainHint: parameters.get("domain_hint"),
    nonce: parameters.get("nonce"),
    codeChallenge: readCodeChallenge(parameters),
    wantsClientInfo: parameters.get("client_info") === "1",
  };
}

/**
 * The scopes of a request, each once.
 *
 * @throws Refusal AADSTS900144 without any.
 */
export function readScopes(parameters: Parameters): readonly string[] {
  const scopes = (parameters.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  if (scopes.length === 0) throw missingParameter("scope");
  return [...new Set(scopes)];
}

/**
 * The claims request, JSON text, or empty.
 *
 * @throws Refusal when it is no JSON object.
 */
export function readClaims(parameters: Parameters): string {
  const claims = parameters.get("claims") ?? "";
  if (parseClaimsRequest(claims) === undefined) throw unusableParameter("claims", "it is not a JSON object");
  return claims;
}

/**
 * A parameter that must be there.
 *
 * @throws Refusal AADSTS900144.
 */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

function readPrompt(parameters: Parameters): Prompt | undefined {
  const asked = parameters.get("prompt") || undefined;
  if (asked === undefined) return undefined;
  const prompt = PROMPTS.find((each) => each === asked);
  if (prompt === undefined) throw unusableParameter("prompt", `it is one of ${PROMPTS.join(", ")}`);
  return prompt;
}

function readCodeChallenge(parameters: Parameters): AuthorizationGrant["codeChallenge"] {
  const value = parameters.get("code_challenge");
  if (value === undefined) return undefined;
  const method = parameters.get("code_challenge_method") ?? "plain";
  if (method !== "S256" && method !== "plain") {
    throw unusableParameter("code_challenge_method", "it is S256 or plain");
  }
  // RFC 7636, section 4.2.
  if (!/^[\w.~-]{43,128}$/.test(value)) {
    throw unusableParameter("code_challenge", "it has 43 to 128 of the characters A-Z a-z 0-9 - . _ ~");
  }
  return { method, value };
}
