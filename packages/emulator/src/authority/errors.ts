import { randomUUID } from "node:crypto";
import type { Refusal } from "../directory/refusal.js";
import { type Answer, json, shown } from "./answers.js";
import type { HttpRequest } from "./http-request.js";
import { errorPage } from "./pages/error.js";

/** The ids that an error carries. */
export type ErrorIds = Pick<HttpRequest, "correlationId" | "requestId">;

/** The parts of an error that every answer has in common. */
interface ErrorText {
  /** `AADSTSnnnn: … Trace ID: … Correlation ID: … Timestamp: …`. */
  readonly description: string;
  /** `yyyy-MM-dd HH:mm:ssZ`. */
  readonly timestamp: string;
  readonly traceId: string;
  readonly uri: string | undefined;
}

/** The time as Entra writes it in errors. */
function timestampOf(now: Date): string {
  return `${now.toISOString().slice(0, 19).replace("T", " ")}Z`;
}

function textOf({ message, errorCode, hasErrorUri }: Refusal, { correlationId }: ErrorIds): ErrorText {
  const timestamp = timestampOf(new Date());
  const traceId = randomUUID();
  return {
    description: `${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    timestamp,
    traceId,
    uri: hasErrorUri ? `https://login.microsoftonline.com/error?code=${errorCode}` : undefined,
  };
}

/** A refusal as the JSON endpoints give it. */
export function errorAnswer(refusal: Refusal, ids: ErrorIds): Answer {
  const { error, errorCode, suberror, claims, http, retryAfter } = refusal;
  const { description, timestamp, traceId, uri } = textOf(refusal, ids);
  const answer = json(
    http,
    {
      error,
      error_description: description,
      error_codes: errorCode === 0 ? [] : [errorCode],
      timestamp,
      trace_id: traceId,
      correlation_id: ids.correlationId,
      ...(uri === undefined ? {} : { error_uri: uri }),
      ...(suberror === undefined ? {} : { suberror }),
      ...(claims === undefined ? {} : { claims }),
    },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
  return { ...answer, outcome: outcomeOf(refusal) };
}

/** A refusal as parameters for the redirect URI (RFC 6749 section 4.1.2.1). */
export function errorParameters(refusal: Refusal, ids: ErrorIds): Readonly<Record<string, string>> {
  const { description, uri } = textOf(refusal, ids);
  return {
    error: refusal.error,
    error_description: description,
    ...(uri === undefined ? {} : { error_uri: uri }),
    ...(refusal.suberror === undefined ? {} : { suberror: refusal.suberror }),
    ...(refusal.errorCode === 65004 ? { error_subcode: "cancel" } : {}),
  };
}

/** A refusal that a person reads, and no app. */
export function errorPageAnswer(refusal: Refusal, { correlationId, requestId }: ErrorIds): Answer {
  const page = errorPage({
    requestId,
    correlationId,
    text: refusal.message,
    timestamp: timestampOf(new Date()),
  });
  return { ...shown(refusal.http, page), outcome: outcomeOf(refusal) };
}

/** A refusal in a few words, for a log. */
function outcomeOf({ error, errorCode }: Refusal): string {
  return errorCode === 0 ? error : `${error} AADSTS${errorCode}`;
}
