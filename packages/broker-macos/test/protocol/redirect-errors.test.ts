import { BrokerError, PublicClientApplication } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { DOCUMENTED_REDIRECT_ERROR } from "./error-catalogue.js";
import { brokerError, CLIENT_ID, commonHeaders, INES, tokenRequest, UNSIGNED } from "./samples.js";
import { brokerOver, type Scripted, scriptedAddon, type ScriptedAddon } from "./scripted-addon.js";

const WORDS = `AADSTS50011: The redirect URI '${UNSIGNED}' specified in the request does not match the redirect URIs configured for the application '${CLIENT_ID}'.`;

/** The two ways in which the authority's refusal comes. */
const REFUSALS: [string, (words: string, error?: string) => Scripted][] = [
  [
    "in an answer",
    (words, error = "invalid_client") => ({
      ...commonHeaders("login"),
      success: "0",
      error,
      error_description: encodeURIComponent(words),
    }),
  ],
  [
    "in an error",
    (words, error = "invalid_client") => ({
      code: "authorization_error",
      message: "x",
      error: brokerError("MSAIMSIDOAuthErrorDomain", -51411, {
        MSAIMSIDErrorDescriptionKey: words,
        MSAIMSIDOAuthErrorKey: error,
      }),
    }),
  ],
];

/** What a client rejects with when its sign-in is answered with this. */
async function signInError(
  login: Scripted,
  facts: Partial<ScriptedAddon["facts"]> = {},
): Promise<BrokerError> {
  const scripted = scriptedAddon({ login, get_device_info: commonHeaders("get_device_info") });
  scripted.facts = { ...scripted.facts, ...facts };
  const app = await PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    broker: { implementation: brokerOver(scripted), required: true },
  });
  const error: unknown = await app
    .acquireTokenInteractive({ scopes: ["User.Read"], parentWindowHandle: app.CONSOLE_WINDOW_HANDLE })
    .catch((thrown: unknown) => thrown);
  if (error instanceof BrokerError) return error;
  throw new Error("no BrokerError was thrown", { cause: error });
}

describe.each(REFUSALS)("a redirect URI that is not registered, %s,", (_where, refused) => {
  test("is told in the words that are documented", async () => {
    const error = await signInError(refused(WORDS));
    const [first] = error.message.split("\n");

    expect(first).toMatch(DOCUMENTED_REDIRECT_ERROR);
    expect(first).toBe(
      `redirect_uri_mismatch: the app registration lacks the redirect URI ${UNSIGNED} (tag=oauth context=${WORDS} errorCode=-51411 status=Response_Status.Status_Unexpected)`,
    );
  });

  test("carries what the documentation names, and what to register", async () => {
    const error = await signInError(refused(WORDS));

    expect(error).toMatchObject({
      errorCode: "redirect_uri_mismatch",
      errorNo: 50_011,
      broker: {
        tag: "oauth",
        context: expect.stringContaining("AADSTS50011"),
        code: -51411,
        status: "Response_Status.Status_Unexpected",
      },
    });
    expect(error.hint).toContain(`Register both for the application ${CLIENT_ID}`);
    expect(error.hint).toContain('"Mobile and desktop applications"');
    expect(error.hint).toContain(UNSIGNED);
    expect(error.hint).toContain("msauth.BUNDLE_ID://auth");
    expect(error.message).toContain(error.hint);
  });

  test("of a signed application names its own", async () => {
    const bundleIdentifier = "com.example.notes";
    const error = await signInError(refused(WORDS), { bundleIdentifier, teamIdentifier: "ABCDE12345" });

    expect(error.message).toContain("lacks the redirect URI msauth.com.example.notes://auth ");
    expect(error.hint).toContain("msauth.com.example.notes://auth for a signed application");
    expect(error.hint).toContain(UNSIGNED);
  });

  test("or an application that has none at all (AADSTS900971) is told alike", async () => {
    const error = await signInError(refused("AADSTS900971: No reply address provided.", "invalid_request"));

    expect(error).toMatchObject({ errorCode: "redirect_uri_mismatch", errorNo: 900_971 });
    expect(error.hint).toContain("msauth.BUNDLE_ID://auth");
  });

  test("or an application that is not public (AADSTS7000218) says how to make it so, and names both", async () => {
    const error = await signInError(refused("AADSTS7000218: a client_secret is needed."));

    expect(error).toMatchObject({ errorCode: "app_registration_invalid", errorNo: 7_000_218 });
    expect(error.hint).toContain('"Allow public client flows"');
    expect(error.hint).toContain(UNSIGNED);
    expect(error.hint).toContain("msauth.BUNDLE_ID://auth");
  });
});

describe("a redirect URI that the broker itself does not take from this program", () => {
  const internal = (code: number, words = ""): Scripted => ({
    code: "authorization_error",
    message: "x",
    error: brokerError("MSALErrorDomain", -50000, {
      MSALInternalErrorCodeKey: String(code),
      ...(words === "" ? {} : { MSALErrorDescriptionKey: words }),
    }),
  });

  test.each<[string, Scripted]>([
    [
      "by words of Company Portal 5.2508",
      internal(
        -42000,
        "redirect uri has incorrect scheme - it must be in the form of msauth.<app_bundle_id>://auth. Source application does not match redirect uri host",
      ),
    ],
    [
      "by words to a program without a team",
      internal(-42000, "Application's teamId is missing, and redirectUri is not matching unsigned format"),
    ],
    ["by a scheme that is not registered", internal(-42001, "x")],
    ["by its own code", internal(-42011, "x")],
  ])("is told from one that is not registered: %s", async (_how, login) => {
    const error = await signInError(login);

    expect(error).toMatchObject({
      errorCode: "redirect_uri_mismatch",
      message: expect.stringContaining(
        `the broker does not take the redirect URI ${UNSIGNED} from this program`,
      ),
      broker: { tag: "msale" },
    });
    expect(error.hint).toContain('"redirectUri"');
    expect(error.hint).toContain("msauth.BUNDLE_ID://auth");
    expect(error.hint).toContain("5.2603");
  });

  test("is not every parameter that it refuses", async () => {
    const scripted = internal(-42000, "The parameter claims is not JSON");
    expect(await signInError(scripted)).toMatchObject({ errorCode: "platform_broker_error" });
  });

  test("is one that the caller gave, when the caller gave one", async () => {
    const scripted = scriptedAddon({ refresh: internal(-42011) });
    const redirectUri = "msauth.com.example.other://auth";
    const call = brokerOver(scripted).acquireTokenSilent({ ...tokenRequest, account: INES, redirectUri });
    await expect(call).rejects.toThrow(`the redirect URI ${redirectUri} from`);
  });
});
