import type { OAuthError, OAuthMeaning } from "./oauth-error.js";
import { aadstsNumber, type RegisteredApp } from "./registration.js";

/** An error of an authority that a broker passes on. */
export interface RelayedOAuthError extends Pick<OAuthError, "error" | "description" | "subError"> {
  /** Entra's number where the broker gives it; else it is looked for in the description. */
  readonly errorNo?: number | undefined;
}

/** What such an error means, and Entra's number, where it has one. */
export interface RelayedMeaning extends OAuthMeaning {
  readonly errorNo?: number | undefined;
}

/**
 * What an error of an authority means that a broker passes on, for those who write a broker. The list of such
 * errors is loaded with the first of them.
 *
 * @param app The application, and the redirect URI it sent.
 */
export async function explainOAuthError(
  relayed: RelayedOAuthError,
  app: RegisteredApp,
): Promise<RelayedMeaning> {
  const { meaningOf } = await import("./oauth-error.js");
  const errorNo = relayed.errorNo ?? aadstsNumber(relayed.description);
  return { ...meaningOf({ ...relayed, errorNo }, app), errorNo };
}
