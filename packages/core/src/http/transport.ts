import type { INetworkModule, NetworkResponse } from "@azure/msal-node";
import { onAbort } from "../abort.js";
import type { HttpAnswer } from "../errors/classify.js";
import { parseJson } from "../json.js";

/** Longest body that is read, in UTF-16 code units; a token answer has a few thousand. */
const LONGEST_BODY = 2 ** 20;

/** An HTTP request of msal-node's. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Sends a request; rejects when no answer came. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Sends by the global `fetch`, which is looked up each time: a test or an Electron application may have replaced it.
 *
 * A redirect of a POST is an answer and is not followed: a refresh token would go along.
 */
export const fetchTransport: Transport = async ({ method, url, headers, body, signal }) => {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    redirect: method === "POST" ? "manual" : "follow",
    ...(body === undefined ? {} : { body }),
  });
  const text = await readText(response);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    body: parseJson(text),
  };
};

/** Sends by the network client of an application, which knows no signal: its answer is dropped after the abort. */
export function moduleTransport(client: INetworkModule): Transport {
  return async ({ method, url, headers, body = "", signal }) => {
    const sent =
      method === "POST"
        ? client.sendPostRequestAsync<unknown>(url, { headers, body })
        : client.sendGetRequestAsync<unknown>(url, { headers });
    return toAnswer(await unlessAborted(sent, signal));
  };
}

function toAnswer({ status, headers, body }: NetworkResponse<unknown>): HttpAnswer {
  if (typeof body !== "string") return { status, headers, body };
  return { status, headers, text: body, body: parseJson(body) };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const unlisten = onAbort(signal, () => {
      reject(new Error("the answer is not waited for any more"));
    });
    work.then(resolve, reject).finally(unlisten);
  });
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return "";
  let text = "";
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    // Leaving the loop cancels the stream. What is cut is no JSON any more, and is told as such.
    if (text.length > LONGEST_BODY) break;
  }
  return text;
}
