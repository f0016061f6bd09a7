import { explainOAuthError, type RelayedOAuthError } from "@authbroker/core/broker";
import { describe, expect, test } from "vitest";
import { CLIENT_ID } from "./fake-broker.js";

const REDIRECT_URI = "msauth.com.msauth.unsignedapp://auth";

const explain = (relayed: Partial<RelayedOAuthError>): ReturnType<typeof explainOAuthError> =>
  explainOAuthError(
    { error: "invalid_grant", description: "", subError: undefined, ...relayed },
    { clientId: CLIENT_ID, redirectUri: REDIRECT_URI },
  );

describe("an error of an authority that a broker passes on", () => {
  test.each<[Partial<RelayedOAuthError>, string, number | undefined]>([
    [{ error: "invalid_grant" }, "interaction_required", undefined],
    [{ error: "access_denied" }, "user_canceled", undefined],
    [{ error: "access_denied", description: "AADSTS53003: blocked" }, "server_error", 53003],
    [{ error: "invalid_client", description: "AADSTS50011: mismatch" }, "redirect_uri_mismatch", 50011],
    [{ error: "invalid_client", errorNo: 7000218 }, "app_registration_invalid", 7000218],
    [{ error: "invalid_grant", subError: "cancel" }, "user_canceled", undefined],
    [{ error: "made_up" }, "server_error", undefined],
  ])("%j is %s", async (relayed, code, errorNo) => {
    const meaning = await explain(relayed);

    expect(meaning).toMatchObject({ code, message: expect.any(String), hint: expect.stringMatching(/\.|:/) });
    expect(meaning.errorNo).toBe(errorNo);
  });

  test("names the redirect URI that the application sent", async () => {
    const { message, hint } = await explain({ error: "invalid_client", description: "AADSTS50011: no" });

    expect(message).toBe(`the app registration lacks the redirect URI ${REDIRECT_URI}`);
    expect(hint).toContain(CLIENT_ID);
  });
});
