import { AsyncLocalStorage } from "node:async_hooks";
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import { classifyMsalError, classifyTokenError, type HttpAnswer } from "../errors/classify.js";
import { asMsalError } from "../errors/msal-classes.js";
import { type ErrorContext, readOAuthError } from "../errors/oauth-error.js";
import { ended, heldBack, isOk, isTransient, refused, withoutRetryAfter } from "./answers.js";
import { isJsonObject, type JsonObject } from "../json.js";
import { DeviceCodePolling, forMsal, PENDING, readDeviceCode } from "./device-code-answers.js";
import { withoutEcho } from "./echo.js";
import type { Call, Exchange } from "./exchange.js";
import { checkIdToken } from "./id-token-check.js";
import { Issuers } from "./issuers.js";
import { networkFailure } from "./network-failure.js";
import { Throttle, throttleKey } from "./throttle.js";
import { checkTokenAnswer, isToken } from "./token-answer.js";
import { fetchTransport, type HttpRequest, moduleTransport, type Transport } from "./transport.js";
import { wait } from "./wait.js";
import { isError } from "../errors/is-error.js";

/** What of a client's configuration decides how it speaks HTTP. */
export interface NetworkClientOptions {
  /** msal-node's `auth.clientId`. */
  readonly clientId: string;
  /** msal-node's `auth.authorityMetadata`. */
  readonly authorityMetadata?: string | undefined;
  /** msal-node's `system.networkClient`, of the application's own. The global `fetch` when absent. */
  readonly networkClient?: INetworkModule | undefined;
}

/** What makes msal-node go on with a device code. */
const STILL_PENDING: HttpAnswer = { status: 400, headers: {}, body: PENDING };

/** A POST of msal-node's, taken apart. */
interface Post {
  readonly request: Omit<HttpRequest, "signal">;
  readonly url: URL;
  readonly form: URLSearchParams;
}

/**
 * The HTTP client under msal-node (`system.networkClient`), one for each client. It sees the answers as they come, before
 * msal-node puts them into its own words, and so it is here that errors are told, throttling is kept to, ID tokens are
 * checked and device codes are polled for.
 */
export class NetworkClient implements INetworkModule {
  readonly #calls = new AsyncLocalStorage<Call>();
  readonly #throttle = new Throttle();
  readonly #issuers: Issuers;
  readonly #transport: Transport;
  readonly #clientId: string;
  /** What requests rejected with because their calls had ended. */
  readonly #ends = new WeakSet<BrokerError>();

  constructor({ clientId, authorityMetadata, networkClient }: NetworkClientOptions) {
    this.#clientId = clientId;
    this.#issuers = new Issuers(authorityMetadata);
    this.#transport = networkClient === undefined ? fetchTransport : moduleTransport(networkClient);
  }

  /** The correlation id of the call that is running, for log lines that have none. */
  get correlationId(): string {
    return this.#calls.getStore()?.exchange.correlationId ?? "";
  }

