import { expect, test } from "vitest";
import { CATALOGUE } from "../src/directory/aadsts.js";
import { refuse, refuseDeclined } from "../src/directory/catalogue.js";
import { SENTENCES } from "../src/directory/sentences.js";

/** Entra's errors as the reference of its wire has them: the number, HTTP status, `error` and `suberror`. */
test.each([
  [50076, 400, "invalid_grant", "basic_action"],
  [50079, 400, "invalid_grant", "basic_action"],
  [65001, 400, "invalid_grant", "consent_required"],
  [700082, 400, "invalid_grant", "bad_token"],
  [70043, 400, "invalid_grant", "token_expired"],
  [50173, 400, "invalid_grant", undefined],
  [53003, 400, "invalid_grant", "message_only"],
  [50097, 400, "interaction_required", "additional_action"],
  [53000, 400, "invalid_grant", "message_only"],
  [50058, 400, "login_required", undefined],
  [65004, 400, "access_denied", undefined],
  [700016, 400, "unauthorized_client", undefined],
  [700038, 400, "unauthorized_client", undefined],
  [90009, 400, "invalid_request", undefined],
  [500011, 400, "invalid_resource", undefined],
  [50196, 400, "invalid_grant", undefined],
  [54005, 400, "invalid_grant", undefined],
  [501481, 400, "invalid_grant", undefined],
  [70003, 400, "unsupported_grant_type", undefined],
  [90006, 503, "temporarily_unavailable", undefined],
  [90033, 503, "temporarily_unavailable", undefined],
  [70016, 400, "authorization_pending", undefined],
  [70020, 400, "expired_token", undefined],
  [70018, 400, "bad_verification_code", undefined],
  [7000218, 401, "invalid_client", undefined],
] as const)("AADSTS%i is HTTP %i, %s, %s", (code, http, error, suberror) => {
  expect(refuse(code)).toMatchObject({ errorCode: code, http, error, suberror });
});

test("a declined device code has no number", () => {
  expect(refuseDeclined()).toMatchObject({ errorCode: 0, http: 400, error: "authorization_declined" });
});

test.each(Object.entries(CATALOGUE))("AADSTS%s has a tag of five characters", (_number, { tag }) => {
  expect(tag).toMatch(/^[a-z0-9]{5}$/);
});

test.each(Object.entries(SENTENCES))("AADSTS%s has a sentence with every part filled in", (_number, text) => {
  const sentence = text({
    clientId: "CLIENT",
    appName: "APP",
    redirectUri: "URI",
    username: "USER",
    tenant: "TENANT",
    resource: "RESOURCE",
    value: "VALUE",
  });
  expect(sentence).toMatch(/^\S.*\.$/);
  expect(sentence).not.toMatch(/undefined|''/);
});

test("a refusal carries what it is about, its claims and its time", () => {
  const refusal = refuse(50011, {
    subject: { clientId: "the-app", redirectUri: "x://y" },
    claims: "{}",
    retryAfter: 7,
  });
  expect(refusal.message).toMatch(/^AADSTS50011: The redirect URI 'x:\/\/y' .* 'the-app'/);
  expect(refusal).toMatchObject({ claims: "{}", retryAfter: 7 });
});
