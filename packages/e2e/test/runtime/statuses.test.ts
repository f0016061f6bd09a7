import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "@authbroker/emulator";
import { installProject, type Project } from "./support/project.js";
import { accountOf, rejection, setStage, type Stage } from "./support/stage.js";

let project: Project;
beforeAll(async () => {
  project = await installProject("npm", { keytar: "empty-npm-package@1.0.0" });
}, 240_000);
afterAll(() => project.remove());

const INTERACTION = ["InteractionRequiredAuthError", "interaction_required"] as const;
const OTHER = ["ClientAuthError", "platform_broker_error"] as const;
const NETWORK = ["ClientAuthError", "no_network_connectivity"] as const;

/**
 * Every status by its number on the wire: its name in the native layer, and what Microsoft's extensions make of that.
 * From 15 on the broker's numbers are others than the native layer's.
 */
const STATUSES = [
  [0, "Unexpected", ...OTHER],
  [1, "Reserved", ...OTHER],
  [2, "InteractionRequired", ...INTERACTION],
  [3, "NoNetwork", ...NETWORK],
  [4, "NetworkTemporarilyUnavailable", ...NETWORK],
  [5, "ServerTemporarilyUnavailable", "ServerError", "server_unavailable"],
  [6, "ApiContractViolation", ...OTHER],
  [7, "UserCanceled", "ClientAuthError", "user_canceled"],
  [8, "ApplicationCanceled", ...OTHER],
  [9, "IncorrectConfiguration", ...OTHER],
  [10, "InsufficientBuffer", ...OTHER],
  [11, "AuthorityUntrusted", "ClientConfigurationError", "untrusted_authority"],
  // As UserSwitched it would be a success, with the other user's token.
  [12, "Unexpected", ...OTHER],
  [13, "AccountUnusable", ...INTERACTION],
  [14, "UserDataRemovalRequired", ...OTHER],
  [18, "KeyNotFound", ...OTHER],
  [19, "AccountNotFound", "ClientAuthError", "no_account_found"],
  [77, "Unexpected", ...OTHER],
] as const;

describe("with one application", () => {
  let stage: Stage;
  let accountId: string;
  beforeEach(async () => {
    stage = await setStage(project);
    accountId = accountOf(await stage.signIn()).nativeAccountId;
  });
  afterEach(() => {
    stage.emulator.broker.faults.clear();
  });

  /** What the calls for a token end with, while the broker fails so. */
  async function failures(fault: Fault): Promise<readonly unknown[]> {
    const { app, emulator, request } = stage;
    emulator.broker.faults.add(fault);
    const errors = [
      await rejection(app.plugin("acquireTokenSilent", request({ accountId }))),
      await rejection(app.plugin("acquireTokenSilent", request())),
      await rejection(app.plugin("acquireTokenInteractive", request({ accountId }))),
      await rejection(app.plugin("acquireTokenInteractive", request())),
      await rejection(app.plugin("acquireTokenInteractive", request({ prompt: "login" }))),
    ];
    emulator.broker.faults.clear();
    return errors;
  }

  test("every status of the broker is the error that Microsoft's extensions give for it, in every call", async () => {
    for (const [value, status, name, errorCode] of STATUSES) {
      const context = `the words for ${value}`;
      const expected = {
        name,
        errorCode,
        platformBrokerError: { errorCode: status, errorMessage: expect.stringContaining(context) },
      };
      expect(await failures({ fault: "status", value, context })).toMatchObject(
        Array.from({ length: 5 }, () => expected),
      );
    }
  });
});

test("a redirect URI that is not registered is named, with the broker's own tag", async () => {
  const { app, emulator, request, signIn } = await setStage(project);
  const { nativeAccountId: accountId } = accountOf(await signIn());
  emulator.broker.faults.add({ fault: "status", value: 0, context: "AADSTS50011: no such redirect URI" });
  expect(await rejection(app.plugin("acquireTokenSilent", request({ accountId })))).toMatchObject({
    errorCode: "platform_broker_error",
    platformBrokerError: {
      errorCode: "IncorrectConfiguration",
      errorMessage: expect.stringMatching(/^redirect_uri_mismatch: [^]*AADSTS50011/),
      tag: "fault",
    },
  });
});

test("another user's token is an error and never handed on", async () => {
  const { app, emulator, request, signIn } = await setStage(project);
  const { nativeAccountId: accountId } = accountOf(await signIn());
  emulator.broker.faults.add({ fault: "wrong-identity" });
  expect(await rejection(app.plugin("acquireTokenSilent", request({ accountId })))).toMatchObject({
    errorCode: "platform_broker_error",
    platformBrokerError: {
      errorCode: "Unexpected",
      errorMessage: expect.stringContaining("account_mismatch"),
    },
  });
});

test.each([
  "brokerTokenResponse.idToken",
  "brokerTokenResponse.accessToken",
  "brokerTokenResponse.expiresOn",
])("an answer without %s rejects, and throws nowhere else", async (field) => {
  const { app, emulator, request, signIn } = await setStage(project);
  const { nativeAccountId: accountId } = accountOf(await signIn());
  emulator.broker.faults.add({ fault: "missing-field", field });
  expect(await rejection(app.plugin("acquireTokenSilent", request({ accountId })))).toMatchObject({
    errorCode: "platform_broker_error",
    platformBrokerError: { errorMessage: expect.stringContaining("broker_response_invalid") },
  });
  expect(await app.end()).toBe(0);
});

test("a broker that went away is told as such, in every call", async () => {
  const { app, clientId, emulator, request, signIn } = await setStage(project);
  const { nativeAccountId: accountId } = accountOf(await signIn());
  await emulator.broker.stop();
  const correlationId = randomUUID();
  const expected = {
    errorCode: "platform_broker_error",
    platformBrokerError: {
      errorCode: "ApiContractViolation",
      errorMessage: expect.stringMatching(/^(?:broker|route)_unavailable/),
    },
  };
  const errors = [
    await rejection(app.plugin("getAllAccounts", clientId, correlationId)),
    await rejection(app.plugin("getAccountById", accountId, correlationId)),
    await rejection(app.plugin("acquireTokenSilent", request())),
    await rejection(app.plugin("acquireTokenInteractive", request({ prompt: "login" }))),
    await rejection(app.plugin("signOut", { clientId, accountId, correlationId })),
  ];
  expect(errors).toMatchObject(errors.map(() => expected));
  expect(JSON.stringify(errors)).not.toContain("broker.required");
});

test("a person who closes the window has cancelled", async () => {
  const { app, request } = await setStage(project, { onInteraction: () => ({ cancel: true }) });
  const call = app.plugin("acquireTokenInteractive", request({ prompt: "login" }));
  expect(await rejection(call)).toMatchObject({
    errorCode: "user_canceled",
    platformBrokerError: { errorCode: "UserCanceled" },
  });
});
