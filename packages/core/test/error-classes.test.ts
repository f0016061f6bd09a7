import * as msal from "@azure/msal-node";
import { BrokerError, BrokerPackageMissingError, type ErrorCode } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createApp, fakeBroker, INES } from "./fake-broker.js";
import { rejection } from "./rejection.js";

const request = { scopes: ["User.Read"], account: INES };

const { AuthError, ClientAuthError, ClientConfigurationError, InteractionRequiredAuthError, ServerError } =
  msal;

interface Expected {
  readonly class: typeof AuthError | typeof BrokerError;
  readonly retryable: boolean;
}

const plain: Expected = { class: BrokerError, retryable: false };

const CODES: Readonly<Record<ErrorCode, Expected>> = {
  interaction_required: { class: InteractionRequiredAuthError, retryable: false },
  no_network_connectivity: { class: ClientAuthError, retryable: true },
  server_unavailable: { class: ServerError, retryable: true },
  user_canceled: { class: ClientAuthError, retryable: false },
  untrusted_authority: { class: ClientConfigurationError, retryable: false },
  no_account_found: { class: ClientAuthError, retryable: false },
  platform_broker_error: { class: ClientAuthError, retryable: false },
  app_registration_invalid: { class: ServerError, retryable: false },
  device_code_expired: { class: ClientAuthError, retryable: false },
  id_token_invalid: { class: ClientAuthError, retryable: false },
  request_throttled: { class: ServerError, retryable: true },
  server_error: { class: ServerError, retryable: false },
  account_mismatch: plain,
  broker_contract_mismatch: plain,
  broker_load_failed: plain,
  broker_package_missing: plain,
  broker_response_invalid: plain,
  broker_unavailable: { ...plain, retryable: true },
  browser_failed: plain,
  cache_unreadable: plain,
  msal_node_missing: plain,
  redirect_uri_mismatch: plain,
  request_aborted: plain,
  request_timeout: { ...plain, retryable: true },
  request_unsupported: plain,
  route_unavailable: plain,
  server_response_invalid: plain,
};

const OWN_CLASSES = [InteractionRequiredAuthError, ClientAuthError, ClientConfigurationError, ServerError];

async function rejectedWith(reason: unknown): Promise<unknown> {
  const { broker } = fakeBroker({ acquireTokenSilent: () => Promise.reject(reason) });
  return rejection((await createApp(broker)).acquireTokenSilent(request));
}

describe("an application that imports msal-node can tell errors by its classes:", () => {
  test.each(Object.entries(CODES))("%s", async (code, expected) => {
    const made = new BrokerError(code as ErrorCode, { message: "what happened" });

    const error = await rejectedWith(made);

    expect(error).toBe(made);
    expect(error).toBeInstanceOf(expected.class);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      errorCode: code,
      retryable: expected.retryable,
      name: expected.class.name,
      subError: "",
    });
    expect(OWN_CLASSES.filter((own) => error instanceof own)).toStrictEqual(
      OWN_CLASSES.filter((own) => own === expected.class),
    );
  });

  test("of the arguments checked by core itself too", async () => {
    const app = await createApp(fakeBroker().broker);

    const unsupported = await rejection(app.acquireTokenSilent({ ...request, resourceRequestMethod: "GET" }));
    const aborted = await rejection(app.getAllAccounts({ signal: AbortSignal.abort() }));

    for (const error of [unsupported, aborted]) {
      expect(error).toBeInstanceOf(AuthError);
      expect(error).toBeInstanceOf(BrokerError);
    }
  });

  test("an error keeps the stack that says where it was made", async () => {
    const made = madeHere();
    const { stack } = made;

    await rejectedWith(made);

    expect(made.stack).toBe(stack);
    expect(stack).toContain("madeHere");
  });
});

test("a missing package is its own class, and no other code is", async () => {
  const missing = await rejectedWith(new BrokerPackageMissingError("install it", new Error("not found")));

  expect(missing).toBeInstanceOf(BrokerPackageMissingError);
  expect(missing).toBeInstanceOf(BrokerError);
  expect(missing).toBeInstanceOf(AuthError);
  expect(missing).toHaveProperty("errorCode", "broker_package_missing");
  expect(missing).toHaveProperty("hint", "install it");
  expect(new BrokerError("broker_load_failed", { message: "broken" })).not.toBeInstanceOf(
    BrokerPackageMissingError,
  );
});

test.each([[null], [undefined], ["text"], [5], [{}], [new Error("other")], [new TypeError("other")]])(
  "%o is no BrokerError",
  (value) => {
    expect(value instanceof BrokerError).toBe(false);
    expect(value instanceof BrokerPackageMissingError).toBe(false);
  },
);

describe("whatever a broker rejects with, the client rejects with a BrokerError that holds it:", () => {
  test.each([
    ["an Error", new Error("out of order")],
    ["a TypeError", new TypeError("out of order")],
    ["a DOMException", new DOMException("out of order", "DataError")],
    ["a string", "out of order"],
    ["a number", 5],
    ["a symbol", Symbol("out of order")],
    ["an object", { reason: "out of order" }],
    ["an object without a prototype", Object.create(null)],
    ["null", null],
    ["nothing", undefined],
  ])("%s", async (_what, thrown: unknown) => {
    const error = await rejectedWith(thrown);

    expect(error).toBeInstanceOf(ClientAuthError);
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toMatchObject({ errorCode: "platform_broker_error" });
    expect(error).toHaveProperty("correlationId", expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  test.each([[undefined], [null], [{}], [[null]], ["accounts"]])(
    "an answer that is no list of accounts: %o",
    async (answer) => {
      const { broker } = fakeBroker({ getAccounts: () => Promise.resolve(answer as never) });
      const app = await createApp(broker);

      expect(await rejection(app.getAllAccounts())).toBeInstanceOf(BrokerError);
    },
  );

  test.each([[undefined], [null], [{}], [{ account: null }], ["token"]])(
    "an answer that is no token: %o",
    async (answer) => {
      const { broker } = fakeBroker({ acquireTokenSilent: () => Promise.resolve(answer as never) });
      const app = await createApp(broker);

      expect(await rejection(app.acquireTokenSilent(request))).toBeInstanceOf(BrokerError);
    },
  );
});

function madeHere(): BrokerError {
  return new BrokerError("interaction_required", { message: "what happened" });
}
