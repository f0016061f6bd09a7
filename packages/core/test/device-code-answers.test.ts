import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BrokerError } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { DeviceCodePolling, readDeviceCode } from "../src/http/device-code-answers.js";
import type { DeviceCodeResponse } from "../src/http/device-code-answers.js";
import type { Exchange } from "../src/http/exchange.js";
import { wait } from "../src/http/wait.js";
import { deferred } from "./deferred.js";
import { CLIENT_ID } from "./fake-broker.js";
import { brokerError } from "./rejection.js";
import {
  type Answer,
  type Client,
  clientOf,
  CORRELATION_ID,
  drop,
  json,
  raw,
  scriptedAuthority,
  tokens,
} from "./scripted-authority.js";

const DEVICE_CODE = {
  user_code: "ABCD-EFGH",
  device_code: "a device code",
  verification_uri: "https://microsoft.com/devicelogin",
  expires_in: 900,
  interval: 0.001,
  message: "To sign in, go there.",
};

const pending = json(400, { error: "authorization_pending", error_codes: [70016] });

function signIn(client: Client, exchange: Partial<Exchange> = {}): Promise<unknown> {
  return client.run(
    (msal) => msal.acquireTokenByDeviceCode({ scopes: ["User.Read"], deviceCodeCallback: () => {} }),
    exchange,
  );
}

test("the code is shown, and polled for until somebody used it", async () => {
  await using authority = await scriptedAuthority();
  authority.script(json(200, DEVICE_CODE), pending, pending, json(200, tokens(authority.base)));
  const shown: DeviceCodeResponse[] = [];

  const result = await signIn(clientOf(authority), { onDeviceCode: (response) => shown.push(response) });

  expect(result).toMatchObject({ accessToken: "an access token" });
  expect(shown).toEqual([
    {
      userCode: "ABCD-EFGH",
      deviceCode: "a device code",
      verificationUri: "https://microsoft.com/devicelogin",
      expiresIn: 900,
      interval: 0.001,
      message: "To sign in, go there.",
    },
  ]);
  expect(authority.requests.map(({ form }) => form.get("device_code"))).toEqual([
    null,
    ...Array.from({ length: 3 }, () => "a device code"),
  ]);
});

test("the ID token of the answer is checked, too", async () => {
  await using authority = await scriptedAuthority();
  authority.script(json(200, DEVICE_CODE), json(200, tokens(authority.base, { aud: "another" })));

  expect(await brokerError(signIn(clientOf(authority)))).toHaveProperty("errorCode", "id_token_invalid");
});

describe("a start that fails is an error, and nothing is shown or polled for:", () => {
  test.each<[string, Answer, string, string]>([
    [
      "an error of Entra's",
      json(400, { error: "unauthorized_client", error_codes: [700016] }),
      "app_registration_invalid",
      "unauthorized_client",
    ],
    ["an error with status 200", json(200, { error: "invalid_request" }), "server_error", "invalid_request"],
    ["HTML", raw(404, "<title>Not found</title>"), "server_response_invalid", "Not found"],
    ["429", raw(429, "Too Many Requests", { "Retry-After": "9" }), "request_throttled", "Too Many"],
    ["a dropped connection", drop, "no_network_connectivity", "no answer"],
    [
      "no user code",
      json(200, { ...DEVICE_CODE, user_code: undefined }),
      "server_response_invalid",
      '"user_code"',
    ],
    [
      "a code that steers a terminal",
      json(200, { ...DEVICE_CODE, user_code: "\u001b[2J" }),
      "server_response_invalid",
      '"user_code"',
    ],
    [
      "no device code",
      json(200, { ...DEVICE_CODE, device_code: "" }),
      "server_response_invalid",
      '"device_code"',
    ],
    [
      "an address that is none",
      json(200, { ...DEVICE_CODE, verification_uri: "javascript:x" }),
      "server_response_invalid",
      '"verification_uri"',
    ],
    ["no life", json(200, { ...DEVICE_CODE, expires_in: 0 }), "server_response_invalid", '"expires_in"'],
  ])("%s", async (_what, answer, code, says) => {
    await using authority = await scriptedAuthority();
    authority.script(answer);
    const shown: unknown[] = [];

    const error = await brokerError(
      signIn(clientOf(authority), { onDeviceCode: (response) => shown.push(response) }),
    );

    expect(error).toMatchObject({ errorCode: code, correlationId: CORRELATION_ID });
    expect(error.message).toContain(says);
    expect(shown).toEqual([]);
    expect(authority.requests).toHaveLength(1);
  });
});

