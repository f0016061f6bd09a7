import { BrokerError, type TokenRequest, type TokenResponse } from "@authbroker/core";
import type { TokenAnswer } from "./addon.js";
import { invalid } from "./answer.js";
import { entraToken } from "./entra-token.js";
import { msaToken } from "./msa-token.js";
import { isForWorkOnly, isPersonalTenant, type ProviderChoice } from "./providers.js";
import { hasToken, tokenError } from "./status.js";

/** What of a request and its process an answer is read by. */
export interface AskedFor extends Pick<TokenRequest, "authority" | "scopes"> {
  /** Whether the process runs with an administrator's rights, which explains windows that close by themselves. */
  readonly isElevated: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The token in an answer.
 *
 * @throws BrokerError what the plug-in failed with; `broker_response_invalid`; `account_mismatch` when the parts of the
 * answer are about different users.
 */
export function parseToken(
  answer: TokenAnswer,
  { plugin }: Pick<ProviderChoice, "plugin">,
  asked: AskedFor,
): TokenResponse {
  if (!hasToken(answer)) throw tokenError(answer, asked.isElevated);
  const { response } = answer;
  if (response === undefined) throw invalid("it has no response");
  const token = plugin === "entra" ? entraToken(response, asked) : msaToken(response, asked, asked.now);
  if (isForWorkOnly(asked.authority) && isPersonalTenant(token.account.tenantId)) throw notForPersonal();
  return token;
}

/** The request may have gone to `common`, where Windows fails for `organizations`. */
function notForPersonal(): BrokerError {
  return new BrokerError("account_mismatch", {
    message:
      "a personal account signed in, and the authority is for work and school accounts; the token was discarded",
    hint: "Sign in again with a work or school account.",
  });
}
