import { setTimeout as delay } from "node:timers/promises";
import type {
  Broker,
  BrokerAccount,
  BrokerAccountsRequest,
  BrokerPlatform,
  BrokerProbe,
  BrokerRequest,
  BrokerSignOutRequest,
  BrokerLimit,
  BrokerUnavailable,
  CallOptions,
  InteractiveTokenRequest,
  TokenRequest,
  TokenResponse,
} from "@authbroker/core";
import type { BrokerVersion } from "../config/schema.js";
import type { FaultPlan } from "../dbus/faults.js";
import { type InteractionDecision, Interactions, type OnInteraction } from "../dbus/interactions.js";
import { MANNERS } from "../dbus/manners.js";
import { namedUser, silentUser } from "../directory/broker-accounts.js";
import { interactiveToken, silentToken } from "../directory/broker-tokens.js";
import { unknownAccount } from "../directory/checks.js";
import type { Directory } from "../directory/directory.js";
import { Refusal, STATUS } from "../directory/refusal.js";
import { anotherUser, type User } from "../directory/users.js";
import { accountAnswer, tokenAnswer } from "./answers.js";
import type { ContractMethod } from "./contract-methods.js";
import { brokerGone, refusalError } from "./errors.js";
import type { InProcessFaults } from "./faults.js";
import { untilAborted, withinLimits } from "./limits.js";
import { CallLog } from "./recorded-calls.js";
import { tokenRequest } from "./requests.js";

/** Limits of calls that are made without one, milliseconds. */
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;

/** The one client that a broker in process has, as the windows know it. */
const CLIENT = "in process";

/** With these prompts the person signs in afresh, and the account is not what is asked for. */
const AFRESH = new Set<string | undefined>(["login", "select_account", "create"]);

/** What a broker in process is made of. */
export interface InProcessBrokerParts {
  readonly directory: Directory;
  readonly platform: BrokerPlatform;
  readonly version: BrokerVersion;
  readonly faults: InProcessFaults;
  /** Plays the person in front of the broker's window. */
  readonly person: OnInteraction;
}

/** Serves the broker contract from a directory, on any operating system. */
export class InProcessBroker implements Broker {
  readonly contractVersion = 1;
  readonly platform: BrokerPlatform;
  readonly log: CallLog = new CallLog();
  /** Why there is no broker; undefined while there is one. */
  unavailable: BrokerUnavailable | undefined;
  /** What its probe says that it cannot do. */
  limits: readonly BrokerLimit[] = [];
  readonly #parts: InProcessBrokerParts;
  readonly #interactions = new Interactions();

  constructor(parts: InProcessBrokerParts) {
    this.platform = parts.platform;
    this.#parts = parts;
  }

  probe(): Promise<BrokerProbe> {
    const { version } = this.#parts;
    const { limits } = this;
    return Promise.resolve(
      this.unavailable ?? {
        available: true,
        running: true,
        version,
        ...(limits.length > 0 ? { limits } : {}),
      },
    );
  }

  getAccounts(request: BrokerAccountsRequest, options?: CallOptions): Promise<readonly BrokerAccount[]> {
    return this.#call("getAccounts", request, options, () =>
      this.#parts.directory.signedIn.map((user) => accountAnswer(user)),
    );
  }

  acquireTokenSilent(request: TokenRequest, options?: CallOptions): Promise<TokenResponse> {
    return this.#call("acquireTokenSilent", request, options, async (plan) => {
      const { directory, version } = this.#parts;
      const wanted = tokenRequest(directory, request, this.#answerAs(plan));
      const user = silentUser(directory, request.account, request.loginHint);
      return tokenAnswer(await silentToken(directory, wanted, user, MANNERS[version].refusesDeclinedScopes));
    });
  }

  acquireTokenInteractive(request: InteractiveTokenRequest, options?: CallOptions): Promise<TokenResponse> {
    return this.#call("acquireTokenInteractive", request, options, async (plan, signal) => {
      const { directory } = this.#parts;
      const wanted = tokenRequest(directory, request, this.#answerAs(plan));
      const decision = await this.#ask(request, signal);
      if ("cancel" in decision) {
        throw new Refusal(STATUS.UserCanceled, "perca", "The user canceled the sign-in.");
      }
      return tokenAnswer(await interactiveToken(directory, wanted, decision));
    });
  }

  signOut(request: BrokerSignOutRequest, options?: CallOptions): Promise<void> {
    return this.#call("signOut", request, options, () => {
      const { directory } = this.#parts;
      const user = directory.findAccount(request.account);
      if (user === undefined) throw unknownAccount();
      directory.signOut(user.username);
    });
  }

  /** Every call goes through here: it is kept, it settles within its limits, and a refusal is an error of core's. */
  async #call<Answer>(
    method: ContractMethod,
    request: BrokerRequest,
    options: CallOptions | undefined,
    work: (plan: FaultPlan, signal: AbortSignal) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const { correlationId } = request;
    this.log.add(method, request);
    if (this.unavailable !== undefined) throw brokerGone(this.unavailable.message, correlationId);
    const plan = this.#parts.faults.take(method);
    const standard = method === "acquireTokenInteractive" ? INTERACTIVE_TIMEOUT_MS : SILENT_TIMEOUT_MS;
    const limits = { ...options, timeoutMs: options?.timeoutMs ?? standard };
    try {
      return await withinLimits(limits, correlationId, async (signal) => {
        // Without a pause up to the window: what ends the call must find it open.
        if (plan.instead !== undefined || plan.refusal !== undefined) {
          return misbehave(plan, method, correlationId, signal);
        }
        const answer = await work(plan, signal);
        if (plan.delayMs > 0) await delay(plan.delayMs, undefined, { signal });
        return answer;
      });
    } catch (error) {
      throw error instanceof Refusal ? refusalError(error, correlationId) : error;
    }
  }

  /** What the person at the window does; the window closes with the call. */
  async #ask(request: InteractiveTokenRequest, signal: AbortSignal): Promise<InteractionDecision> {
    const { directory, person } = this.#parts;
    const { account, prompt, clientId, scopes } = request;
    const named = AFRESH.has(prompt) ? undefined : namedUser(directory, account);
    const suggested = AFRESH.has(prompt) && prompt !== "login" ? undefined : account?.username;
    const loginHint = request.loginHint ?? suggested;
    const close = (): void => this.#interactions.leave(CLIENT);
    const decision = this.#interactions.run(CLIENT, (closed) =>
      person({
        method: "acquireTokenInteractively",
        clientId,
        scopes,
        ...(loginHint === undefined ? {} : { loginHint }),
        ...(named === undefined ? {} : { account: named }),
        signal: closed,
      }),
    );
    signal.addEventListener("abort", close, { once: true });
    try {
      return await decision;
    } finally {
      signal.removeEventListener("abort", close);
    }
  }

  #answerAs({ wrongIdentity }: FaultPlan): (user: User) => User {
    const { users } = this.#parts.directory;
    return (user) => (wrongIdentity ? anotherUser(users, user) : user);
  }
}

/** Does what a fault says, in place of what was asked. */
async function misbehave(
  { instead, refusal }: FaultPlan,
  method: ContractMethod,
  correlationId: string,
  signal: AbortSignal,
): Promise<never> {
  if (refusal !== undefined) throw refusalError(refusal, correlationId);
  if (instead?.kind === "silence") return untilAborted(signal);
  throw brokerGone(`the broker left before it answered ${method}`, correlationId);
}
