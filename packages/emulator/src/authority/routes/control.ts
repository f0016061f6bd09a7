import { timingSafeEqual } from "node:crypto";
import { type Answer, json } from "../answers.js";
import { required } from "../authorize-request.js";
import type { AuthorityContext } from "../context.js";
import { parseAuthorityFault } from "../fault-text.js";
import type { HttpRequest } from "../http-request.js";
import { controlRefused, unusableParameter } from "../protocol-errors.js";
import { EmulatorError } from "../../errors.js";

/** What another process can make the emulator do, by the path behind `/_emulator/`. */
export const CONTROL_ROUTES: ReadonlyMap<
  string,
  (context: AuthorityContext, request: HttpRequest) => Answer
> = new Map([
  ["devicecode/approve", guarded(approve)],
  ["devicecode/decline", guarded(decline)],
  ["faults", guarded(addFault)],
  ["faults/clear", guarded(clearFaults)],
  ["requests", guarded(listRequests)],
]);

type Control = (context: AuthorityContext, request: HttpRequest) => Answer;

/** Whoever reaches the port is not yet who started the emulator: a token of this run is asked for. */
function guarded(control: Control): Control {
  return (context, request) => {
    const expected = Buffer.from(context.controlToken);
    const actual = Buffer.from(request.bearer ?? "");
    if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) throw controlRefused();
    return control(context, request);
  };
}

/** Signs a device in as a user, who has passed multi-factor authentication and consents to everything. */
function approve({ directory }: AuthorityContext, { form }: HttpRequest): Answer {
  const userCode = required(form, "user_code");
  const username = form.get("username") ?? directory.users[0]?.username ?? "";
  const user = directory.findUser(username);
  if (user === undefined) throw unusableParameter("username", "the directory has no such user");
  const flow = directory.deviceCodes.find(userCode);
  if (flow === undefined) throw unknownUserCode();
  directory.consents.give(user, flow.clientId, flow.scopes);
  directory.deviceCodes.approve(userCode, user, directory.startSession(user, { mfa: true }));
  return json(200, { username: user.username });
}

function decline({ directory }: AuthorityContext, { form }: HttpRequest): Answer {
  if (!directory.deviceCodes.decline(required(form, "user_code"))) throw unknownUserCode();
  return json(200, {});
}

/** Adds a fault, written as on the command line. */
function addFault({ faults }: AuthorityContext, { form }: HttpRequest): Answer {
  try {
    faults.add(parseAuthorityFault(required(form, "fault")));
  } catch (error) {
    if (error instanceof EmulatorError) throw unusableParameter("fault", error.message);
    throw error;
  }
  return json(200, {});
}

function clearFaults({ faults }: AuthorityContext): Answer {
  faults.clear();
  return json(200, {});
}

function listRequests({ log }: AuthorityContext): Answer {
  return json(200, { requests: log.requests });
}

function unknownUserCode(): ReturnType<typeof unusableParameter> {
  return unusableParameter("user_code", "no device waits for it");
}
