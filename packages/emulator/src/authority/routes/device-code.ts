import { type Answer, json } from "../answers.js";
import { readApp, readClaims, readScopes, requireTenant } from "../authorize-request.js";
import type { AuthorityContext } from "../context.js";
import type { AuthorityFaultPlan } from "../fault-list.js";
import type { HttpRequest } from "../http-request.js";

/** `POST /{tenant}/oauth2/v2.0/devicecode` (RFC 8628, section 3.1); as at Entra without `verification_uri_complete`. */
export function deviceCode(
  { directory, config, base }: AuthorityContext,
  { form, tenant }: HttpRequest,
  { spoiling }: AuthorityFaultPlan,
): Answer {
  requireTenant(directory, tenant);
  const { clientId } = readApp(directory, form);
  const { interval, expiresIn } = config.deviceCode;
  const request = { clientId, tenant, scopes: readScopes(form), claims: readClaims(form), expiresIn };
  const flow = directory.deviceCodes.start(request);
  const page = `${base}/common/oauth2/deviceauth`;
  return json(200, {
    user_code: flow.userCode,
    device_code: flow.deviceCode,
    verification_uri: page,
    expires_in: expiresIn,
    ...(spoiling.has("interval-missing") ? {} : { interval }),
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${flow.userCode} to authenticate.`,
  });
}
