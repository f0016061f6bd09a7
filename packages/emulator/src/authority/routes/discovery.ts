import { type Answer, json } from "../answers.js";
import type { AuthorityContext } from "../context.js";
import type { HttpRequest } from "../http-request.js";
import { requireTenant } from "../authorize-request.js";
import { instanceMetadata, openIdConfiguration } from "../metadata.js";
import { refuse } from "../../directory/catalogue.js";

/** `GET /{tenant}/v2.0/.well-known/openid-configuration` */
export function discovery({ base, directory }: AuthorityContext, { tenant }: HttpRequest): Answer {
  requireTenant(directory, tenant);
  return json(200, openIdConfiguration(base, tenant, directory.tenants));
}

/** `GET /{tenant}/discovery/v2.0/keys` */
export async function keys({ directory }: AuthorityContext): Promise<Answer> {
  return json(200, await directory.jwks());
}

/**
 * `GET /common/discovery/instance`
 *
 * @throws Refusal AADSTS50049 for a host that is not this one.
 */
export function instanceDiscovery({ base }: AuthorityContext, { query, tenant }: HttpRequest): Answer {
  const asked = query.get("authorization_endpoint") ?? base;
  const host = URL.canParse(asked) ? new URL(asked).host : asked;
  if (host !== new URL(base).host) throw refuse(50049, { subject: { value: host } });
  return json(200, instanceMetadata(base, tenant));
}
