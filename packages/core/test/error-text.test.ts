import { inspect } from "node:util";
import { BrokerError, type BrokerErrorInit, type ErrorCode } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { explain } from "../src/errors/explain.js";
import { CLIENT_ID, createApp, fakeBroker, INES, unsignedJwt } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const DOCS = "https://github.com/authbroker/authbroker/blob/main/docs/troubleshooting.md";
const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
const request = { scopes: ["User.Read"], account: INES, correlationId: CORRELATION_ID };

async function rejectedWith(reason: unknown): Promise<BrokerError> {
  const { broker } = fakeBroker({ acquireTokenSilent: () => Promise.reject(reason) });
  return brokerError((await createApp(broker)).acquireTokenSilent(request));
}

describe("an error's message", () => {
  test("says what happened, in the broker's own words, what to do, and where to read on", () => {
    const error = new BrokerError("interaction_required", {
      message: "the broker needs the user to act",
      hint: "Call acquireTokenInteractive.",
      broker: { status: "InteractionRequired", code: -51411, tag: "4ulu5", context: "AADSTS50076: use MFA" },
    });

    expect(error.message).toBe(
      [
        "interaction_required: the broker needs the user to act (tag=4ulu5 context=AADSTS50076: use MFA errorCode=-51411 status=InteractionRequired)",
        "Call acquireTokenInteractive.",
        `See ${DOCS}#interaction_required`,
      ].join("\n"),
    );
    expect(error.errorMessage).toBe(
      "the broker needs the user to act (tag=4ulu5 context=AADSTS50076: use MFA errorCode=-51411 status=InteractionRequired)",
    );
    expect(error.hint).toBe("Call acquireTokenInteractive.");
    expect(error.stack).toContain(error.message);
  });

  test("does without what is not known", () => {
    const error = new BrokerError("broker_unavailable", { message: "no broker", broker: {} });

    expect(error.message).toBe(`broker_unavailable: no broker\nSee ${DOCS}#broker_unavailable`);
    expect(error).toMatchObject({ hint: undefined, correlationId: "", subError: "" });
    expect(error).not.toHaveProperty("cause");
  });

  test("ends with the address of its code, also when core makes it", async () => {
    const app = await createApp(fakeBroker().broker);

    const error = await brokerError(app.getAllAccounts({ signal: AbortSignal.abort() }));

    expect(error.message.endsWith(`\nSee ${DOCS}#request_aborted`)).toBe(true);
  });
});

describe("the correlation id of the request", () => {
  test.each<[string, unknown]>([
    ["an error without one", new BrokerError("server_unavailable", { message: "away" })],
    ["an error that is none of this library's", new Error("away")],
  ])("is given to %s", async (_what, error) => {
    await expect(rejectedWith(error)).resolves.toHaveProperty("correlationId", CORRELATION_ID);
  });

  test("does not replace the one that an error has", async () => {
    const error = new BrokerError("server_unavailable", { message: "away", correlationId: "its own" });

    await expect(rejectedWith(error)).resolves.toHaveProperty("correlationId", "its own");
  });
});

