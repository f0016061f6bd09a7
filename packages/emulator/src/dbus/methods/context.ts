import type { Directory, User } from "../../directory/directory.js";
import type { Interactions, OnInteraction } from "../interactions.js";
import type { Manner } from "../manners.js";
import type { JsonObject } from "../replies.js";
import type { BrokerRequestBody } from "../requests.js";

/** What a method works with. */
export interface MethodContext {
  readonly directory: Directory;
  readonly manner: Manner;
  readonly interactions: Interactions;
  /** Plays the person in front of the sign-in window. */
  readonly person: OnInteraction;
  /** The caller's unique name on the bus. */
  readonly sender: string;
  /** Whose token answers for a user: that user's own, unless a fault says otherwise. */
  readonly answerAs: (user: User) => User;
}

/** What a method answers. */
export interface MethodResult {
  readonly reply: JsonObject;
  /** Whom it was about, for the log. */
  readonly user?: User;
}

/** A method of the broker. Throws a `Refusal` to answer with an error object. */
export type MethodHandler = (
  request: BrokerRequestBody,
  context: MethodContext,
) => MethodResult | Promise<MethodResult>;
