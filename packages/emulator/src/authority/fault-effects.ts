import { refuse } from "../directory/catalogue.js";
import { Refusal, STATUS } from "../directory/refusal.js";
import type { Answer, NoAnswer } from "./answers.js";
import type { AuthorityFault } from "./faults.js";

/** What takes the place of doing what was asked. */
export type Replacement =
  | { readonly refusal: Refusal }
  | { readonly answer: Answer }
  | { readonly none: NoAnswer };

/** Seconds that a throttled client is told to wait when the fault does not say. */
const THROTTLED_SECONDS = 60;

/** The Conditional Access policy that the claims challenges of faults name. */
const POLICY = "e1a1c0de-0000-4000-8000-00000000ca01";

/** The claims challenge of a policy that asks for multi-factor authentication. */
const CHALLENGE = JSON.stringify({ access_token: { capolids: { essential: true, values: [POLICY] } } });

/** What a fault answers in place of doing what was asked; undefined for one that spoils a good answer. */
export function replacement({ fault, retryAfter }: AuthorityFault): Replacement | undefined {
  const wait = retryAfter === undefined ? {} : { retryAfter };
  switch (fault) {
    case "mfa-required":
      return { refusal: refuse(50076, { ...wait, claims: CHALLENGE }) };
    case "mfa-enroll":
      return { refusal: refuse(50079, { ...wait, claims: CHALLENGE }) };
    case "consent-required":
      return { refusal: refuse(65001, wait) };
    case "rt-expired-inactive":
      return { refusal: refuse(700082, wait) };
    case "rt-expired-frequency":
      return { refusal: refuse(70043, wait) };
    case "revoked":
      return { refusal: refuse(50173, wait) };
    case "ca-blocked":
      return { refusal: refuse(53003, wait) };
    case "device-not-compliant":
      return { refusal: refuse(53000, wait) };
    case "loop":
      return { refusal: refuse(50196, wait) };
    case "slow-down":
      return { refusal: slowDown() };
    case "unavailable-503-json":
      return { refusal: refuse(90006, wait) };
    case "throttled-429-json":
      return { refusal: refuse(90055, { retryAfter: retryAfter ?? THROTTLED_SECONDS }) };
    case "throttled-429-text":
      return { answer: text(429, "Too Many Requests", retryAfter ?? THROTTLED_SECONDS) };
    case "html-502":
      return {
        answer: markup(
          502,
          "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>",
        ),
      };
    case "captive-portal-200-html":
      return {
        answer: markup(200, "<!doctype html><html><body><h1>Welcome to Airport Wi-Fi</h1></body></html>"),
      };
    case "drop":
    case "never":
      return { none: fault };
    default:
      return undefined;
  }
}

/** Entra does not document a number for it. */
function slowDown(): Refusal {
  return new Refusal(STATUS.Unexpected, "slowd", "The device is polling too often.", { error: "slow_down" });
}

function text(status: number, body: string, retryAfter: number): Answer {
  return { status, headers: { "content-type": "text/plain", "retry-after": String(retryAfter) }, body };
}

function markup(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/html" }, body };
}
