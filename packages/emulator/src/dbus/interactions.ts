import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Method } from "../config/faults.js";
import type { InteractionConfig } from "../config/schema.js";
import type { WindowSignIn } from "../directory/broker-tokens.js";
import type { Directory, User } from "../directory/directory.js";
import { Refusal, STATUS } from "../directory/refusal.js";
import { EmulatorError } from "../errors.js";

/** What the sign-in window shows, and to whom it belongs. */
export interface InteractionRequest {
  readonly method: Method;
  /** The application (client) ID. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The username that the application suggests. */
  readonly loginHint?: string;
  /** The account that the application asks for. */
  readonly account?: User;
  /** Aborted when the application cancels or leaves. */
  readonly signal: AbortSignal;
}

/** What the person in front of the sign-in window does. */
export type InteractionDecision = WindowSignIn | { readonly cancel: true };

/** Plays the person in front of the sign-in window. */
export type OnInteraction = (
  request: InteractionRequest,
) => InteractionDecision | Promise<InteractionDecision>;

/** The person of the configuration: the account asked for, else the login hint, else the user it names, else the first. */
export function configuredPerson(directory: Directory, config: InteractionConfig): OnInteraction {
  return async ({ account, loginHint, signal }) => {
    if (config.delayMs) await delay(config.delayMs, undefined, { signal });
    const user = account?.username ?? loginHint ?? config.user ?? directory.users[0]?.username;
    return user === undefined ? { cancel: true } : { user };
  };
}

const decisionSchema: z.ZodType<InteractionDecision> = z.union([
  z.object({ cancel: z.literal(true) }),
  z.object({ user: z.string(), mfa: z.boolean().optional(), consent: z.boolean().optional() }),
]);

/** What `onInteraction` answered, which is a caller's own code, and not always TypeScript. */
function checkedDecision(answer: unknown): InteractionDecision {
  const parsed = decisionSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new EmulatorError(
    "config_invalid",
    "onInteraction answered what no person does: it answers { cancel: true }, or { user } with the username that signs in, and mfa and consent true or false",
  );
}

/** Why an interactive flow ends early without an answer: nobody is there to read it. */
export class CallerGone extends Error {}

/** The sign-in windows that are open: one for each client of the bus at most. */
export class Interactions {
  /** How each client's window is closed early. */
  readonly #open = new Map<string, (reason: Error) => void>();

  /**
   * Opens a window for a client, and waits for what the person does.
   *
   * @throws Refusal when one is open already, or when the application cancels.
   * @throws CallerGone
   * @throws EmulatorError `config_invalid` when what the person does is none of the things that a person can do.
   */
  async run(
    sender: string,
    ask: (signal: AbortSignal) => InteractionDecision | Promise<InteractionDecision>,
  ): Promise<InteractionDecision> {
    if (this.#open.has(sender)) {
      throw new Refusal(
        STATUS.ApiContractViolation,
        "inuse",
        "An interactive sign-in of this application is already open. Close its window, then try again.",
      );
    }
    const controller = new AbortController();
    const closed = new Promise<never>((_resolve, reject) => {
      this.#open.set(sender, (reason) => {
        controller.abort(reason);
        reject(reason);
      });
    });
    try {
      return checkedDecision(await Promise.race([ask(controller.signal), closed]));
    } finally {
      this.#open.delete(sender);
    }
  }

  /** Closes a client's window because its application asked for that. Does nothing when none is open. */
  cancel(sender: string): void {
    const refusal = new Refusal(STATUS.ApplicationCanceled, "appca", "The application canceled the sign-in.");
    this.#open.get(sender)?.(refusal);
  }

  /** Closes a client's window because the client left the bus. */
  leave(sender: string): void {
    this.#open.get(sender)?.(new CallerGone());
  }

  /** Closes every window: the broker is going. */
  leaveAll(): void {
    for (const sender of this.#open.keys()) this.leave(sender);
  }
}
