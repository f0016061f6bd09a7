import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { FAULT_NAMES, type Fault, parseFault } from "@authbroker/emulator";
import { type Client, errorName, errorOf, setUp, tokenOf } from "./support/client.js";
import { ADELE, ADELE_SIGNED_IN, interactiveRequest, silentRequest } from "./support/requests.js";

/** A client of an emulator with this fault and somebody signed in. */
async function setUpFault(...faults: Fault[]) {
  return await setUp({ config: { ...ADELE_SIGNED_IN, faults } });
}

/** The first value of a reply, unparsed. */
async function rawReply(client: Client): Promise<unknown> {
  const body = ["0.0", "id", JSON.stringify(silentRequest())];
  return await client.send({ member: "acquireTokenSilently", signature: "sss", body });
}

describe("a fault", () => {
  test("status: an error object of that status and context", async () => {
    const { client } = await setUpFault({ fault: "status", value: 5, context: "come back later" });
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest()))).toMatchObject({
      status: 5,
      context: "come back later",
      errorCode: 0,
      tag: expect.any(Number),
    });
  });

  test("status: at the root for a method that gives no token", async () => {
    const { client } = await setUpFault({ fault: "status", value: 3, method: "getAccounts" });
    expect(await client.call("getAccounts")).toMatchObject({ error: { status: 3 } });
  });

  test("empty-context: an error without words", async () => {
    const { client } = await setUpFault({ fault: "empty-context" });
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest())).context).toBe("");
  });

  test("dbus-error: a D-Bus error of that name and text", async () => {
    const { client } = await setUpFault({
      fault: "dbus-error",
      name: "org.example.Broken",
      text: "not today",
    });
    const call = client.call("acquireTokenSilently", silentRequest());
    await expect(call).rejects.toMatchObject({ dbusName: "org.example.Broken", message: "not today" });
  });

  test("wrong-reply-type: numbers", async () => {
    const { client } = await setUpFault({ fault: "wrong-reply-type" });
    expect(await rawReply(client)).toEqual([1, 2]);
  });

  test("not-json: text of another kind", async () => {
    const { client } = await setUpFault({ fault: "not-json" });
    const reply = String(await rawReply(client));
    expect(() => JSON.parse(reply)).toThrow(SyntaxError);
  });

  test("empty-reply: the empty string", async () => {
    const { client } = await setUpFault({ fault: "empty-reply" });
    expect(await rawReply(client)).toBe("");
  });

  test("no-reply: silence, while other calls are answered", async () => {
    const { client, emulator } = await setUpFault({ fault: "no-reply", times: 1 });
    const answered: string[] = [];
    const silent = client
      .call("acquireTokenSilently", silentRequest())
      .finally(() => answered.push("silent"));
    silent.catch(() => {});
    await client.call("acquireTokenSilently", silentRequest());
    expect(answered).toEqual([]);
    await emulator.broker.stop();
    // The bus answers for a peer that left.
    expect(await errorName(silent)).toBe("org.freedesktop.DBus.Error.NoReply");
  });

  test("late-reply: the right answer, after the answers to later calls", async () => {
    const { client } = await setUpFault({ fault: "late-reply", delayMs: 200, times: 1 });
    const order: string[] = [];
    const started = performance.now();
    const late = client.call("acquireTokenSilently", silentRequest()).then((reply) => {
      order.push("late");
      return reply;
    });
    await client.call("acquireTokenSilently", silentRequest()).then(() => order.push("prompt"));
    expect(tokenOf(await late).accessTokenType).toBe(0);
    expect(order).toEqual(["prompt", "late"]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(199);
  });

  test("exit: the broker is off the bus in mid call, and can be started again", async () => {
    let left = 0;
    const { client, emulator } = await setUp({
      config: { ...ADELE_SIGNED_IN, faults: [{ fault: "exit", times: 1 }] },
      onLeave: () => (left += 1),
    });
    expect(await errorName(client.call("acquireTokenSilently", silentRequest()))).toBe(
      "org.freedesktop.DBus.Error.NoReply",
    );
    expect(emulator.broker.running).toBe(false);
    expect(await errorName(client.call("getAccounts"))).toBe("org.freedesktop.DBus.Error.ServiceUnknown");
    await emulator.broker.start();
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
    expect(left).toBe(1);
  });

  test("absent: nobody owns the name", async () => {
    const { client, emulator } = await setUpFault({ fault: "absent" });
    expect(emulator.broker.running).toBe(false);
    expect(await errorName(client.call("getAccounts"))).toBe("org.freedesktop.DBus.Error.ServiceUnknown");
    emulator.broker.faults.clear();
    await emulator.broker.start();
    expect(await client.call("getAccounts")).toHaveProperty("accounts");
  });

  test("slow-ping: the ping is late, and nothing else is", async () => {
    const { client } = await setUpFault({ fault: "slow-ping", delayMs: 200, times: 1 });
    const order: string[] = [];
    const ping = { interface: "org.freedesktop.DBus.Peer", member: "Ping" };
    const slow = client.send(ping).then(() => order.push("ping"));
    await client.call("getAccounts").then(() => order.push("getAccounts"));
    await client.send(ping).then(() => order.push("second ping"));
    await slow;
    expect(order).toEqual(["getAccounts", "second ping", "ping"]);
  });

  test("missing-field: the answer without it", async () => {
    const { client } = await setUpFault({ fault: "missing-field", field: "brokerTokenResponse.accessToken" });
    const { brokerTokenResponse } = await client.call("acquireTokenSilently", silentRequest());
    expect(brokerTokenResponse).not.toHaveProperty("accessToken");
    expect(brokerTokenResponse).toHaveProperty("idToken");
  });

  test("missing-field: in a list, and in an error", async () => {
    const { client } = await setUpFault(
      { fault: "missing-field", field: "accounts.0.realm", method: "getAccounts" },
      { fault: "status", value: 2 },
      { fault: "missing-field", field: "brokerTokenResponse.error.context" },
    );
    expect(await client.call("getAccounts")).toEqual({
      accounts: [expect.not.objectContaining({ realm: expect.anything() })],
    });
    const { brokerTokenResponse } = await client.call("acquireTokenSilently", silentRequest());
    expect(brokerTokenResponse).toEqual({
      error: expect.not.objectContaining({ context: expect.anything() }),
    });
  });

  test("wrong-field: the answer with another value", async () => {
    const { client } = await setUpFault({
      fault: "wrong-field",
      field: "brokerTokenResponse.idToken",
      value: { a: [1] },
    });
    expect(await client.call("acquireTokenSilently", silentRequest())).toMatchObject({
      brokerTokenResponse: { idToken: { a: [1] } },
    });
  });

  test("wrong-identity: somebody else's token, whole", async () => {
    const { client, emulator } = await setUpFault({ fault: "wrong-identity" });
    const { idToken, clientInfo } = tokenOf(await client.call("acquireTokenSilently", silentRequest()));
    const [, lee] = emulator.directory.users;
    expect(decodeJwt(idToken)).toMatchObject({ oid: lee?.oid });
    expect(JSON.parse(Buffer.from(clientInfo, "base64url").toString())).toMatchObject({ uid: lee?.oid });
  });

  test("wrong-identity: a stranger's where there is nobody else", async () => {
    const [adele] = ADELE_SIGNED_IN.users;
    const { client } = await setUp({ config: { users: [adele], faults: [{ fault: "wrong-identity" }] } });
    const { idToken } = tokenOf(await client.call("acquireTokenSilently", silentRequest()));
    expect(decodeJwt(idToken)["oid"]).not.toBe(adele.oid);
  });

  test("seconds-expiry: an expiry in 1970 for who takes it for milliseconds", async () => {
    const { client } = await setUpFault({ fault: "seconds-expiry" });
    const token = tokenOf(await client.call("acquireTokenSilently", silentRequest()));
    expect(new Date(token.expiresOn).getUTCFullYear()).toBe(1970);
    expect(token.expiresOn).toBeGreaterThan(Date.now() / 1000);
    expect(new Date(token.extendedExpiresOn).getUTCFullYear()).toBe(1970);
  });

  test("array-scopes: the scopes as a list", async () => {
    const { client } = await setUpFault({ fault: "array-scopes" });
    const reply = await client.call("acquireTokenSilently", silentRequest({ scopes: ["a", "b"] }));
    expect(reply).toMatchObject({ brokerTokenResponse: { grantedScopes: ["a", "b"] } });
  });

  test("string-numbers: every number as a string", async () => {
    const { client } = await setUpFault(
      { fault: "string-numbers" },
      { fault: "string-numbers", method: "getAccounts" },
    );
    expect(await client.call("acquireTokenSilently", silentRequest())).toMatchObject({
      brokerTokenResponse: { accessTokenType: "0", expiresOn: expect.stringMatching(/^\d{13}$/) },
    });
    expect(await client.call("getAccounts")).toMatchObject({
      accounts: [{ passwordExpiry: "0", username: ADELE }],
    });
  });
});

