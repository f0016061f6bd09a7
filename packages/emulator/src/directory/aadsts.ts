import { STATUS, type Status } from "./refusal.js";
import type { AadstsCode } from "./sentences.js";

/** One error of the directory, as both faces give it. */
export interface CatalogueEntry {
  /** The status of the HTTP response. */
  readonly http: number;
  /** OAuth's `error`. */
  readonly error: string;
  readonly suberror?: string;
  /** The broker's status on the wire. */
  readonly status: Status;
  /** The broker's tag, five characters. */
  readonly tag: string;
  /** Whether Entra's response has an `error_uri`; only some numbers' do. */
  readonly hasErrorUri?: true;
}

/** A person has to do something. Public clients learn by `suberror` what. */
const interaction = {
  http: 400,
  error: "invalid_grant",
  status: STATUS.InteractionRequired,
} as const;

/** The request or the registration is wrong, and will be the next time. The broker gives such errors no status. */
const wrong = { http: 400, status: STATUS.Unexpected } as const;

/** The service has no answer at the moment. */
const unavailable = {
  http: 503,
  error: "temporarily_unavailable",
  status: STATUS.ServerTemporarilyUnavailable,
} as const;

/**
 * What each error of the directory is: the one place that both faces take it from.
 *
 * The `error`, `suberror` and HTTP status are those of Entra's responses (its documentation, and responses quoted in
 * public issues); the status on the wire is what Microsoft's client makes of the condition. That of 50011 is the one seen
 * for an unregistered redirect URI: Unexpected, with the reason in the context alone.
 */
export const CATALOGUE: Readonly<Record<AadstsCode, CatalogueEntry>> = {
  50011: { ...wrong, error: "invalid_request", tag: "redir" },
  50020: { ...wrong, error: "invalid_grant", tag: "guest" },
  50034: { ...wrong, error: "invalid_grant", status: STATUS.AccountNotFound, tag: "nouse" },
  50049: { ...wrong, error: "invalid_instance", status: STATUS.AuthorityUntrusted, tag: "insta" },
  // Clients turn its status into "sign in again": the account is of no use here.
  50057: { ...interaction, status: STATUS.AccountUnusable, tag: "disab" },
  50058: { ...interaction, error: "login_required", tag: "signi" },
  50076: { ...interaction, suberror: "basic_action", tag: "mfare", hasErrorUri: true },
  50079: { ...interaction, suberror: "basic_action", tag: "mfaen" },
  50097: { ...interaction, error: "interaction_required", suberror: "additional_action", tag: "devau" },
  50173: { ...interaction, tag: "revok", hasErrorUri: true },
  // Interaction would loop just the same: clients are to wait.
  50196: { http: 400, error: "invalid_grant", status: STATUS.ServerTemporarilyUnavailable, tag: "loopd" },
  53000: { ...interaction, suberror: "message_only", tag: "compl" },
  53003: { ...interaction, suberror: "message_only", tag: "block" },
  54005: { ...wrong, error: "invalid_grant", tag: "redee" },
  65001: { ...interaction, suberror: "consent_required", tag: "conse" },
  65004: { ...interaction, error: "access_denied", status: STATUS.UserCanceled, tag: "decli" },
  70000: { ...wrong, error: "invalid_grant", tag: "grant" },
  70003: { ...wrong, error: "unsupported_grant_type", tag: "grtyp" },
  70008: { ...wrong, error: "invalid_grant", tag: "expco" },
  70011: { ...wrong, error: "invalid_scope", tag: "scope" },
  70016: { ...wrong, error: "authorization_pending", tag: "pendi" },
  70018: { ...wrong, error: "bad_verification_code", tag: "badco" },
  70020: { ...wrong, error: "expired_token", tag: "expir" },
  70043: { ...interaction, suberror: "token_expired", tag: "signf" },
  90002: { ...wrong, error: "invalid_request", tag: "tenan" },
  90006: { ...unavailable, tag: "retry" },
  90009: { ...wrong, error: "invalid_request", tag: "itsel" },
  90014: { ...wrong, error: "invalid_request", tag: "missi" },
  90033: { ...unavailable, tag: "trans" },
  90055: { ...unavailable, http: 429, tag: "throt" },
  500011: { ...wrong, error: "invalid_resource", tag: "resou", hasErrorUri: true },
  501481: { ...wrong, error: "invalid_grant", tag: "pkcev" },
  700016: { ...wrong, error: "unauthorized_client", tag: "appid" },
  700038: { ...wrong, error: "unauthorized_client", tag: "nogui" },
  700082: { ...interaction, suberror: "bad_token", tag: "inact", hasErrorUri: true },
  7000218: { ...wrong, http: 401, error: "invalid_client", tag: "secre", hasErrorUri: true },
};