  /**
   * Runs a call of msal-node whose requests are those of an exchange.
   *
   * @throws BrokerError whatever msal-node made of what went wrong.
   */
  async run<T>(exchange: Exchange, work: () => Promise<T>): Promise<T> {
    const call: Call = { exchange, failure: undefined, polling: undefined };
    try {
      return await this.#calls.run(call, work);
    } catch (error) {
      if (exchange.signal.aborted) throw ended(exchange);
      // msal-node makes one request of equal silent calls; the call that it was made for is over, this one is not.
      if (error instanceof BrokerError && error !== call.failure && this.#ends.has(error))
        return await this.run(exchange, work);
      const failure = call.failure ?? classifyMsalError(error, exchange);
      // msal-node writes the one of its own request into every AuthError.
      failure.correlationId = exchange.correlationId;
      throw failure;
    }
  }

  /** GET, as msal-node asks for discovery documents. */
  async sendGetRequestAsync<T>(
    url: string,
    options?: NetworkRequestOptions,
    timeout?: number,
  ): Promise<NetworkResponse<T>> {
    return this.#settle(url, async (call) => {
      const answer = await this.#send(
        call,
        { method: "GET", url, headers: { ...options?.headers } },
        timeout,
      );
      if (new URL(url).pathname.endsWith("/.well-known/openid-configuration"))
        this.#issuers.learn(answer.body);
      return isOk(answer) && isJsonObject(answer.body) ? answer : refused(answer, call);
    });
  }

  /** POST, as msal-node asks for tokens and device codes. */
  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const { headers, body = "" } = options ?? {};
    const post: Post = {
      request: { method: "POST", url, headers: { ...headers }, body },
      url: new URL(url),
      form: new URLSearchParams(body),
    };
    return this.#settle(url, (call) => {
      const grant = post.form.get("grant_type");
      if (grant === null) return this.#startDeviceCode(call, post);
      const { polling } = call;
      return polling !== undefined && grant.endsWith("device_code")
        ? this.#poll(call, post, polling)
        : this.#token(call, post);
    });
  }

  /** Ends a request in an answer that msal-node takes, or in the error of its call. */
  async #settle<T>(url: string, work: (call: Call) => Promise<HttpAnswer>): Promise<NetworkResponse<T>> {
    const call = this.#calls.getStore() ?? this.#callOfNobody(url);
    const { exchange } = call;
    call.failure = undefined;
    try {
      if (exchange.signal.aborted) throw ended(exchange);
      const { status, headers, body } = await work(call);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what msal-node expects there; it checks what it reads
      return { status, headers: withoutRetryAfter(headers), body: body as T };
    } catch (error) {
      call.failure = classifyMsalError(exchange.signal.aborted ? ended(exchange) : error, exchange);
      if (exchange.signal.aborted) this.#ends.add(call.failure);
      // msal-node hands an error of its own classes on, also to the calls that share the request.
      throw await asMsalError(call.failure);
    }
  }

  async #token(call: Call, post: Post): Promise<HttpAnswer> {
    const answer = await this.#sendUnlessThrottled(call, post);
    return isToken(answer) ? this.#checked(answer, call, post) : refused(answer, call, contextOf(call, post));
  }

  async #startDeviceCode(call: Call, post: Post): Promise<HttpAnswer> {
    const answer = await this.#sendUnlessThrottled(call, post);
    const { body } = answer;
    if (!isOk(answer) || !isJsonObject(body) || readOAuthError(body) !== undefined) {
      throw classifyTokenError(answer, call.exchange);
    }
    const deviceCode = readDeviceCode(body, call.exchange);
    call.polling = new DeviceCodePolling(deviceCode, performance.now());
    call.exchange.onDeviceCode?.(deviceCode);
    return { ...answer, body: forMsal(body, deviceCode) };
  }

  async #poll(call: Call, post: Post, polling: DeviceCodePolling): Promise<HttpAnswer> {
    const { exchange } = call;
    await wait(polling.pause(performance.now()), exchange.signal);
    if (exchange.signal.aborted) throw ended(exchange);
    polling.requireAlive(performance.now(), exchange);
    const answer = await this.#post(call, post).catch((error: unknown) => {
      if (error instanceof BrokerError && isTransient(error)) return polling.failed(error);
      throw error;
    });
    if (answer === undefined) return STILL_PENDING;
    if (isToken(answer)) return this.#checked(answer, call, post);
    const { error } = readOAuthError(answer.body) ?? {};
    if (error === PENDING.error || error === "slow_down") {
      polling.pending(error === "slow_down");
      return STILL_PENDING;
    }
    const failure = classifyTokenError(answer, contextOf(call, post));
    if (!isTransient(failure)) throw failure;
    polling.failed(failure);
    return STILL_PENDING;
  }

  #checked(
    answer: HttpAnswer & { readonly body: JsonObject },
    { exchange }: Call,
    { url, form }: Post,
  ): HttpAnswer {
    const scope = form.get("scope") ?? "";
    checkTokenAnswer(answer.body, scope, exchange);
    const required = scope.split(" ").includes("openid");
    const issuersOf = (tenantId: string | undefined): readonly string[] => this.#issuers.of(url, tenantId);
    checkIdToken(answer.body, { exchange, required, issuersOf, now: Date.now() });
    return answer;
  }

  async #sendUnlessThrottled(call: Call, post: Post): Promise<HttpAnswer> {
    const { exchange } = call;
    const key = throttleKey(post.url, post.form, exchange.expected.homeAccountId);
    const remaining = key === undefined ? undefined : this.#throttle.remaining(key);
    if (remaining !== undefined) throw heldBack(remaining, exchange);
    const answer = await this.#post(call, post);
    if (isOk(answer) || key === undefined) return answer;
    const failure = classifyTokenError(answer, exchange);
    if (isTransient(failure) && failure.retryAfter !== undefined)
      this.#throttle.hold(key, failure.retryAfter);
    return answer;
  }

  /** Sends a POST. Only an answer with tokens may have in it what was sent: a refresh token that is still good, say. */
  async #post(call: Call, { request, form }: Post): Promise<HttpAnswer> {
    const answer = await this.#send(call, request);
    return isToken(answer) ? answer : withoutEcho(answer, form);
  }

  async #send(
    { exchange }: Call,
    request: Omit<HttpRequest, "signal">,
    timeout?: number,
  ): Promise<HttpAnswer> {
    const signal =
      timeout === undefined
        ? exchange.signal
        : AbortSignal.any([exchange.signal, AbortSignal.timeout(timeout)]);
    try {
      return await this.#transport({ ...request, signal });
    } catch (error) {
      // An application's network client may throw errors of msal-node's, which say more than that there was none.
      if (isError(error) && "errorCode" in error) throw classifyMsalError(error, exchange);
      throw networkFailure(error, request.url, exchange);
    }
  }

  /** For a request that is made outside of {@link run}: of msal-node's own accord, not for a call of this library. */
  #callOfNobody(url: string): Call {
    const { signal } = new AbortController();
    const { origin } = new URL(url);
    const exchange = { signal, correlationId: "", clientId: this.#clientId, authority: origin, expected: {} };
    return { exchange, failure: undefined, polling: undefined };
  }
}

/** Who redeems a code has just signed in, and is not told to. */
function contextOf({ exchange }: Call, { form }: Post): ErrorContext {
  return { ...exchange, afterSignIn: form.get("grant_type") !== "refresh_token" };
}
