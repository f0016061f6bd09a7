import { createServer } from "node:https";
import { once } from "node:events";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import type { AddressInfo } from "node:net";
import {
  AuthError,
  type INetworkModule,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ServerError,
} from "@azure/msal-node";
import { BrokerError } from "@authbroker/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { NetworkClient } from "../src/http/network-client.js";
import { Throttle, throttleKey } from "../src/http/throttle.js";
import { deferred } from "./deferred.js";
import { CLIENT_ID, TENANT_ID } from "./fake-broker.js";
import { brokerError } from "./rejection.js";
import {
  type Answer,
  type Client,
  clientOf,
  CORRELATION_ID,
  drop,
  HOME_ACCOUNT,
  json,
  raw,
  type ScriptedAuthority,
  scriptedAuthority,
  tokens,
} from "./scripted-authority.js";

/** A client whose cache holds an account, and with it a refresh token. */
async function signedIn(authority: ScriptedAuthority): Promise<Client> {
  const client = clientOf(authority);
  authority.script(json(200, tokens(authority.base)));
  await client.redeem();
  return client;
}

function refresh(client: Client, exchange: Parameters<Client["run"]>[1] = {}): ReturnType<Client["redeem"]> {
  return client.run(
    async (msal) => {
      const [account] = await msal.getAllAccounts();
      if (account === undefined) throw new Error("the cache is empty");
      return msal.acquireTokenSilent({ account, scopes: ["User.Read"], forceRefresh: true });
    },
    { expected: { homeAccountId: HOME_ACCOUNT }, ...exchange },
  );
}

