import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Refusal } from "../directory/refusal.js";
import { notify } from "../notify.js";
import { type Answer, json, type NoAnswer } from "./answers.js";
import type { AuthorityContext } from "./context.js";
import { errorAnswer, errorPageAnswer, type ErrorIds } from "./errors.js";
import { type AuthorityFaultPlan, NO_FAULTS } from "./fault-list.js";
import { isOwnHost } from "./hosts.js";
import { type HttpRequest, readRequest, readRequestLine, type RequestLine } from "./http-request.js";
import { unknownHost } from "./protocol-errors.js";
import { type CompletedRequest, recorded } from "./request-log.js";
import { findRoute, type Route } from "./router.js";
import { refuseToAuthorize } from "./routes/authorize.js";

/** What those who run an authority are told. */
export interface AuthorityListeners {
  /** Told of each request after it was answered. */
  readonly onRequestCompleted?: ((request: CompletedRequest) => void) | undefined;
}

/** How a request was met. */
interface Met {
  readonly answer: Answer | NoAnswer;
  readonly ids: ErrorIds;
  readonly request: HttpRequest | undefined;
}

/** Answers one request; never throws, whatever the request holds. */
export async function serve(
  context: AuthorityContext,
  { onRequestCompleted }: AuthorityListeners,
  message: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const at = Date.now();
  const started = performance.now();
  const line = readRequestLine(message);
  const { answer, ids, request } = await meet(context, message, line, closing);
  send(answer, ids, message, response);
  notify("onRequestCompleted", onRequestCompleted, {
    request: recorded(request ?? unread(line, ids), at),
    status: typeof answer === "string" ? 0 : answer.status,
    outcome: typeof answer === "string" ? answer : (answer.outcome ?? "ok"),
    ms: performance.now() - started,
  });
}

/** Finds the route, reads the request, and has it answered. */
async function meet(
  context: AuthorityContext,
  message: IncomingMessage,
  line: RequestLine,
  closing: AbortSignal,
): Promise<Met> {
  let ids: ErrorIds = { requestId: line.requestId, correlationId: line.requestId };
  let route: Route | undefined;
  let request: HttpRequest | undefined;
  try {
    const { host } = message.headers;
    if (!isOwnHost(host, context.base)) throw unknownHost(host ?? "");
    route = findRoute(line);
    request = await readRequest(message, line);
    ids = request;
    context.log.add(recorded(request, Date.now()));
    return { ids, request, answer: await answerWithFaults(context, route, request, closing) };
  } catch (error) {
    return { ids, request, answer: failure(error, route, line, ids) };
  }
}

/** A request whose parameters could not be read, for the log. */
function unread({ method, path }: RequestLine, { correlationId }: ErrorIds): Parameters<typeof recorded>[0] {
  return { method, path, correlationId, query: new Map(), form: new Map() };
}

async function answerWithFaults(
  context: AuthorityContext,
  route: Route,
  request: HttpRequest,
  closing: AbortSignal,
): Promise<Answer | NoAnswer> {
  const { faultEndpoint } = route;
  const plan = faultEndpoint === undefined ? NO_FAULTS : context.faults.take(faultEndpoint);
  if (plan.delayMs > 0) await delay(plan.delayMs, undefined, { signal: closing });
  const answer = await replaced(context, route, request, plan);
  const truncated = typeof answer !== "string" && plan.spoiling.has("truncated-json");
  return truncated ? { ...answer, body: answer.body.slice(0, answer.body.length / 2) } : answer;
}

/** The answer, or what a fault puts in its place. */
async function replaced(
  context: AuthorityContext,
  route: Route,
  request: HttpRequest,
  plan: AuthorityFaultPlan,
): Promise<Answer | NoAnswer> {
  const { instead } = plan;
  if (instead === undefined) return await route.handle(context, request, plan);
  if ("none" in instead) return instead.none;
  if ("answer" in instead) return { ...instead.answer, outcome: plan.names.join(", ") };
  if (route.errors === "page") return refuseToAuthorize(context, request, instead.refusal);
  return errorAnswer(instead.refusal, request);
}

/** A refusal in the form that whoever asked can read; anything else is the emulator's own fault. */
function failure(error: unknown, route: Route | undefined, { endpoint }: RequestLine, ids: ErrorIds): Answer {
  if (!(error instanceof Refusal)) {
    const why = error instanceof Error ? error.message : String(error);
    const body = { error: "server_error", error_description: `The emulator failed at ${endpoint}: ${why}` };
    return { ...json(500, body), outcome: "server_error" };
  }
  return route?.errors === "page" ? errorPageAnswer(error, ids) : errorAnswer(error, ids);
}

function send(
  answer: Answer | NoAnswer,
  { requestId, correlationId }: ErrorIds,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  if (answer === "never") return;
  if (answer === "drop") {
    // A message that was read whole leaves its connection alone when it is destroyed.
    message.socket.destroy();
    return;
  }
  // What is left of a refused body is read and forgotten: a connection closed over it would lose the answer.
  message.resume();
  response.writeHead(answer.status, {
    "cache-control": "no-store, no-cache",
    pragma: "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-ms-request-id": requestId,
    "client-request-id": correlationId,
    ...answer.headers,
  });
  response.end(answer.body);
}
