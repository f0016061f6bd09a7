import { Refusal } from "../../directory/refusal.js";
import type { Answer } from "../answers.js";
import { authorizePurpose } from "../authorize-purpose.js";
import { readApp, readAuthorizeRequest, readReturnAddress, requireTenant } from "../authorize-request.js";
import type { AuthorityContext } from "../context.js";
import { errorParameters } from "../errors.js";
import type { HttpRequest, Parameters } from "../http-request.js";
import { respond } from "../respond.js";
import { nextStep, silentPerson } from "../sign-in.js";

/**
 * `GET` or `POST /{tenant}/oauth2/v2.0/authorize`
 *
 * @throws Refusal for a page: as long as the redirect URI is not known to be the app's, nothing is sent to it.
 */
export function authorize(context: AuthorityContext, request: HttpRequest): Answer {
  const { directory, sessions, flows } = context;
  const parameters = parametersOf(request);
  const app = readApp(directory, parameters);
  const address = readReturnAddress(app, parameters);
  requireTenant(directory, request.tenant);
  try {
    const asked = readAuthorizeRequest(parameters);
    const purpose = authorizePurpose(directory, app, request.tenant, address, asked);
    const person = silentPerson(context, purpose, sessions.of(request.session));
    const flow = flows.start(purpose);
    flow.person = person;
    return nextStep(context, flow, request);
  } catch (error) {
    if (error instanceof Refusal) return respond(address, errorParameters(error, request));
    throw error;
  }
}

/** An error in place of the sign-in, where the app can read it. */
export function refuseToAuthorize(
  { directory }: AuthorityContext,
  request: HttpRequest,
  refusal: Refusal,
): Answer {
  const parameters = parametersOf(request);
  return respond(
    readReturnAddress(readApp(directory, parameters), parameters),
    errorParameters(refusal, request),
  );
}

function parametersOf({ query, form }: HttpRequest): Parameters {
  return new Map([...query, ...form]);
}