describe("what a server or a proxy repeats of the request is not quoted:", () => {
  const form = {
    grant_type: "authorization_code",
    code: "M.C105_BAY.2.U.0a1b*2c!",
    code_verifier: "a verifier of PKCE",
    refresh_token: "an old refresh token",
    device_code: "a device code",
  };
  const body = new URLSearchParams(form).toString();
  const secrets = [form.code, form.code_verifier, form.refresh_token, form.device_code];
  const echo = `blocked {code: ${secrets.join("} {")}} ${secrets.map(encodeURIComponent).join(" ")} ${body}`;

  test.each<[string, Answer]>([
    ["in a text", raw(400, echo)],
    ["in the title of a page", raw(502, `<title>${echo}</title>`, { "content-type": "text/html" })],
    ["in an error", json(400, { error: "invalid_request", error_description: echo })],
    ["in the name of an error", json(400, { error: echo })],
  ])("%s", async (_what, answer) => {
    await using authority = await scriptedAuthority();
    authority.script(answer);
    const { run, network } = clientOf(authority);

    const seen: unknown[] = [];
    const error = await brokerError(
      run(async () => {
        seen.push(await network.sendPostRequestAsync(`${authority.base}/token`, { body }));
        throw new Error("msal-node goes on with it");
      }),
    );

    for (const shown of [error.message, inspect(error, { depth: 9 }), JSON.stringify(seen)]) {
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    expect(error.message).toContain("(redacted)");
  });

  test("while a refresh token that the server gives once more is kept", async () => {
    await using authority = await scriptedAuthority();
    const { run, network } = clientOf(authority);
    const answer = tokens(authority.base, {}, { refresh_token: form.refresh_token });
    authority.script(json(200, answer));

    const { body: received } = await run(() =>
      network.sendPostRequestAsync(`${authority.base}/token`, { body }),
    );

    expect(received).toEqual(answer);
  });
});

describe("a token answer is taken as it must be, or not at all:", () => {
  test.each([
    ["no access token", "access_token", undefined],
    ["an empty access token", "access_token", ""],
    ["a number for an access token", "access_token", 5],
    ["a life that is no number", "expires_in", "soon"],
    ["a life without an end", "expires_in", 1e300],
    ["a life that was over before", "expires_in", -5],
    ["another kind of token", "token_type", "mac"],
    ["a number for scopes", "scope", 5],
    ["an object for a refresh token", "refresh_token", {}],
    ["a list for client_info", "client_info", []],
  ])("%s", async (_what, member, value) => {
    await using authority = await scriptedAuthority();
    authority.script(json(200, tokens(authority.base, {}, { [member]: value })));
    const client = clientOf(authority);

    const error = await brokerError(client.redeem());

    expect(error).toMatchObject({ errorCode: "server_response_invalid", correlationId: CORRELATION_ID });
    expect(error.message).toContain(`"${member}" is missing or malformed`);
    expect(await client.msal.getAllAccounts()).toEqual([]);
  });

  test.each([
    ["numbers as text", { expires_in: "3600", ext_expires_in: "7200" }],
    ["a token type in any case", { token_type: "bearer" }],
    ["null for what is left out", { refresh_token: null, foci: null, scope: null, refresh_in: null }],
    ["the least", { token_type: undefined, scope: undefined, refresh_token: undefined }],
  ])("%s will do", async (_what, changes) => {
    await using authority = await scriptedAuthority();
    authority.script(json(200, tokens(authority.base, {}, changes)));

    await expect(clientOf(authority).redeem()).resolves.toHaveProperty("accessToken", "an access token");
  });

  test.each([
    ["of B2C for no API", "https://contoso.b2clogin.com/contoso.example/b2c_1_in", "openid profile", true],
    ["of B2C for an API", "https://contoso.b2clogin.com/contoso.example/b2c_1_in", "openid api/read", false],
    ["of Entra", `https://login.microsoftonline.com/${TENANT_ID}`, "openid profile", false],
  ])("an ID token alone: %s", async (_what, askedAuthority, scope, taken) => {
    await using authority = await scriptedAuthority();
    const { run, network } = clientOf(authority);
    authority.script(json(200, tokens(authority.base, {}, { access_token: undefined })));
    const body = new URLSearchParams({ grant_type: "authorization_code", scope }).toString();

    const outcome = await run(() => network.sendPostRequestAsync(`${authority.base}/token`, { body }), {
      authority: askedAuthority,
    }).then(() => "taken", String);

    expect(outcome).toEqual(taken ? "taken" : expect.stringContaining("server_response_invalid"));
  });
});

test("who has just signed in is told to start again, and not to sign in", async () => {
  await using authority = await scriptedAuthority();
  const client = await signedIn(authority);
  const refusal = json(400, { error: "invalid_grant", error_codes: [70008] });
  authority.script(refusal, refusal);

  const redeemed = await brokerError(client.redeem());
  const refreshed = await brokerError(refresh(client));

  expect(redeemed).toMatchObject({ errorCode: "interaction_required", hint: "Start the sign-in again." });
  expect(refreshed.hint).toContain("Call acquireTokenInteractive");
});

test("msal-node signs in, refreshes and answers from its cache with it", async () => {
  await using authority = await scriptedAuthority();
  const client = await signedIn(authority);
  authority.script(json(200, tokens(authority.base, {}, { access_token: "a second one" })));

  const refreshed = await refresh(client);

  expect(refreshed).toMatchObject({ accessToken: "a second one", fromCache: false });
  expect(refreshed.account).toMatchObject({ homeAccountId: HOME_ACCOUNT });
  expect(authority.requests.map(({ form }) => form.get("grant_type"))).toEqual([
    "authorization_code",
    "refresh_token",
  ]);
});

describe("an error of a refresh is told from the answer itself:", () => {
  test.each([
    ["token_expired", 70043],
    [undefined, 50173],
    ["basic_action", 50076],
  ])("suberror %s, AADSTS%d", async (suberror, number) => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const description = `AADSTS${number}: What Entra says.`;
    const body = {
      error: "invalid_grant",
      error_description: description,
      error_codes: [number],
      suberror,
      claims,
    };
    authority.script(json(400, body));

    const error = await brokerError(refresh(client));

    expect(error).toMatchObject({
      errorCode: "interaction_required",
      errorNo: number,
      subError: suberror ?? "",
      claims,
      correlationId: CORRELATION_ID,
    });
    expect(error.message).toContain(description);
  });

  test("and msal-node still deletes a refresh token that is bad", async () => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    authority.script(json(400, { error: "invalid_grant", suberror: "bad_token", error_codes: [700082] }));

    const first = await brokerError(refresh(client));
    const second = await brokerError(refresh(client));

    expect(first).toMatchObject({ errorCode: "interaction_required", errorNo: 700082 });
    expect(second.message).toContain("no_tokens_found");
    expect(authority.requests).toHaveLength(2);
  });
});

test("an error in OAuth's form is msal-node's to see, without the Retry-After that it would hold requests back by", async () => {
  await using authority = await scriptedAuthority();
  const { network } = clientOf(authority);
  const body = { error: "invalid_grant", suberror: "client_mismatch" };
  authority.script(json(400, body, { "Retry-After": "60" }));
  const form = new URLSearchParams({ grant_type: "refresh_token" }).toString();

  const answer = await network.sendPostRequestAsync(`${authority.base}/token`, { body: form });

  expect(answer).toMatchObject({ status: 400, body });
  expect(answer.headers).not.toHaveProperty("retry-after");
});

