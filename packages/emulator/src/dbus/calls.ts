import { performance } from "node:perf_hooks";
import type { Method } from "../config/faults.js";
import { Refusal } from "../directory/refusal.js";
import { anotherUser, type User } from "../directory/users.js";
import { withoutTokens } from "../redact.js";
import type { MethodCall } from "./connection.js";
import { type Answer, errorReply, jsonAnswer } from "./answers.js";
import type { FaultPlan } from "./faults.js";
import { CallerGone } from "./interactions.js";
import type { MethodContext, MethodResult } from "./methods/context.js";
import { METHOD_HANDLERS } from "./methods/index.js";
import type { CompletedCall, RecordedRequest } from "./request-log.js";
import type { ErrorParts } from "./replies.js";
import { type BrokerRequestBody, clientIdOf, parseRequest, recordable } from "./requests.js";

/** A call of one of the broker's methods, read. */
export interface BrokerCall {
  readonly method: Method;
  readonly request: RecordedRequest;
  /** The application (client) ID, or empty. */
  readonly clientId: string;
  /** What is asked, or why it cannot be. */
  readonly body: BrokerRequestBody | Refusal;
  /** When it came, on the clock of `performance.now()`. */
  readonly started: number;
}

/** What a call came to. */
export interface Outcome {
  readonly answer: Answer;
  /** For the log: `ok`, or what went wrong. */
  readonly summary: string;
  readonly user?: User;
}

/** Reads a method call whose signature was checked. */
export function readCall(method: Method, { body, sender }: MethodCall): BrokerCall {
  const [protocolVersion = "", correlationId = "", json = ""] = body.map(String);
  const parsed = parseOrRefuse(json);
  const usable = parsed instanceof Refusal ? undefined : parsed;
  return {
    method,
    request: {
      method,
      protocolVersion: withoutTokens(protocolVersion),
      correlationId: withoutTokens(correlationId),
      body: usable && recordable(usable),
      sender,
      at: Date.now(),
    },
    clientId: usable ? clientIdOf(usable) : "",
    body: parsed,
    started: performance.now(),
  };
}

/** Does what a call asks, or what the faults make of it. */
export async function answerCall(
  { method, body }: BrokerCall,
  plan: FaultPlan,
  context: Omit<MethodContext, "answerAs">,
): Promise<Outcome> {
  if (plan.instead !== undefined) return { answer: plan.instead, summary: `fault ${plan.name}` };
  const refuse = (parts: ErrorParts, summary: string): Outcome => ({
    answer: jsonAnswer(plan.spoil(errorReply(method, parts))),
    summary,
  });
  if (plan.refusal !== undefined) return refuse(plan.refusal, `fault ${plan.name}`);
  try {
    if (body instanceof Refusal) throw body;
    const answerAs = (user: User): User =>
      plan.wrongIdentity ? anotherUser(context.directory.users, user) : user;
    const { reply, ...about }: MethodResult = await METHOD_HANDLERS[method](body, { ...context, answerAs });
    return { answer: jsonAnswer(plan.spoil(reply)), summary: "ok", ...about };
  } catch (error) {
    if (error instanceof CallerGone) return { answer: { kind: "silence" }, summary: "the caller left" };
    if (!(error instanceof Refusal)) throw error;
    return refuse(error, `status ${error.status}, ${error.message}`);
  }
}

/** The line of the log for a call that has been answered. */
export function completedCall(call: BrokerCall, { summary, user }: Omit<Outcome, "answer">): CompletedCall {
  return {
    request: call.request,
    clientId: call.clientId,
    ...(user === undefined ? {} : { username: user.username }),
    outcome: summary,
    ms: performance.now() - call.started,
  };
}

function parseOrRefuse(json: string): BrokerRequestBody | Refusal {
  try {
    return parseRequest(json);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