describe("faults", () => {
  test("are for both token methods and no other, unless they name one", async () => {
    const { client } = await setUpFault({ fault: "status", value: 4 });
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest())).status).toBe(4);
    expect(errorOf(await client.call("acquireTokenInteractively", interactiveRequest())).status).toBe(4);
    expect(await client.call("getAccounts")).toHaveProperty("accounts");
  });

  test("of the same call take turns, and end after their number of times", async () => {
    const { client } = await setUpFault(
      { fault: "status", value: 3, times: 2 },
      { fault: "status", value: 5, times: 1 },
    );
    const statuses: unknown[] = [];
    for (let call = 0; call < 3; call += 1) {
      statuses.push(errorOf(await client.call("acquireTokenSilently", silentRequest())).status);
    }
    expect(statuses).toEqual([3, 3, 5]);
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
  });

  test("can be added and cleared while the broker runs", async () => {
    const { client, emulator } = await setUpFault();
    emulator.broker.faults.add({ fault: "status", value: 14 });
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest())).status).toBe(14);
    emulator.broker.faults.clear();
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
  });
});

describe("a fault as text", () => {
  test.each([
    ["not-json", { fault: "not-json" }],
    ["exit,times=1", { fault: "exit", times: 1 }],
    [
      "acquireTokenSilently:late-reply=500",
      { fault: "late-reply", delayMs: 500, method: "acquireTokenSilently" },
    ],
    ["status=2,times=3,context=a: b=c", { fault: "status", value: 2, times: 3, context: "a: b=c" }],
    ["dbus-error=org.example.Error,text=no", { fault: "dbus-error", name: "org.example.Error", text: "no" }],
    ["missing-field=a.b,method=getAccounts", { fault: "missing-field", field: "a.b", method: "getAccounts" }],
    ["wrong-field=a.b,value=0", { fault: "wrong-field", field: "a.b", value: 0 }],
    ["wrong-field=a.b,value=plain text", { fault: "wrong-field", field: "a.b", value: "plain text" }],
    ["slow-ping=20", { fault: "slow-ping", delayMs: 20 }],
  ])("%s", (text, expected) => {
    expect(parseFault(text)).toEqual(expected);
  });

  test.each([
    ["slow", new RegExp(`unknown fault "slow"; the faults are ${FAULT_NAMES.join(", ")}`)],
    ["", /it is written \[METHOD:\]FAULT/],
    ["signOut:exit", /unknown method "signOut"; the methods are getAccounts, /],
    ["status", /value/],
    ["status=two", /value is a whole number, written in digits/],
    ["status=", /value is a whole number, written in digits/],
    ["not-json,times=", /times is a whole number, written in digits/],
    ["late-reply=1e3", /delayMs is a whole number, written in digits/],
    ["late-reply=2147483648", /delayMs: .*2147483647/],
    ["not-json=1", /not-json takes no value/],
    ["late-reply=5,times", /"times" is not KEY=VALUE/],
    ["late-reply=5,tims=2", /unknown key "tims"/],
    ["dbus-error=Failed", /not a D-Bus error name/],
  ])("%j is refused with the reason", (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
  });
});