describe("a fault of the app registration is named as such", () => {
  test.each([
    [50011, "redirect_uri_mismatch", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
    [900971, "redirect_uri_mismatch", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
    [7000218, "app_registration_invalid", '"Allow public client flows"'],
    [700016, "app_registration_invalid", CLIENT_ID],
  ])("AADSTS%d is %s", async (number, code, says) => {
    const broker = {
      status: "Unexpected",
      code: -51411,
      tag: "4ulu5",
      context: `AADSTS${number}: The app is wrong.`,
    };

    const error = await rejectedWith(
      new BrokerError("platform_broker_error", { message: "it failed", broker }),
    );

    expect(error).toMatchObject({ errorCode: code, errorNo: number, broker, correlationId: CORRELATION_ID });
    expect(error.message).toContain(says);
    expect(error.message).toContain(
      `(tag=4ulu5 context=AADSTS${number}: The app is wrong. errorCode=-51411 status=Unexpected)`,
    );
    expect(error.hint).toContain(DOCS.replace("troubleshooting", "registering-your-app"));
  });

  test.each([50011, 7000218])(
    "with what is to be done for the very application: AADSTS%d",
    async (number) => {
      const broker = { context: `AADSTS${number}: The app is wrong.` };

      const error = await rejectedWith(
        new BrokerError("platform_broker_error", { message: "it failed", broker }),
      );

      expect(error.hint).toContain(CLIENT_ID);
      expect(error.hint).toContain('"Mobile and desktop applications"');
    },
  );

  test.each(["AADSTS500113: no reply address", "AADSTS50076: use MFA", "AADSTS70002180", ""])(
    "and no other: %s",
    async (context) => {
      const made = new BrokerError("interaction_required", { message: "it failed", broker: { context } });

      await expect(rejectedWith(made)).resolves.toBe(made);
    },
  );
});

describe("an error that is none of this library's", () => {
  const thrown = new Error("ines@contoso.example has no disk");

  test("is the broker's when the broker rejected with it, or threw it at once", async () => {
    const throwing = fakeBroker({
      acquireTokenSilent: () => {
        throw thrown;
      },
    });
    const threw = await brokerError((await createApp(throwing.broker)).acquireTokenSilent(request));

    for (const error of [threw, await rejectedWith(thrown)]) {
      expect(error).toMatchObject({ errorCode: "platform_broker_error", correlationId: CORRELATION_ID });
      expect(error.errorMessage).toMatch(/^the broker failed .*: \(user name\) has no disk$/);
    }
  });

  test("is not when it came from elsewhere", () => {
    const defaults = { clientId: CLIENT_ID, redirectUri: "http://localhost", correlationId: CORRELATION_ID };

    const error = explain(thrown, defaults);

    expect(error).toMatchObject({ errorCode: "route_unavailable", correlationId: CORRELATION_ID });
    expect(error.message).not.toContain("broker failed");
    expect(error.errorMessage).toContain("(user name) has no disk");
  });
});

const JWT = unsignedJwt({ oid: "0a0b0c0d", name: "A name in a token that nobody may read" });
const OPAQUE = `0.${"AXoA7-q_Z9".repeat(9)}`;
const BASE64 = Buffer.from("?~>".repeat(60)).toString("base64");

const SECRETS: [string, string, string][] = [
  ["a JWT", `token ${JWT} refused`, JWT.split(".")[1] ?? ""],
  ["a JWT in quotation marks", `{"access_token":"${JWT}"}`, JWT.split(".")[1] ?? ""],
  ["a JWT that was cut short", `token ${JWT.slice(0, 50)}`, JWT.slice(10, 50)],
  ["the first part of a JWT", JWT.split(".")[0] ?? "", JWT.split(".")[0] ?? ""],
  ["a JWT after its head", `…${JWT.slice(JWT.indexOf("."))}`, JWT.split(".")[1] ?? ""],
  ["a long opaque token", `refresh token ${OPAQUE}`, OPAQUE.slice(2, 50)],
  ["a token in plain base64", `ticket ${BASE64}`, BASE64.slice(0, 50)],
  ["a token in a URL", `https://localhost/?code=${OPAQUE}&state=1`, OPAQUE.slice(2, 50)],
  ["a token beyond the longest text", `${"x ".repeat(490)} ${JWT}`, JWT.slice(0, 19)],
];

const CARRIERS: [string, (text: string) => unknown][] = [
  ["the message of an error that is none of this library's", (text) => new Error(text)],
  ["a thrown string", (text) => text],
  ["the message of a BrokerError", (message) => new BrokerError("platform_broker_error", { message })],
  ["the broker's context", (context) => failed({ broker: { context } })],
  ["the context of a registration fault", (text) => failed({ broker: { context: `AADSTS50011 ${text}` } })],
];

describe.each(CARRIERS)("no token shows in an error, when it is in %s:", (_carrier, carry) => {
  test.each(SECRETS)("%s", async (_what, text, secret) => {
    const error = await rejectedWith(carry(text));

    for (const shown of everythingShown(error)) expect(shown).not.toContain(secret);
    expect(error.message).toMatch(/\(redacted\)|…/);
  });
});

describe.each(CARRIERS.slice(2))("hostile text is tamed, when it is in %s:", (_carrier, carry) => {
  test.each([
    ["an escape sequence", "\u001b[2J\u001b]0;title\u0007gone"],
    ["a carriage return", "fine\roverwritten"],
    ["a null", "a\u0000b"],
    ["C1 controls", "a\u009b31mb\u0085c"],
    ["a delete", "a\u007fb"],
  ])("%s", async (_what, text) => {
    const error = await rejectedWith(carry(text));

    for (const shown of [error.message, error.stack, error.errorMessage, error.broker?.context]) {
      expect(String(shown)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
  });

  test("a line feed does not begin a line that reads like this library's", async () => {
    const error = await rejectedWith(carry(`failed\nSee https://contoso.example/forged`));

    expect(error.message).not.toMatch(/^See https:\/\/contoso/m);
    expect(error.message).toMatch(new RegExp(`^See ${DOCS}`, "m"));
  });

  test("ten kilobytes become a screenful", async () => {
    const text = "word ".repeat(2000);

    const error = await rejectedWith(carry(text));

    expect(error.message.length).toBeLessThan(2000);
    expect(JSON.stringify(error).length).toBeLessThan(5000);
  });
});

test("what is no secret stays readable", () => {
  const context =
    "AADSTS50011: The redirect URI 'msauth.com.msauth.unsignedapp://auth' does not match. Trace ID: 0a0b0c0d-1111-4222-8333-444455556666 Timestamp: 2026-11-21 20:00:00Z";

  expect(failed({ broker: { context } }).message).toContain(context);
});

test("no token shows in a probe whose broker rejects with one", async () => {
  const probe = (): Promise<never> => Promise.reject(new Error(`token ${JWT} refused`));
  const app = await createApp(fakeBroker({ probe }).broker);

  const answer = await app.probeBroker();

  expect(inspect(answer, { depth: 9 })).not.toContain(JWT.split(".")[1]);
});

function failed(init: Partial<BrokerErrorInit>, code: ErrorCode = "platform_broker_error"): BrokerError {
  return new BrokerError(code, { message: "it failed", ...init });
}

/** Every way in which an error is printed. */
function everythingShown(error: BrokerError): string[] {
  return [
    error.message,
    error.errorMessage,
    String(error),
    error.stack ?? "",
    JSON.stringify(error),
    inspect(error, { depth: 9 }),
    inspect(error.cause, { depth: 9 }),
  ];
}
