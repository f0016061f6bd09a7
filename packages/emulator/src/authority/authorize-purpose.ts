import { refuse } from "../directory/catalogue.js";
import { checkTenant } from "../directory/checks.js";
import type { App, Directory } from "../directory/directory.js";
import { clientInfoOf } from "../directory/users.js";
import { randomUUID } from "node:crypto";
import type { AuthorizeRequest, ReturnAddress } from "./authorize-request.js";
import { errorParameters } from "./errors.js";
import type { Purpose } from "./flows.js";
import { formTarget } from "./pages/layout.js";
import { respond } from "./respond.js";

/** What the authorize endpoint signs people in for: a code for the app, at its redirect URI. */
export function authorizePurpose(
  directory: Directory,
  app: App,
  tenant: string,
  address: ReturnAddress,
  request: AuthorizeRequest,
): Purpose {
  const { scopes, claims, prompt, loginHint, domainHint, nonce, codeChallenge, wantsClientInfo } = request;
  return {
    app,
    tenant,
    scopes,
    claims,
    prompt,
    loginHint,
    domainHint,
    formTargets: [formTarget(address.redirectUri)],
    confirmed: true,
    finish(user, session) {
      const code = directory.authorizationCodes.issue({
        user,
        tenantId: checkTenant(directory, tenant, user),
        clientId: app.clientId,
        redirectUri: address.redirectUri,
        scopes,
        claims,
        session,
        ...(nonce === undefined ? {} : { nonce }),
        ...(codeChallenge === undefined ? {} : { codeChallenge }),
      });
      return respond(address, {
        code,
        ...(wantsClientInfo ? { client_info: clientInfoOf(user) } : {}),
        session_state: randomUUID(),
      });
    },
    decline: (ids) =>
      respond(address, errorParameters(refuse(65004, { subject: { appName: app.name } }), ids)),
    refuse: (refusal, ids) => respond(address, errorParameters(refusal, ids)),
  };
}