test("a failure that was got over is not told for the next one", async () => {
  await using authority = await scriptedAuthority();
  authority.script(json(400, { error: "invalid_grant" }), json(200, tokens(authority.base)));
  const request = { code: "a code", redirectUri: "http://localhost", scopes: ["User.Read"] };

  const error = await brokerError(
    clientOf(authority).run(async (msal) => {
      await msal.acquireTokenByCode(request).catch(() => {});
      await msal.acquireTokenByCode(request);
      throw new Error("the plugin has no disk");
    }),
  );

  expect(error.message).toContain("the plugin has no disk");
});

describe("what is between the client and Entra is told as such:", () => {
  const html = { "content-type": "text/html" };

  test.each<[string, Answer, string, RegExp]>([
    [
      "a dropped connection",
      drop,
      "no_network_connectivity",
      /no answer came from 127\.0\.0\.1.*other side closed/,
    ],
    [
      "HTML with 502",
      raw(502, "<title>Bad Gateway</title>", html),
      "server_unavailable",
      /HTTP 502.*Bad Gateway/,
    ],
    [
      "a captive portal",
      raw(200, "<title>Hotel</title>", html),
      "server_response_invalid",
      /HTTP 200.*Hotel/,
    ],
    ["JSON cut short", raw(200, '{"token_type":', {}), "server_response_invalid", /cut short/],
    ["JSON without a token", json(200, {}), "server_response_invalid", /neither a token nor an error/],
    ["a list", json(200, []), "server_response_invalid", /neither a token nor an error/],
    ["an empty answer", raw(200, ""), "server_response_invalid", /an empty body/],
    [
      "503 in JSON",
      json(503, { error: "temporarily_unavailable" }),
      "server_unavailable",
      /temporarily_unavailable/,
    ],
  ])("%s", async (_what, answer, code, says) => {
    await using authority = await scriptedAuthority();
    authority.script(answer);

    const error = await brokerError(clientOf(authority).redeem());

    expect(error).toMatchObject({ errorCode: code, correlationId: CORRELATION_ID });
    expect(error.message).toMatch(says);
  });

  test("a refused connection", async () => {
    const gone = await scriptedAuthority();
    await gone[Symbol.asyncDispose]();

    const error = await brokerError(clientOf(gone).redeem());

    expect(error).toMatchObject({ errorCode: "no_network_connectivity", retryable: true });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("one that is an error of another context, as under Jest", async () => {
    const failed: unknown = runInNewContext(`
      const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
      new TypeError("fetch failed", { cause: new AggregateError([refused]) });
    `);
    const fetch = vi.spyOn(globalThis, "fetch").mockRejectedValue(failed);
    onTestFinished(() => fetch.mockRestore());
    await using authority = await scriptedAuthority();

    const error = await brokerError(clientOf(authority).redeem());

    expect(error).toMatchObject({ errorCode: "no_network_connectivity", retryable: true });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("TLS that cannot be made", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const metadata = JSON.stringify({
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: base,
    });

    const error = await brokerError(clientOf({ metadata }).redeem());

    server.close();
    expect(error.errorCode).toBe("no_network_connectivity");
    expect(error.message).toContain("no safe connection (TLS)");
    expect(error.hint).toContain("NODE_EXTRA_CA_CERTS");
  });

  test("a redirect, which a refresh token does not follow", async () => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    authority.script(raw(307, "", { location: `${authority.base}/elsewhere` }));

    const error = await brokerError(refresh(client));

    expect(error.message).toContain(`a redirect to ${new URL(authority.base).host}`);
    expect(authority.requests).toHaveLength(2);
  });

  test("a body without an end", async () => {
    await using authority = await scriptedAuthority();
    const closed = deferred<void>();
    authority.script((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(`{"${"x".repeat(65_536)}`));
      };
      response.on("drain", more).on("close", () => closed.resolve());
      more();
    });

    const error = await brokerError(clientOf(authority).redeem());

    expect(error.errorCode).toBe("server_response_invalid");
    await closed.promise;
  });
});

