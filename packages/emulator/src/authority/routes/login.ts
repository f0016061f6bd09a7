import type { Answer } from "../answers.js";
import { withHeaders } from "../answers.js";
import { required } from "../authorize-request.js";
import type { AuthorityContext } from "../context.js";
import { sessionCookie } from "../cookies.js";
import type { Flow } from "../flows.js";
import type { HttpRequest } from "../http-request.js";
import { unusableParameter } from "../protocol-errors.js";
import { askWho, nextStep } from "../sign-in.js";

/** `POST /common/login`: where the forms of the pages go, one step at a time. */
export function login(context: AuthorityContext, request: HttpRequest): Answer {
  const { flows } = context;
  const { form } = request;
  const flow = flows.find(required(form, "flow"));
  if (flow === undefined) {
    throw unusableParameter("flow", "this sign-in is over. Go back to the app and start again");
  }
  const step = form.get("step") ?? "";
  if (step === "cancel") {
    flows.end(flow);
    return flow.purpose.decline(request);
  }
  if (step === "sign-in") return signIn(context, flow, request);
  takeStep(context, flow, step);
  return signedIn(context, flow, request);
}

/** The one step that names somebody; a username that nobody has is asked for again. */
function signIn(context: AuthorityContext, flow: Flow, request: HttpRequest): Answer {
  const { directory, sessions } = context;
  const username = (request.form.get("username") ?? "").trim();
  const user = directory.findUser(username);
  if (user === undefined) {
    const problem =
      username === "" ? "Enter a username." : "We couldn’t find an account with that username. Try another.";
    return askWho(context, flow, { username, problem });
  }
  const earlier = flow.afresh ? undefined : sessions.of(request.session).get(user);
  const session =
    earlier === undefined || directory.isRevoked(user, earlier) ? directory.startSession(user) : earlier;
  flow.person = { user, session };
  return signedIn(context, flow, request);
}

/** The steps of somebody who is known. */
function takeStep({ directory }: AuthorityContext, flow: Flow, step: string): void {
  const { person, purpose } = flow;
  if (person === undefined) throw unusableParameter("step", "nobody has signed in yet");
  switch (step) {
    case "approve":
      flow.approved = true;
      flow.person = { ...person, session: { ...person.session, mfaAt: directory.now() } };
      break;
    case "accept":
      flow.accepted = true;
      directory.consents.give(person.user, purpose.app.clientId, purpose.scopes);
      break;
    case "confirm":
      flow.confirmed = true;
      break;
    default:
      throw unusableParameter("step", "no page has it");
  }
}

/** The next page, for a browser that knows from now on who it is. */
function signedIn(context: AuthorityContext, flow: Flow, request: HttpRequest): Answer {
  const { person } = flow;
  const answer = nextStep(context, flow, request);
  if (person === undefined) return answer;
  const browser = context.sessions.keep(request.session, person.user, person.session);
  return withHeaders(answer, sessionCookie(browser, context.base.startsWith("https:")));
}
