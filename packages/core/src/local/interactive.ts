import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { AuthenticationResult, AuthorizationUrlRequest } from "@azure/msal-node";
import { onAbort } from "../abort.js";
import {
  listenOnLoopback,
  type LoopbackAnswer,
  type LoopbackListener,
} from "../browser/loopback-listener.js";
import { openBrowser } from "../browser/open.js";
import { ERROR_PAGE, SUCCESS_PAGE } from "../browser/pages.js";
import { BrokerError } from "../errors/broker-error.js";
import { classifyAuthorizeError } from "../errors/classify.js";
import { redactedError, textOf } from "../errors/redact.js";
import type { Exchange } from "../http/exchange.js";
import { type InteractiveCall, userChooses } from "../requests/interactive-call.js";
import type { LocalClient } from "./local-client.js";
import { expectedTenant } from "./tenant.js";
import { isError } from "../errors/is-error.js";

/** The redirect URI of the browser route; Entra takes it with any port. */
const LOOPBACK_REDIRECT_URI = "http://localhost";

/**
 * msal-node sends `sid` with `prompt: "none"` alone.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function refuseSid({ sid, prompt, correlationId }: InteractiveCall): void {
  if (sid === undefined || prompt === "none") return;
  throw new BrokerError("request_unsupported", {
    message: 'the browser route honours "sid" with "prompt": "none" only, and does not silently drop it',
    hint: 'Give "loginHint" instead, or add prompt: "none".',
    correlationId,
  });
}

/**
 * A token for whoever signs in in the browser: the authorization code flow with PKCE (RFC 7636), its requests as
 * msal-node makes them. The code comes to a listener on this machine.
 *
 * @throws BrokerError
 */
export async function acquireInBrowser(
  { msal, network, clientId }: LocalClient,
  call: InteractiveCall,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const nonce = call.nonce ?? randomUUID();
  const [state, codeVerifier] = [randomText(), randomText()];
  const exchange = exchangeOf(call, clientId, nonce, signal);
  const listener = await listenFor(call, state);
  const unlisten = onAbort(signal, listener.close);
  try {
    signal.throwIfAborted();
    const request = msalRequest(call, nonce, listener.redirectUri);
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
    const url = await network.run(exchange, () =>
      msal.getAuthCodeUrl({
        ...request,
        state,
        responseMode: "form_post",
        codeChallenge,
        codeChallengeMethod: "S256",
      }),
    );
    signal.throwIfAborted();
    openFor(call, url, listener);
    const { code, clientInfo } = readAnswer(await listener.answer, exchange);
    return await network.run(exchange, () =>
      msal.acquireTokenByCode({ ...request, code, codeVerifier, clientInfo }),
    );
  } finally {
    unlisten();
    listener.close();
  }
}

/** 256 random bits, as RFC 7636 section 4.1 wants a verifier. */
const randomText = (): string => randomBytes(32).toString("base64url");

function exchangeOf(call: InteractiveCall, clientId: string, nonce: string, signal: AbortSignal): Exchange {
  const { authority, correlationId } = call;
  return {
    signal,
    correlationId,
    clientId,
    authority,
    redirectUri: LOOPBACK_REDIRECT_URI,
    expected: { nonce, ...expectedUser(call), ...expectedTenant(authority) },
  };
}

async function listenFor(call: InteractiveCall, state: string): Promise<LoopbackListener> {
  try {
    return await listenOnLoopback({
      state,
      successPage: call.successTemplate ?? SUCCESS_PAGE,
      errorPage: call.errorTemplate ?? ERROR_PAGE,
      preferredPort: call.preferredPort,
    });
  } catch (thrown) {
    const cause = redactedError(thrown);
    throw new BrokerError("route_unavailable", {
      message: `the browser's answer could not be received on this machine: ${cause.message}`,
      hint: "Check that this process may listen on 127.0.0.1.",
      correlationId: call.correlationId,
      cause,
    });
  }
}

/** Opens the browser and does not wait for it: the answer may come before the launcher ends, or although it fails. */
function openFor(call: InteractiveCall, url: string, listener: LoopbackListener): void {
  const open = async (): Promise<void> => (call.openBrowser ?? openBrowser)(url);
  open().catch((error: unknown) => {
    const cause = withoutAddress(error, url);
    listener.fail(
      new BrokerError("browser_failed", {
        message: `the browser could not be opened: ${cause.message}`,
        hint: 'Open it yourself with "openBrowser", or give "deviceCodeCallback" and sign in on another device.',
        correlationId: call.correlationId,
        cause,
      }),
    );
  });
}

/** What was thrown, without the address of this sign-in: it is long, names the user, and holds the request's state. */
function withoutAddress(thrown: unknown, url: string): Error {
  const error = new Error(textOf(thrown).replaceAll(url, "(the URL)"));
  if (isError(thrown)) error.name = thrown.name;
  return redactedError(error);
}

/** @throws BrokerError what the answer means, when it brought no code. */
function readAnswer(
  { responseMode, fields }: LoopbackAnswer,
  exchange: Exchange,
): { readonly code: string; readonly clientInfo: string } {
  const { correlationId } = exchange;
  if (responseMode === "query") {
    throw new BrokerError("server_response_invalid", {
      message: "the authority answered in the URL, where only form_post is taken",
      hint: "Use an authority that knows response_mode=form_post.",
      correlationId,
    });
  }
  const [code, error] = [fields.get("code") ?? "", fields.get("error") ?? ""];
  if (error !== "") throw classifyAuthorizeError({ ...Object.fromEntries(fields), error }, exchange);
  if (code !== "") return { code, clientInfo: fields.get("client_info") ?? "" };
  throw new BrokerError("server_response_invalid", {
    message: "the authority's answer has neither a code nor an error",
    hint: "Start the sign-in again.",
    correlationId,
  });
}

/** What msal-node's own interactive call makes both of its requests of. */
function msalRequest(call: InteractiveCall, nonce: string, redirectUri: string): AuthorizationUrlRequest {
  const { account, extraParameters, extraQueryParameters, extraScopesToConsent, scopes } = call;
  return {
    authority: call.authority,
    correlationId: call.correlationId,
    nonce,
    redirectUri,
    scopes: [...scopes],
    ...optional(call),
    // msal-node makes a hint of the account, and would prefer it to the caller's.
    ...(account?.source === "cache" && call.loginHint === undefined ? { account: account.account } : {}),
    ...(extraParameters === undefined ? {} : { extraParameters: { ...extraParameters } }),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters: { ...extraQueryParameters } }),
    ...(extraScopesToConsent === undefined ? {} : { extraScopesToConsent: [...extraScopesToConsent] }),
  };
}

function expectedUser({ account, prompt }: InteractiveCall): { readonly homeAccountId?: string } {
  return account?.source === "cache" && !userChooses(prompt)
    ? { homeAccountId: account.account.homeAccountId }
    : {};
}

/** The fields that have a value: to msal-node, an undefined one may be another thing than an absent one. */
function optional(call: InteractiveCall): Partial<AuthorizationUrlRequest> {
  const { claims, domainHint, loginHint, prompt, resource, sid } = call;
  return {
    ...(claims === undefined ? {} : { claims }),
    ...(domainHint === undefined ? {} : { domainHint }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(resource === undefined ? {} : { resource }),
    ...(sid === undefined ? {} : { sid }),
  };
}