describe("a request that the server wants no repetition of", () => {
  test.each<[string, Answer]>([
    ["429 in text", raw(429, "Too Many Requests", { "Retry-After": "30" })],
    [
      "429 in JSON",
      json(429, { error: "temporarily_unavailable", error_codes: [90055] }, { "Retry-After": "30" }),
    ],
    ["503", json(503, { error: "temporarily_unavailable" }, { "Retry-After": "30" })],
  ])("is not sent again: %s", async (_what, answer) => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    authority.script(answer);

    const first = await brokerError(refresh(client));
    const second = await brokerError(refresh(client));

    expect(first.retryAfter).toBe(30);
    expect(second).toMatchObject({ errorCode: "request_throttled", retryable: true });
    expect(second.retryAfter).toBeGreaterThan(20);
    expect(second.retryAfter).toBeLessThanOrEqual(30);
    expect(authority.requests).toHaveLength(2);
  });

  test("is sent again after that time", async () => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    authority.script(raw(429, "", { "Retry-After": "30" }), json(200, tokens(authority.base)));
    await brokerError(refresh(client));
    const now = performance.now();
    using clock = vi.spyOn(performance, "now").mockReturnValue(now + 31_000);

    await expect(refresh(client)).resolves.toHaveProperty("fromCache", false);
    expect(clock).toHaveBeenCalled();
  });

  test("does not hold another back: no Retry-After, other claims, another error", async () => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    authority.script(
      raw(429, ""),
      json(400, { error: "invalid_grant", suberror: "basic_action" }, { "Retry-After": "60" }),
      json(200, tokens(authority.base)),
    );

    const codes = [await brokerError(refresh(client)), await brokerError(refresh(client))].map(
      ({ errorCode }) => errorCode,
    );

    expect(codes).toEqual(["request_throttled", "interaction_required"]);
    await expect(refresh(client)).resolves.toHaveProperty("fromCache", false);
  });
});

describe("a call that has ended", () => {
  test("drops its request in flight, and rejects with why it ended", async () => {
    await using authority = await scriptedAuthority();
    const hung = deferred<void>();
    const closed = deferred<void>();
    authority.script((response) => {
      response.on("close", () => closed.resolve());
      hung.resolve();
    });
    const limits = new AbortController();
    const why = new BrokerError("request_timeout", { message: "the time is over" });

    const call = brokerError(clientOf(authority).redeem({ signal: limits.signal }));
    await hung.promise;
    limits.abort(why);

    expect(await call).toBe(why);
    await closed.promise;
  });

  test("sends nothing more", async () => {
    await using authority = await scriptedAuthority();

    const error = await brokerError(clientOf(authority).redeem({ signal: AbortSignal.abort("no more") }));

    expect(error).toMatchObject({
      errorCode: "request_aborted",
      correlationId: CORRELATION_ID,
      cause: "no more",
    });
    expect(authority.requests).toHaveLength(0);
  });

  test("does not take an equal call with it that msal-node made one request of", async () => {
    await using authority = await scriptedAuthority();
    const client = await signedIn(authority);
    const hung = deferred<void>();
    authority.script(() => hung.resolve(), json(200, tokens(authority.base)));
    const limits = new AbortController();

    const first = brokerError(refresh(client, { signal: limits.signal }));
    const second = refresh(client);
    await hung.promise;
    limits.abort();

    expect(await first).toHaveProperty("errorCode", "request_aborted");
    await expect(second).resolves.toHaveProperty("accessToken", "an access token");
  });
});

test("a call is not made again because of what it threw itself", async () => {
  await using authority = await scriptedAuthority();
  const aborted = new BrokerError("request_aborted", { message: "by the application" });
  let times = 0;

  const error = await brokerError(
    clientOf(authority).run(() => {
      times += 1;
      return Promise.reject(aborted);
    }),
  );

  expect(error).toBe(aborted);
  expect(times).toBe(1);
});

test("requests that are held back are forgotten in the end, the oldest first", () => {
  const throttle = new Throttle();

  for (let index = 0; index <= 100; index += 1) throttle.hold(`request ${index}`, 60);

  expect(throttle.remaining("request 0")).toBeUndefined();
  expect(throttle.remaining("request 1")).toBe(60);
  expect(throttle.remaining("request 100")).toBe(60);
});

test("the redemption of one user's code holds back nobody else's", async () => {
  await using authority = await scriptedAuthority();
  const client = clientOf(authority);
  authority.script(raw(429, "", { "Retry-After": "600" }), json(200, tokens(authority.base)));

  const first = await brokerError(client.redeem());

  expect(first).toMatchObject({ errorCode: "request_throttled", retryAfter: 600 });
  await expect(client.redeem()).resolves.toHaveProperty("accessToken", "an access token");
});

test("what holds a request back holds no secret", () => {
  const url = new URL("https://login.example/common/oauth2/v2.0/token?client-request-id=1");
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    refresh_token: "secret",
    scope: "User.Read",
  });
  form.set("code", "secret");
  form.set("code_verifier", "secret");
  form.set("device_code", "secret");

  const key = throttleKey(url, form, HOME_ACCOUNT);

  expect(key).toContain("User.Read");
  expect(key).not.toContain("secret");
});

