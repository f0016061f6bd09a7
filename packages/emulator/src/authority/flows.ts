import { randomBytes, randomInt } from "node:crypto";
import type { App, User } from "../directory/directory.js";
import type { Refusal } from "../directory/refusal.js";
import { dropOldest } from "../directory/secrets.js";
import type { Session } from "../directory/session.js";
import type { Answer } from "./answers.js";
import type { ErrorIds } from "./errors.js";

/** Flows kept at most. */
const LIMIT = 1_000;

/** What a person signs in for: an app that redirected the browser here, or a device whose code was typed. */
export interface Purpose {
  readonly app: App;
  /** The first segment of the authority's path. */
  readonly tenant: string;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  readonly prompt: Prompt | undefined;
  readonly loginHint: string | undefined;
  readonly domainHint: string | undefined;
  /** Where the forms of the pages may lead, as CSP sources. */
  readonly formTargets: readonly string[];
  /** Whether the person is asked, at the end, if this is the app that they mean. */
  readonly confirmed: boolean;
  /** Ends the flow well. */
  finish(user: User, session: Session): Answer;
  /** Ends the flow because the person said no. */
  decline(ids: ErrorIds): Answer;
  /** Ends the flow with an error for the app to read. */
  refuse(refusal: Refusal, ids: ErrorIds): Answer;
}

/** The values of `prompt` that Entra knows; `create` is for customer tenants alone. */
export const PROMPTS = ["login", "none", "consent", "select_account"] as const;

/** How much the person is asked (OpenID Connect Core, section 3.1.2.1). */
export type Prompt = (typeof PROMPTS)[number];

/** One person's way through the pages. */
export interface Flow {
  readonly id: string;
  readonly purpose: Purpose;
  /** The number on the page of the second factor. */
  readonly number: number;
  /** Who it is; undefined until that is known. */
  person: { readonly user: User; readonly session: Session } | undefined;
  /** Whether an earlier sign-in in this browser does not count. */
  afresh: boolean;
  /** Whether the second factor was asked for and given on the way. */
  approved: boolean;
  /** Whether what the app asks for was accepted on the way. */
  accepted: boolean;
  confirmed: boolean;
}

/** The flows that are under way. */
export class Flows {
  readonly #flows = new Map<string, Flow>();

  /** Starts a flow. Its id is all that the pages carry: what was asked for cannot be changed between them. */
  start(purpose: Purpose): Flow {
    const flow: Flow = {
      id: randomBytes(24).toString("base64url"),
      purpose,
      number: randomInt(10, 100),
      person: undefined,
      afresh: purpose.prompt === "login",
      approved: false,
      accepted: false,
      confirmed: purpose.confirmed,
    };
    this.#flows.set(flow.id, flow);
    dropOldest(this.#flows, LIMIT);
    return flow;
  }

  find(id: string): Flow | undefined {
    return this.#flows.get(id);
  }

  end({ id }: Flow): void {
    this.#flows.delete(id);
  }
}