describe("polling goes on after what passes:", () => {
  test.each<[string, Answer]>([
    ["a dropped connection", drop],
    ["503", json(503, { error: "temporarily_unavailable" })],
    ["HTML with 502", raw(502, "<h1>Bad Gateway</h1>")],
    ["429", raw(429, "Too Many Requests")],
  ])("%s", async (_what, answer) => {
    await using authority = await scriptedAuthority();
    authority.script(
      json(200, DEVICE_CODE),
      pending,
      answer,
      answer,
      pending,
      json(200, tokens(authority.base)),
    );

    await expect(signIn(clientOf(authority))).resolves.toHaveProperty("accessToken", "an access token");
    expect(authority.requests).toHaveLength(6);
  });
});

describe("polling ends with", () => {
  test.each<[string, Answer, string]>([
    ["a code that was declined", json(400, { error: "authorization_declined" }), "user_canceled"],
    ["access denied", json(400, { error: "access_denied" }), "user_canceled"],
    ["an expired code", json(400, { error: "expired_token", error_codes: [70020] }), "device_code_expired"],
    ["a wrong code", json(400, { error: "bad_verification_code" }), "server_error"],
    ["a policy", json(400, { error: "invalid_grant", suberror: "message_only" }), "interaction_required"],
    ["a captive portal", raw(200, "<title>Hotel</title>"), "server_response_invalid"],
  ])("%s", async (_what, answer, code) => {
    await using authority = await scriptedAuthority();
    authority.script(json(200, DEVICE_CODE), pending, answer);

    expect(await brokerError(signIn(clientOf(authority)))).toHaveProperty("errorCode", code);
    expect(authority.requests).toHaveLength(3);
  });

  test("the life of the code, and says what the last poll failed with", async () => {
    await using authority = await scriptedAuthority();
    authority.script(
      json(200, { ...DEVICE_CODE, expires_in: 0.2, interval: 60 }),
      raw(503, "Service Unavailable"),
    );

    const error = await brokerError(signIn(clientOf(authority)));

    expect(error.errorCode).toBe("device_code_expired");
    expect(error.message).toContain("Service Unavailable");
  });

  test("its call, at once, however long the interval is", async () => {
    await using authority = await scriptedAuthority();
    const polled = deferred<void>();
    authority.script(json(200, { ...DEVICE_CODE, interval: 600 }), (response, request) => {
      response.on("finish", () => polled.resolve());
      pending(response, request);
    });
    const limits = new AbortController();

    const call = brokerError(signIn(clientOf(authority), { signal: limits.signal }));
    await polled.promise;
    limits.abort();

    expect(await call).toHaveProperty("errorCode", "request_aborted");
    expect(authority.requests).toHaveLength(2);
  });

  test("what the application's own callback throws", async () => {
    await using authority = await scriptedAuthority();
    authority.script(json(200, DEVICE_CODE));

    const error = await brokerError(
      signIn(clientOf(authority), {
        onDeviceCode: () => {
          throw new Error("no terminal");
        },
      }),
    );

    expect(error.message).toContain("no terminal");
  });
});

const context = {
  clientId: CLIENT_ID,
  correlationId: CORRELATION_ID,
  authority: "https://login.example/common",
};

describe("the answer of the device-code endpoint:", () => {
  test.each([[undefined], [0], [-3], [null], ["soon"], [Infinity]])(
    "without an interval (%j) it is polled for every five seconds",
    (interval) => {
      expect(readDeviceCode({ ...DEVICE_CODE, interval }, context).interval).toBe(5);
    },
  );

  test("numbers in words are taken", () => {
    expect(readDeviceCode({ ...DEVICE_CODE, interval: "7", expires_in: "60" }, context)).toMatchObject({
      interval: 7,
      expiresIn: 60,
    });
  });

  test.each([[undefined], [""], ["clear\u001b[2J"], [{}]])(
    "without a message (%j) it gets one",
    (message) => {
      expect(readDeviceCode({ ...DEVICE_CODE, message }, context).message).toBe(
        "To sign in, open https://microsoft.com/devicelogin in a browser and enter the code ABCD-EFGH.",
      );
    },
  );
});

