import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import {
  BROKER_INTERFACE,
  BROKER_NAME,
  BROKER_PATH,
  METHODS,
  type RecordedRequest,
} from "@authbroker/emulator";
import { type Client, errorName, errorOf, setUp, tokenOf } from "./support/client.js";
import { ADELE_SIGNED_IN, CLIENT_ID, silentRequest } from "./support/requests.js";

const exec = promisify(execFile);
const DBUS = "org.freedesktop.DBus";

describe("what every peer answers", () => {
  test.each([BROKER_PATH, "/", "/elsewhere"])("a ping of %s", async (path) => {
    const { client } = await setUp();
    expect(await client.send({ path, interface: `${DBUS}.Peer`, member: "Ping" })).toBeUndefined();
  });

  test("the machine's id", async () => {
    const { client } = await setUp();
    const id = await readFile("/etc/machine-id", "ascii").catch(() =>
      readFile("/var/lib/dbus/machine-id", "ascii"),
    );
    expect(await client.send({ interface: `${DBUS}.Peer`, member: "GetMachineId" })).toBe(id.trim());
  });
});

describe("an error of D-Bus's own", () => {
  const call = { member: "getAccounts", signature: "sss", body: ["0.0", "", "{}"] };

  test.each([
    ["another path", { ...call, path: "/com/microsoft/identity" }, "UnknownObject"],
    ["another interface", { ...call, interface: "com.microsoft.identity.broker1" }, "UnknownInterface"],
    ["a method that is not there", { ...call, member: "signOutSilently" }, "UnknownMethod"],
    ["a method of every object's", { ...call, member: "toString" }, "UnknownMethod"],
    [
      "a method of the peer's that is not there",
      { interface: `${DBUS}.Peer`, member: "Pong" },
      "UnknownMethod",
    ],
    ["too few arguments", { ...call, signature: "ss", body: ["0.0", ""] }, "InvalidArgs"],
    ["arguments of other types", { ...call, signature: "sus", body: ["0.0", 1, "{}"] }, "InvalidArgs"],
    ["no arguments", { member: "getAccounts" }, "InvalidArgs"],
  ])("for %s", async (_what, message, expected) => {
    const { client } = await setUp();
    expect(await errorName(client.send(message))).toBe(`${DBUS}.Error.${expected}`);
  });
});

test("any protocol version and correlation id are served", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const body = ["1.0", "", JSON.stringify(silentRequest())];
  const reply = await client.send({ member: "acquireTokenSilently", signature: "sss", body });
  expect(tokenOf(JSON.parse(String(reply))).accessTokenType).toBe(0);
});

describe("a hostile request", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const cases: [string, string][] = [
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a string", '"x"'],
    ["authParameters of another type", '{"authParameters":[]}'],
    ["no client id", '{"authParameters":{"authorizationType":1}}'],
    ["scopes that are a string", JSON.stringify(silentRequest({ scopes: "User.Read" }))],
    ["scopes that are numbers", JSON.stringify(silentRequest({ scopes: [1] }))],
    ["an account that is a number", JSON.stringify(silentRequest({ account: 7 }))],
    ["popParams without a host", JSON.stringify(silentRequest({ popParams: {} }))],
    ["a prototype", '{"__proto__":{"x":1},"authParameters":{"__proto__":{"clientId":"x"}}}'],
    ["deep nesting", deep],
    ["two megabytes", JSON.stringify({ padding: "x".repeat(2_000_000) })],
    ["a lone surrogate", '{"authParameters":"\\ud800"}'],
  ];

  test.each(cases)("%s gets an error that says why, from every method that reads it", async (_what, json) => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    for (const method of ["acquireTokenSilently", "acquireTokenInteractively", "acquirePrtSsoCookie"]) {
      const error = errorOf(await client.call(method, json));
      expect(error).toMatchObject({
        status: 6,
        context: expect.stringMatching(/The request cannot be used: \w/),
      });
    }
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
  });
});

