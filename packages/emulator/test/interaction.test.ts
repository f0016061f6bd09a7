import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import type { InteractionDecision, InteractionRequest } from "@authbroker/emulator";
import { connect, errorOf, setUp, tokenOf } from "./support/client.js";
import {
  accountOf,
  ADELE,
  ADELE_SIGNED_IN,
  CLIENT_ID,
  interactiveRequest,
  LEE,
  silentRequest,
} from "./support/requests.js";

/** A person who does nothing until told what to do; `opened` resolves with each window. */
function patientPerson() {
  const windows: { request: InteractionRequest; decide: (decision: InteractionDecision) => void }[] = [];
  const waiting: (() => void)[] = [];
  return {
    onInteraction: (request: InteractionRequest): Promise<InteractionDecision> =>
      new Promise((decide) => {
        windows.push({ request, decide });
        waiting.shift()?.();
      }),
    async opened(index = 0) {
      if (windows.length <= index) await new Promise<void>((resolve) => waiting.push(resolve));
      const window = windows[index];
      if (window === undefined) throw new Error("no window");
      return window;
    },
    get count(): number {
      return windows.length;
    },
  };
}

/** Resolves when a window is closed by somebody else than the person. */
function aborted({ signal }: InteractionRequest): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

test("the window shows who asks for what, and whoever signs in is answered with", async () => {
  const person = patientPerson();
  const { client, emulator } = await setUp({ onInteraction: person.onInteraction });
  const [adele] = emulator.directory.users;
  if (adele === undefined) throw new Error("no user");
  const call = client.call(
    "acquireTokenInteractively",
    interactiveRequest({ account: accountOf(adele), username: ADELE, scopes: ["Mail.Read"] }),
  );
  const { request, decide } = await person.opened();
  expect(request).toMatchObject({
    method: "acquireTokenInteractively",
    clientId: CLIENT_ID,
    scopes: ["Mail.Read"],
    loginHint: ADELE,
    account: { username: ADELE },
  });
  decide({ user: LEE });
  expect(decodeJwt(tokenOf(await call).idToken)["preferred_username"]).toBe(LEE);
});

test("a person who cancels ends the call with UserCanceled", async () => {
  const { client, emulator } = await setUp({ onInteraction: () => ({ cancel: true }) });
  expect(errorOf(await client.call("acquireTokenInteractively", interactiveRequest())).status).toBe(7);
  expect(emulator.directory.signedIn).toEqual([]);
});

test("a person whom the directory does not have is refused", async () => {
  const { client } = await setUp({ onInteraction: () => ({ user: "mallory@contoso.example" }) });
  expect(errorOf(await client.call("acquireTokenInteractively", interactiveRequest()))).toMatchObject({
    status: 19,
    context: expect.stringMatching(/^AADSTS50034: .*mallory@contoso\.example/),
  });
});

test("an onInteraction that throws is told to the caller, and the broker goes on", async () => {
  const { client } = await setUp({
    onInteraction: () => {
      throw new Error("no hands");
    },
  });
  const call = client.call("acquireTokenInteractively", interactiveRequest());
  await expect(call).rejects.toThrow(/no hands/);
  expect(await client.call("getAccounts")).toHaveProperty("accounts");
});

test("an application that cancels ends its call with ApplicationCanceled, and the window closes", async () => {
  const person = patientPerson();
  const { client } = await setUp({ onInteraction: person.onInteraction });
  const call = client.call("acquireTokenInteractively", interactiveRequest());
  const { request } = await person.opened();
  const cancelled = {
    error: { context: "The InteractiveRequest was canceled", errorCode: 0, status: 7, tag: 1 },
  };
  expect(await client.call("cancelInteractiveFlow", cancelled)).toEqual({});
  expect(errorOf(await call).status).toBe(8);
  expect(request.signal.aborted).toBe(true);
});

test("cancelling right after the call, before anybody saw a window, ends it too", async () => {
  const person = patientPerson();
  const { client } = await setUp({ onInteraction: person.onInteraction });
  const call = client.call("acquireTokenInteractively", interactiveRequest());
  const cancelling = client.call("cancelInteractiveFlow");
  expect(errorOf(await call).status).toBe(8);
  expect(await cancelling).toEqual({});
});

test("cancelling with nothing open does nothing", async () => {
  const { client } = await setUp();
  expect(await client.call("cancelInteractiveFlow")).toEqual({});
  expect(tokenOf(await client.call("acquireTokenInteractively", interactiveRequest())).accessTokenType).toBe(
    0,
  );
});

test("a second window for the same client is refused, and one for another client opens", async () => {
  const person = patientPerson();
  const { client, emulator } = await setUp({ onInteraction: person.onInteraction });
  const first = client.call("acquireTokenInteractively", interactiveRequest());
  await person.opened(0);
  expect(errorOf(await client.call("acquireTokenInteractively", interactiveRequest()))).toMatchObject({
    status: 6,
    context: expect.stringContaining("already open"),
  });
  const other = connect(emulator.env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
  const second = other.call("acquireTokenInteractively", interactiveRequest());
  (await person.opened(1)).decide({ user: LEE });
  (await person.opened(0)).decide({ user: ADELE });
  expect(decodeJwt(tokenOf(await first).idToken)["preferred_username"]).toBe(ADELE);
  expect(decodeJwt(tokenOf(await second).idToken)["preferred_username"]).toBe(LEE);
});

test("one client's cancelling leaves another's window open", async () => {
  const person = patientPerson();
  const { client, emulator } = await setUp({ onInteraction: person.onInteraction });
  const call = client.call("acquireTokenInteractively", interactiveRequest());
  const { decide } = await person.opened();
  await connect(emulator.env["DBUS_SESSION_BUS_ADDRESS"] ?? "").call("cancelInteractiveFlow");
  decide({ user: ADELE });
  expect(tokenOf(await call).accessTokenType).toBe(0);
});

test("the window of a client that leaves the bus closes", async () => {
  const person = patientPerson();
  const { emulator } = await setUp({ onInteraction: person.onInteraction });
  const leaving = connect(emulator.env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
  const call = leaving.call("acquireTokenInteractively", interactiveRequest()).catch(() => "the client left");
  const { request } = await person.opened();
  await leaving.close();
  await aborted(request);
  expect(await call).toBe("the client left");
  expect(emulator.directory.signedIn).toEqual([]);
});

test("a window that is open holds nothing up", async () => {
  const person = patientPerson();
  const { client } = await setUp({ config: ADELE_SIGNED_IN, onInteraction: person.onInteraction });
  const interactive = client.call("acquireTokenInteractively", interactiveRequest());
  const { decide } = await person.opened();
  const replies = await Promise.all(
    Array.from({ length: 100 }, (_each, index) =>
      client.call("acquireTokenSilently", silentRequest({ scopes: [`Scope.${index}`] })),
    ),
  );
  expect(new Set(replies.map((reply) => tokenOf(reply).grantedScopes)).size).toBe(100);
  decide({ user: ADELE });
  expect(tokenOf(await interactive).accessTokenType).toBe(0);
});

test("the configured person takes their time, and is gone when the application cancels", async () => {
  const { client, emulator } = await setUp({ config: { interaction: { delayMs: 3_600_000 } } });
  const call = client.call("acquireTokenInteractively", interactiveRequest());
  await client.call("cancelInteractiveFlow");
  expect(errorOf(await call).status).toBe(8);
  expect(emulator.directory.signedIn).toEqual([]);
});