describe("the pause between polls", () => {
  const code = readDeviceCode({ ...DEVICE_CODE, interval: 5 }, context);
  const failure = (retryAfter?: number): BrokerError =>
    new BrokerError("server_unavailable", { message: "away", retryAfter });

  test("is none before the first, then the interval", () => {
    const polling = new DeviceCodePolling(code, 0);

    expect(polling.pause(0)).toBe(0);
    polling.pending(false);
    expect(polling.pause(0)).toBe(5000);
  });

  test("is five seconds longer after each slow_down, for good", () => {
    const polling = new DeviceCodePolling(code, 0);

    for (const expected of [10_000, 15_000]) {
      polling.pending(true);
      expect(polling.pause(0)).toBe(expected);
    }
    polling.pending(false);
    expect(polling.pause(0)).toBe(15_000);
  });

  test("doubles while polls fail, up to a minute, and is the interval again after", () => {
    const polling = new DeviceCodePolling(code, 0);
    const pauses = Array.from({ length: 6 }, () => {
      polling.failed(failure());
      return polling.pause(0);
    });

    expect(pauses).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    polling.pending(false);
    expect(polling.pause(0)).toBe(5000);
  });

  test("is at least what Retry-After asks for", () => {
    const polling = new DeviceCodePolling(code, 0);

    polling.failed(failure(300));

    expect(polling.pause(0)).toBe(300_000);
  });

  test("does not go beyond the life of the code", () => {
    const polling = new DeviceCodePolling({ ...code, interval: 600 }, 0);

    polling.pending(false);

    // Two milliseconds more, because a timer may fire that early.
    expect(polling.pause(899_000)).toBe(1002);
    expect(() => polling.requireAlive(899_999, context)).not.toThrow();
    expect(() => polling.requireAlive(900_000, context)).toThrow("device_code_expired");
  });
});

test("a wait between polls ends with its signal", async () => {
  const limits = new AbortController();

  const waiting = wait(600_000, limits.signal);
  limits.abort();

  await expect(waiting).resolves.toBeUndefined();
});

test("nothing keeps the process alive once its call has ended", async () => {
  await using authority = await scriptedAuthority();
  authority.script(json(200, { ...DEVICE_CODE, interval: 600 }), pending);
  const module = new URL("../build/http/network-client.js", import.meta.url).href;
  const program = `
    import { PublicClientApplication } from "@azure/msal-node";
    import { NetworkClient } from ${JSON.stringify(module)};
    const metadata = ${JSON.stringify(authority.metadata)};
    const clientId = "${CLIENT_ID}";
    const networkClient = new NetworkClient({ clientId, authorityMetadata: metadata });
    const post = networkClient.sendPostRequestAsync.bind(networkClient);
    const limits = new AbortController();
    let posts = 0;
    networkClient.sendPostRequestAsync = (...request) => {
      const answer = post(...request);
      // The third is the second poll, which now waits for its time.
      if (++posts === 3) limits.abort();
      return answer;
    };
    const authority = "https://login.microsoftonline.com/common";
    const auth = { clientId, authority, authorityMetadata: metadata };
    const msal = new PublicClientApplication({ auth, system: { networkClient } });
    const exchange = { signal: limits.signal, correlationId: "", clientId, authority, expected: {} };
    const request = { scopes: ["User.Read"], deviceCodeCallback() {} };
    await networkClient.run(exchange, () => msal.acquireTokenByDeviceCode(request)).catch((error) => {
      console.log(error.errorCode);
    });`;

  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    timeout: 25_000,
  });

  expect(stdout.trim()).toBe("request_aborted");
});

test("slow_down is no end for msal-node", async () => {
  await using authority = await scriptedAuthority();
  const slowed = deferred<void>();
  authority.script(json(200, DEVICE_CODE), (response, request) => {
    response.on("finish", () => slowed.resolve());
    json(400, { error: "slow_down" })(response, request);
  });
  const limits = new AbortController();

  const call = brokerError(signIn(clientOf(authority), { signal: limits.signal }));
  await slowed.promise;
  limits.abort();

  expect(await call).toHaveProperty("errorCode", "request_aborted");
});
