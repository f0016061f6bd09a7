import { LogLevel } from "@azure/msal-node";
import { BrokerError } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { type Major, MAJORS } from "./support/majors.js";
import { interactive, pluginWorld, type PluginWorld, SCOPES, signIn } from "./support/world.js";

type ClassName = Exclude<keyof Major["msal"], "PublicClientApplication">;

/** What each status of the broker becomes: its number on the wire, the class, the code. */
const STATUSES: readonly (readonly [number, ClassName, string])[] = [
  [0, "ClientAuthError", "platform_broker_error"],
  [1, "ClientAuthError", "platform_broker_error"],
  [2, "InteractionRequiredAuthError", "interaction_required"],
  [3, "ClientAuthError", "no_network_connectivity"],
  [4, "ClientAuthError", "no_network_connectivity"],
  [5, "ServerError", "server_unavailable"],
  [6, "ClientAuthError", "platform_broker_error"],
  [7, "ClientAuthError", "user_canceled"],
  [8, "ClientAuthError", "platform_broker_error"],
  [9, "ClientAuthError", "platform_broker_error"],
  [10, "ClientAuthError", "platform_broker_error"],
  [11, "ClientConfigurationError", "untrusted_authority"],
  [12, "AuthError", "account_mismatch"],
  [13, "InteractionRequiredAuthError", "interaction_required"],
  [14, "ClientAuthError", "platform_broker_error"],
  [18, "ClientAuthError", "platform_broker_error"],
  [19, "ClientAuthError", "no_account_found"],
  [99, "ClientAuthError", "platform_broker_error"],
];

const CORRELATION_ID = "6a1f0c2e-7b3d-4e5f-9a8b-0c1d2e3f4a5b";

/** What a call rejects with. */
async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => new Error("the call was to reject"),
    (error: unknown) => error,
  );
}

/** The error of each call that asks for a token, while the broker does something wrong. */
async function errorsOf({ app, emulated }: PluginWorld, value: number, context: string): Promise<unknown[]> {
  const account = await signIn(app);
  emulated.faults.add({ fault: "status", value, context });
  const correlationId = CORRELATION_ID;
  return [
    await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, correlationId })),
    await rejection(app.acquireTokenInteractive(interactive({ correlationId }))),
    await rejection(app.acquireTokenInteractive(interactive({ prompt: "none", correlationId }))),
  ];
}

describe.each(MAJORS)("an error under msal-node $major", ({ msal }) => {
  test.each(STATUSES)("of status %i is a %s of that copy, with the code %s", async (status, name, code) => {
    const errors = await errorsOf(await pluginWorld({ msal }), status, "the broker's own words");
    for (const error of errors) {
      expect(error).toBeInstanceOf(msal[name]);
      expect(error).toBeInstanceOf(msal.AuthError);
      expect(error).toBeInstanceOf(BrokerError);
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({
        errorCode: code,
        correlationId: CORRELATION_ID,
        message: expect.stringMatching(new RegExp(`^${code}: .*the broker's own words`)),
        broker: { context: "the broker's own words" },
      });
    }
  });

  test.each([
    [
      "AADSTS50011: The redirect URI does not match.",
      "AuthError",
      "redirect_uri_mismatch",
      /oauth2\/nativeclient/,
    ],
    ["AADSTS700016: Application not found.", "ServerError", "app_registration_invalid", /client ID|clientId/],
  ] as const)("names what is wrong with the registration: %s", async (context, name, code, says) => {
    for (const error of await errorsOf(await pluginWorld({ msal }), 0, context)) {
      expect(error).toBeInstanceOf(msal[name]);
      expect(error).toMatchObject({ errorCode: code, message: expect.stringMatching(says) });
    }
  });

  test("of a redirect URI that is not registered names the one of the request", async () => {
    const { app } = await pluginWorld({ msal });
    const error = await rejection(
      app.acquireTokenInteractive(interactive({ redirectUri: "https://elsewhere.example/" })),
    );
    expect(error).toMatchObject({
      errorCode: "redirect_uri_mismatch",
      message: expect.stringContaining("https://elsewhere.example/"),
    });
  });

  test("is the broker's refusal whatever the broker rejects with", async () => {
    const { app } = await pluginWorld(
      { msal },
      {
        broker: (broker) => ({
          ...broker,
          contractVersion: 1,
          platform: "linux",
          probe: () => broker.probe(),
          acquireTokenInteractive: () => {
            throw new RangeError("out of its depth");
          },
          acquireTokenSilent: () => Promise.reject(new RangeError("out of its depth")),
          getAccounts: () => Promise.reject(new RangeError("out of its depth")),
          signOut: () => Promise.reject(new RangeError("out of its depth")),
        }),
      },
    );
    for (const call of [app.acquireTokenInteractive(interactive()), app.getAllAccounts()]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(msal.ClientAuthError);
      expect(error).toMatchObject({
        errorCode: "platform_broker_error",
        message: expect.stringContaining("out of its depth"),
        cause: expect.objectContaining({ name: "RangeError" }),
      });
    }
  });

  test("holds no token, and neither does the log", async () => {
    const lines: string[] = [];
    const { app, emulated } = await pluginWorld(
      { msal },
      {
        system: {
          loggerOptions: {
            logLevel: LogLevel.Trace,
            piiLoggingEnabled: true,
            loggerCallback: (_level, line): void => {
              lines.push(line);
            },
          },
        },
      },
    );
    const account = await signIn(app);
    const { accessToken } = await app.acquireTokenSilent({ scopes: SCOPES, account });
    emulated.faults.add({ fault: "status", value: 0, context: `the token ${accessToken} is wrong` });
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
    expect(error).toMatchObject({ message: expect.stringContaining("(redacted)") });
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify([error, String(error), lines])).not.toMatch(/eyJ/);
  });
});

test("without the option msalNode, errors have the classes of the copy that core finds", async () => {
  const [seven] = MAJORS;
  if (seven === undefined) throw new Error("there is no major");
  const { msal } = seven;
  const { createNativeBrokerPlugin } = await import("@authbroker/core");
  const { emulated } = await pluginWorld({ msal });
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: emulated.broker } });
  emulated.faults.add({ fault: "status", value: 2 });
  const app = new msal.PublicClientApplication({
    auth: { clientId: emulated.clientId },
    broker: { nativeBrokerPlugin: plugin },
  });
  expect(await rejection(app.acquireTokenInteractive(interactive()))).toBeInstanceOf(
    msal.InteractionRequiredAuthError,
  );
});
