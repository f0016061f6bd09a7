import {
  type Broker,
  BrokerError,
  type BrokerProbe,
  createNativeBrokerPlugin,
  PublicClientApplication,
} from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, createApp, fakeBroker, INES, tokenOf } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const request = { scopes: ["User.Read"], account: INES };

const TOKEN = tokenOf(INES);

/** What a broker's answer has of a token must not be in an error, whatever else is wrong with it. */
const SECRET = "a token that is nobody's to read";

const ANSWERS: readonly [string, unknown][] = [
  ["token", undefined],
  ["token", null],
  ["token", SECRET],
  ["token.accessToken", { ...TOKEN, accessToken: "" }],
  ["token.accessToken", { ...TOKEN, accessToken: { token: SECRET } }],
  ["token.tokenType", { ...TOKEN, tokenType: undefined }],
  ["token.idToken", { ...TOKEN, idToken: null }],
  ["token.idTokenClaims", { ...TOKEN, idTokenClaims: SECRET }],
  ["token.expiresOn", { ...TOKEN, expiresOn: "soon" }],
  ["token.expiresOn", { ...TOKEN, expiresOn: Number.NaN }],
  ["token.expiresOn", { ...TOKEN, expiresOn: 9e15 }],
  ["token.extendedExpiresOn", { ...TOKEN, extendedExpiresOn: null }],
  ["token.scopes", { ...TOKEN, scopes: "abc" }],
  ["token.scopes", { ...TOKEN, scopes: [5] }],
  ["token.account", { ...TOKEN, account: undefined }],
  ["token.account.homeAccountId", { ...TOKEN, account: { ...INES, homeAccountId: 7 } }],
  ["token.account.tenantId", { ...TOKEN, account: { ...INES, tenantId: "" } }],
  ["token.account.name", { ...TOKEN, account: { ...INES, name: null } }],
];

/** A broker whose one method answers what no type would let it. */
function answering(method: keyof Broker, answer: unknown): Broker {
  return Object.assign(fakeBroker().broker, { [method]: () => Promise.resolve(answer) });
}

describe("a broker that breaks the contract is named as the one at fault, with the field:", () => {
  test.each(ANSWERS)("a silent call, %s", async (field, answer) => {
    const app = await createApp(answering("acquireTokenSilent", answer));

    const error = await brokerError(app.acquireTokenSilent(request));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(`"${field}"`);
    expect(error.message).not.toContain(SECRET);
    expect(error.correlationId).not.toBe("");
  });

  test("an interactive call", async () => {
    const app = await createApp(answering("acquireTokenInteractive", { ...TOKEN, accessToken: "" }));

    const error = await brokerError(app.acquireTokenInteractive(request));

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain('"token.accessToken"');
  });

  test.each<[string, unknown]>([
    ["accounts", undefined],
    ["accounts", {}],
    ["accounts", "abc"],
    ["accounts[0]", [null]],
    ["accounts[1].nativeAccountId", [INES, {}]],
  ])("the accounts, %s", async (field, answer) => {
    const app = await createApp(answering("getAccounts", answer));

    const error = await brokerError(app.getAllAccounts());

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain(`"${field}"`);
  });

  test("what the contract does not have is left out, so that whoever shares a call gets a copy", async () => {
    const answer = { ...TOKEN, refresh(): void {}, account: { ...INES, photo: () => SECRET } };
    const app = await createApp(answering("acquireTokenSilent", answer));

    const [first, second] = await Promise.all([
      app.acquireTokenSilent(request),
      app.acquireTokenSilent(request),
    ]);

    expect(second.accessToken).toBe(TOKEN.accessToken);
    expect(first.account).not.toHaveProperty("photo");
  });

  test("a token without what is optional, and accounts that are none, are taken", async () => {
    const { extendedExpiresOn: _extended, ...token } = TOKEN;
    const { name: _name, ...account } = INES;
    const app = await createApp(
      Object.assign(answering("acquireTokenSilent", { ...token, account, scopes: [] }), {
        getAccounts: () => Promise.resolve([]),
      }),
    );

    expect(await app.acquireTokenSilent(request)).toMatchObject({ accessToken: TOKEN.accessToken });
    expect(await app.getAllAccounts()).toStrictEqual([]);
  });
});

describe("a broker whose probe answers with something else does not respond:", () => {
  test.each<[string, unknown]>([
    ["probe", undefined],
    ["probe", null],
    ["probe", "yes"],
    ["probe.available", {}],
    ["probe.available", { available: "yes" }],
    ["probe.reason", { available: false }],
    ["probe.message", { available: false, reason: "wsl" }],
    ["probe.limits", { available: true, running: true, limits: "silent_only" }],
  ])("%s", async (field, answer) => {
    const broker = answering("probe", answer);
    const app = await createApp(broker);
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });

    const probes: BrokerProbe[] = [await app.probeBroker(), plugin.probe];

    for (const probe of probes) {
      expect(probe).toMatchObject({
        available: false,
        reason: "broker_not_responding",
        message: expect.stringContaining(`"${field}"`),
      });
    }
  });

  test("an interactive call passes it over with words that say so", async () => {
    const app = await PublicClientApplication.create({
      auth: { clientId: CLIENT_ID },
      broker: { implementation: answering("probe", { available: false }), required: true },
    });

    const error = await brokerError(app.acquireTokenInteractive({}));

    expect(error.errorCode).toBe("route_unavailable");
    expect(error.message).toContain("broker_not_responding");
    expect(error.message).not.toContain("undefined");
  });
});

describe("a broker that is asked for its redirect URI", () => {
  const create = (redirectUri: () => unknown): Promise<BrokerError> =>
    brokerError(createApp(Object.assign(fakeBroker().broker, { redirectUri })));

  test("and throws is named as the one at fault", async () => {
    const error = await create(() => {
      throw new Error("no bundle identifier of ines@contoso.example");
    });

    expect(error.errorCode).toBe("platform_broker_error");
    expect(error.message).toContain("no bundle identifier of (user name)");
  });

  test("and throws an error of this library is quoted", async () => {
    const fault = new BrokerError("broker_load_failed", { message: "the native part is missing" });

    const error = await create(() => {
      throw fault;
    });

    expect(error.errorCode).toBe("broker_load_failed");
    expect(error.message).toContain("the native part is missing");
  });

  test("and answers with something else is named as the one at fault", async () => {
    const error = await create(() => 5);

    expect(error.errorCode).toBe("broker_response_invalid");
    expect(error.message).toContain('"redirectUri"');
  });

  test("and has none leaves it to the one that is documented", async () => {
    for (const nothing of [undefined, ""]) {
      const { broker, calls } = fakeBroker();
      const app = await createApp(Object.assign(broker, { redirectUri: () => nothing }));
      await app.acquireTokenSilent(request);
      expect(calls[0]?.request).toHaveProperty("redirectUri", expect.stringContaining("://"));
    }
  });
});