describe("the record of calls", () => {
  test("has each call, without its tokens and passwords", async () => {
    const seen: RecordedRequest[] = [];
    const { client, emulator } = await setUp({ onRequest: (request) => seen.push(request) });
    await client.call("getAccounts", { clientId: CLIENT_ID });
    await client.call(
      "acquireTokenSilently",
      silentRequest({ accessTokenToRenew: "secret-1", password: "secret-2" }),
    );
    await client.call("acquireTokenSilently", "secret-3");
    expect(emulator.broker.requests).toEqual(seen);
    expect(seen.map(({ method }) => method)).toEqual([
      "getAccounts",
      "acquireTokenSilently",
      "acquireTokenSilently",
    ]);
    expect(seen[1]).toMatchObject({
      protocolVersion: "0.0",
      correlationId: "5f2c0c0e-7a55-4b8e-9d8a-3c1b0c7a9e11",
      sender: expect.stringMatching(/^:\d/),
      at: expect.any(Number),
      body: {
        authParameters: { accessTokenToRenew: "[removed]", password: "[removed]", clientId: CLIENT_ID },
      },
    });
    expect(seen[2]?.body).toBeUndefined();
    expect(JSON.stringify(seen)).not.toContain("secret");
  });

  test("has no token in it, wherever a caller put one", async () => {
    const { client, emulator } = await setUp();
    const jwt = `eyJhbGciOiJub25lIn0.${"a".repeat(30)}.${"b".repeat(30)}`;
    await client.call("getAccounts", {
      refresh_token: "hidden-1",
      nested: [{ clientSecret: "hidden-2", client_assertion: { value: "hidden-3" } }],
      note: `see ${jwt}`,
      [jwt]: "field",
      kept: "words",
    });
    await client.call("getAccounts", `{"deep":${"[".repeat(100_000)}"hidden-4"${"]".repeat(100_000)}}`);
    const kept = JSON.stringify(emulator.broker.requests);
    expect(kept).not.toMatch(/hidden|aaa|bbb/);
    expect(kept).toContain('"note":"see [removed]"');
    expect(kept).toContain('"kept":"words"');
    expect(emulator.broker.requests).toHaveLength(2);
  });

  test("leaves out nothing when the fields are empty", async () => {
    const { client, emulator } = await setUp();
    const request = silentRequest();
    await client.call("acquireTokenSilently", request);
    expect(emulator.broker.requests[0]?.body).toEqual(request);
  });
});

test("a call that wants no reply is done all the same", async () => {
  const { client, emulator } = await setUp();
  const call = { member: "getAccounts", signature: "sss", body: ["0.0", "", "{}"], flags: 1 };
  const ended = errorName(client.send(call));
  await client.call("getLinuxBrokerVersion");
  const methods = emulator.broker.requests.map(({ method }) => method);
  expect(methods).toEqual(["getAccounts", "getLinuxBrokerVersion"]);
  await client.close();
  // The client library ends such a call with the connection: no answer came before that.
  expect(await ended).toBe("org.freedesktop.DBus.Error.Disconnected");
});

test("a thousand calls at once are all answered", async () => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  const ask = (): Promise<unknown> => client.call("acquireTokenSilently", silentRequest());
  const replies = await Promise.all(Array.from({ length: 1_000 }, ask));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
});

describe("tools of other makers", () => {
  const call = async (client: Client, address: string, ...args: string[]): Promise<string> => {
    await client.call("getLinuxBrokerVersion");
    return (await exec("busctl", [`--address=${address}`, ...args])).stdout;
  };

  test("busctl calls a method", async () => {
    const { client, emulator } = await setUp();
    const target = [BROKER_NAME, BROKER_PATH, BROKER_INTERFACE, "getAccounts", "sss", "0.0", "", "{}"];
    const output = await call(client, emulator.bus?.address ?? "", "call", ...target);
    expect(output).toBe('s "{\\"accounts\\":[]}"\n');
  });

  test("busctl introspects broker 2.0.1", async () => {
    const { client, emulator } = await setUp({ config: { broker: { version: "2.0.1" } } });
    const output = await call(client, emulator.bus?.address ?? "", "introspect", BROKER_NAME, BROKER_PATH);
    for (const method of METHODS) expect(output).toMatch(new RegExp(`\\.${method}\\s+method\\s+sss\\s+s`));
  });
});
