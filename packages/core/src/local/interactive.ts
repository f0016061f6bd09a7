import { randomUUID } from "node:crypto";
import type { AuthenticationResult, InteractiveRequest } from "@azure/msal-node";
import { closeLoopback } from "../browser/loopback.js";
import { openBrowser } from "../browser/open.js";
import { ERROR_PAGE, SUCCESS_PAGE } from "../browser/pages.js";
import { BrokerError } from "../errors/broker-error.js";
import { redactedError, textOf } from "../errors/redact.js";
import { onAbort } from "../abort.js";
import type { InteractiveCall } from "../requests/interactive-call.js";
import type { LocalClient } from "./local-client.js";
import { tenantIdOf } from "./tenant.js";

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
 * A token for whoever signs in in the browser. The answer comes to a listener of msal-node's on this machine.
 *
 * @throws BrokerError
 */
export async function acquireInBrowser(
  client: LocalClient,
  call: InteractiveCall,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { authority, correlationId } = call;
  const nonce = call.nonce ?? randomUUID();
  const browser = new Browser(call, signal);
  try {
    return await client.network.run(
      {
        signal,
        correlationId,
        clientId: client.clientId,
        authority,
        redirectUri: LOOPBACK_REDIRECT_URI,
        expected: { nonce, ...expectedUser(call), ...expectedTenant(authority) },
      },
      () => client.msal.acquireTokenInteractive(msalRequest(call, nonce, (url) => browser.open(url))),
    );
  } catch (error) {
    // msal-node only sees that its listener was closed.
    throw browser.failure ?? error;
  } finally {
    browser.release();
  }
}

/** The browser of one call: it is opened once, and the listener that waits for it can be closed early. */
class Browser {
  /** Why the browser could not be opened. */
  failure: BrokerError | undefined;
  readonly #call: InteractiveCall;
  readonly #signal: AbortSignal;
  readonly #unlisten: () => void;
  #url: string | undefined;

  constructor(call: InteractiveCall, signal: AbortSignal) {
    this.#call = call;
    this.#signal = signal;
    this.#unlisten = onAbort(signal, () => this.#close());
  }

  /** Opens the browser and does not wait for it: msal-node looks at its listener only after this. */
  open(url: string): Promise<void> {
    this.#url = url;
    if (this.#signal.aborted) this.#close();
    else this.#start(url).catch((error: unknown) => this.#fail(error));
    return Promise.resolve();
  }

  release(): void {
    this.#unlisten();
  }

  async #start(url: string): Promise<void> {
    await (this.#call.openBrowser ?? openBrowser)(url);
  }

  #fail(error: unknown): void {
    const cause = withoutAddress(error, this.#url ?? "");
    this.failure = new BrokerError("browser_failed", {
      message: `the browser could not be opened: ${cause.message}`,
      hint: 'Open it yourself with "openBrowser", or give "deviceCodeCallback" and sign in on another device.',
      correlationId: this.#call.correlationId,
      cause,
    });
    this.#close();
  }

  #close(): void {
    if (this.#url !== undefined) void closeLoopback(this.#url);
  }
}

/** What was thrown, without the address of this sign-in: it is long, names the user, and holds the request's state. */
function withoutAddress(thrown: unknown, url: string): Error {
  const error = new Error(textOf(thrown).replaceAll(url, "(the URL)"));
  if (thrown instanceof Error) error.name = thrown.name;
  return redactedError(error);
}

function msalRequest(
  call: InteractiveCall,
  nonce: string,
  open: (url: string) => Promise<void>,
): InteractiveRequest {
  const { account, extraParameters, extraQueryParameters, extraScopesToConsent, scopes } = call;
  return {
    authority: call.authority,
    correlationId: call.correlationId,
    nonce,
    openBrowser: open,
    scopes: [...scopes],
    successTemplate: call.successTemplate ?? SUCCESS_PAGE,
    errorTemplate: call.errorTemplate ?? ERROR_PAGE,
    ...optional(call),
    // msal-node makes a hint of the account, and would prefer it to the caller's.
    ...(account?.source === "cache" && call.loginHint === undefined ? { account: account.account } : {}),
    ...(extraParameters === undefined ? {} : { extraParameters: { ...extraParameters } }),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters: { ...extraQueryParameters } }),
    ...(extraScopesToConsent === undefined ? {} : { extraScopesToConsent: [...extraScopesToConsent] }),
  };
}

/** With these two prompts the person chooses who signs in, and the account is a suggestion. */
function expectedUser({ account, prompt }: InteractiveCall): { readonly homeAccountId?: string } {
  const chosen = prompt === "select_account" || prompt === "create";
  return account?.source === "cache" && !chosen ? { homeAccountId: account.account.homeAccountId } : {};
}

function expectedTenant(authority: string): { readonly tenantId?: string } {
  const tenantId = tenantIdOf(authority);
  return tenantId === undefined ? {} : { tenantId };
}

/** The fields that have a value: to msal-node, an undefined one may be another thing than an absent one. */
function optional(call: InteractiveCall): Partial<InteractiveRequest> {
  const { claims, domainHint, loginHint, preferredPort, prompt, resource, sid } = call;
  return {
    ...(claims === undefined ? {} : { claims }),
    ...(domainHint === undefined ? {} : { domainHint }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(preferredPort === undefined ? {} : { preferredPort }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(resource === undefined ? {} : { resource }),
    ...(sid === undefined ? {} : { sid }),
  };
}
