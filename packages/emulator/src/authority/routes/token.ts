import { refuse } from "../../directory/catalogue.js";
import type { App } from "../../directory/directory.js";
import { type Answer, json } from "../answers.js";
import { readApp, readClaims, readScopes, required, requireTenant } from "../authorize-request.js";
import type { AuthorityContext } from "../context.js";
import type { AuthorityFaultPlan } from "../fault-list.js";
import type { HttpRequest } from "../http-request.js";
import { checkTenant } from "../../directory/checks.js";
import { issueTokens, type TokenGrant } from "../token-response.js";

/** `POST /{tenant}/oauth2/v2.0/token` */
export async function token(
  context: AuthorityContext,
  request: HttpRequest,
  plan: AuthorityFaultPlan,
): Promise<Answer> {
  const { form, tenant } = request;
  requireTenant(context.directory, tenant);
  const app = readApp(context.directory, form);
  context.directory.throttling.check();
  const grant = redeem(context, request, app);
  return json(200, await issueTokens(context, app, grant, form, plan));
}

/**
 * What the grant is worth.
 *
 * @throws Refusal of the code, the refresh token or the device code; AADSTS70003 for another grant type.
 */
function redeem(
  { directory }: AuthorityContext,
  { form, tenant }: HttpRequest,
  { clientId }: App,
): TokenGrant {
  const grantType = required(form, "grant_type");
  switch (grantType) {
    case "authorization_code": {
      const grant = directory.authorizationCodes.redeem(required(form, "code"), {
        clientId,
        redirectUri: required(form, "redirect_uri"),
        codeVerifier: form.get("code_verifier") ?? "",
      });
      // A redemption can ask for fewer scopes than the sign-in did, and for claims of its own.
      const scopes = form.has("scope") ? readScopes(form) : grant.scopes;
      return { ...grant, scopes, claims: readClaims(form) || grant.claims };
    }
    case "refresh_token": {
      const grant = directory.refreshTokens.redeem(required(form, "refresh_token"), clientId);
      const tenantId = checkTenant(directory, tenant, grant.user);
      return { ...grant, tenantId, scopes: readScopes(form), claims: readClaims(form) };
    }
    // MSAL says it in a word, RFC 8628 in a URN.
    case "device_code":
    case "urn:ietf:params:oauth:grant-type:device_code": {
      const grant = directory.deviceCodes.redeem(required(form, "device_code"), clientId);
      return { ...grant, tenantId: checkTenant(directory, grant.tenant, grant.user) };
    }
    default:
      throw refuse(70003, { subject: { value: grantType } });
  }
}