test("calls at the same time keep their own failures", async () => {
  await using authority = await scriptedAuthority();
  const client = clientOf(authority);
  const answer: Answer = (response, { form }) => {
    const body = { error: "invalid_grant", error_description: `for ${form.get("code")}` };
    response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const codes = ["one", "two", "three"];
  authority.script(...codes.map(() => answer));

  const errors = await Promise.all(
    codes.map((code) =>
      brokerError(
        client.run(
          (msal) => msal.acquireTokenByCode({ code, redirectUri: "http://localhost", scopes: ["User.Read"] }),
          { correlationId: code },
        ),
      ),
    ),
  );

  for (const [index, code] of codes.entries()) {
    expect(errors[index]).toMatchObject({ correlationId: code });
    expect(errors[index]?.message).toContain(`for ${code}`);
  }
});

describe("a network client of the application's own", () => {
  const answering = (answer: () => Promise<never>): INetworkModule => ({
    sendGetRequestAsync: answer,
    sendPostRequestAsync: answer,
  });

  test("is used, and its answers are read in the same way", async () => {
    await using authority = await scriptedAuthority();
    const body = { error: "invalid_grant", error_codes: [50173] };
    const answer = { status: 400, headers: { "Retry-After": "9" }, body };
    const client = clientOf(
      authority,
      answering(() => Promise.resolve(answer as never)),
    );

    const error = await brokerError(client.redeem());

    expect(error).toMatchObject({ errorCode: "interaction_required", errorNo: 50173, retryAfter: 9 });
    expect(authority.requests).toHaveLength(0);
  });

  test.each<[string, unknown, string]>([
    ["that fails", new Error("proxy says no"), "no_network_connectivity"],
    ["that got no JSON", new AuthError("token_parsing_error", "", "not JSON"), "server_response_invalid"],
    ["that throws a text", "no", "no_network_connectivity"],
  ])("%s", async (_what, thrown, code) => {
    await using authority = await scriptedAuthority();

    const error = await brokerError(
      clientOf(
        authority,
        answering(() => Promise.reject(thrown)),
      ).redeem(),
    );

    expect(error).toMatchObject({ errorCode: code, correlationId: CORRELATION_ID });
  });

  test("that never answers is left alone when the call ends", async () => {
    await using authority = await scriptedAuthority();
    const asked = deferred<void>();
    const never = answering(() => {
      asked.resolve();
      return new Promise(() => {});
    });
    const limits = new AbortController();

    const call = brokerError(clientOf(authority, never).redeem({ signal: limits.signal }));
    await asked.promise;
    limits.abort();

    expect(await call).toHaveProperty("errorCode", "request_aborted");
  });
});

describe("the discovery document of an authority of one's own", () => {
  const host = "fs.contoso.example";
  const adfs = `https://${host}/adfs`;

  async function discovering(answer: object): Promise<BrokerError> {
    const module: INetworkModule = {
      sendGetRequestAsync: () => Promise.resolve(answer as never),
      sendPostRequestAsync: () => Promise.reject(new Error("not asked for")),
    };
    const network = new NetworkClient({ clientId: CLIENT_ID, networkClient: module });
    const msal = new PublicClientApplication({
      auth: { clientId: CLIENT_ID, authority: adfs, knownAuthorities: [host] },
      system: { networkClient: network },
    });
    const request = { code: "a code", redirectUri: "http://localhost", scopes: ["openid"] };
    const { signal } = new AbortController();
    const exchange = {
      signal,
      correlationId: CORRELATION_ID,
      clientId: CLIENT_ID,
      authority: adfs,
      expected: {},
    };
    return brokerError(network.run(exchange, () => msal.acquireTokenByCode(request)));
  }

  test.each<[string, object, string]>([
    ["is away", { status: 503, headers: {}, body: "Service Unavailable" }, "server_unavailable"],
    ["is a page", { status: 200, headers: {}, body: "<title>Hotel</title>" }, "server_response_invalid"],
    ["is refused", { status: 400, headers: {}, body: { error: "invalid_instance" } }, "untrusted_authority"],
    ["lacks its endpoints", { status: 200, headers: {}, body: { issuer: adfs } }, "server_response_invalid"],
  ])("%s", async (_what, answer, code) => {
    const error = await discovering(answer);

    expect(error).toMatchObject({ errorCode: code, correlationId: CORRELATION_ID });
  });
});

test("what is thrown has msal-node's class where it has one", async () => {
  await using authority = await scriptedAuthority();
  authority.script(raw(503, "later"));

  const error = await brokerError(clientOf(authority).redeem());

  expect(error).toBeInstanceOf(ServerError);
  expect(error).not.toBeInstanceOf(InteractionRequiredAuthError);
});
