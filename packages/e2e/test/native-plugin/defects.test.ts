import { LogLevel } from "@azure/msal-node";
import { createNativeBrokerPlugin } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { MAJORS } from "./support/majors.js";
import {
  accountOf,
  ADELE,
  asked,
  clientOf,
  interactive,
  lastRequest,
  LEE,
  pluginWorld,
  SCOPES,
  signIn,
  withoutBroker,
} from "./support/world.js";

/**
 * What Microsoft's plugin, @azure/msal-node-extensions 5.6.0, does wrong, done right. Those of its defects that need a
 * process or a bus of their own are proved in linux.test.ts and processes.test.ts.
 */
describe.each(MAJORS)("with msal-node $major", ({ msal }) => {
  test("an account that is not the broker's is refused, and never served the default account's token", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const stranger = withoutBroker(await signIn(app, LEE));
    emulated.directory.signOut(LEE);
    emulated.directory.signIn(ADELE);
    const call = app.acquireTokenSilent({ scopes: SCOPES, account: stranger });
    await expect(call).rejects.toMatchObject({
      errorCode: "route_unavailable",
      message: expect.stringContaining("account_from_cache"),
    });
    expect(asked(emulated)).not.toContain("acquireTokenSilent");
  });

  test("two accounts that are not the broker's never share a token, nor does one with the default account", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const strangers = [withoutBroker(await signIn(app, LEE)), withoutBroker(await signIn(app, ADELE))];
    const settled = await Promise.allSettled([
      ...strangers.map((account) => app.acquireTokenSilent({ scopes: SCOPES, account })),
      app.acquireTokenInteractive(interactive({ prompt: "none" })),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(asked(emulated).filter((method) => method === "acquireTokenSilent")).toHaveLength(1);
  });

  test("a call that is aborted rejects at once, and its window closes", async () => {
    const controller = new AbortController();
    let close: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const { app } = await pluginWorld(
      { msal },
      {
        emulator: {
          onInteraction: ({ signal }) =>
            new Promise((resolve) => {
              signal.addEventListener("abort", () => {
                close();
                resolve({ cancel: true });
              });
              setImmediate(() => controller.abort());
            }),
        },
      },
    );
    const call = app.acquireTokenInteractive(interactive({ signal: controller.signal }));
    await expect(call).rejects.toMatchObject({ errorCode: "request_aborted" });
    await expect(call).rejects.toBeInstanceOf(msal.AuthError);
    await closed;
  });

  test("a call that gets no answer ends with its time, silent and interactive", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    emulated.faults.add({ fault: "no-reply" });
    const late = { errorCode: "request_timeout", retryable: true };
    const silent = app.acquireTokenSilent({ scopes: SCOPES, account, timeoutMs: 5 });
    await expect(silent).rejects.toMatchObject(late);
    await expect(app.acquireTokenInteractive(interactive({ timeoutMs: 5 }))).rejects.toMatchObject(late);
  });

  test("forceRefresh gets a new token", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    const request = { scopes: SCOPES, account };
    const held = await app.acquireTokenSilent(request);
    expect(lastRequest(emulated)).not.toHaveProperty("forceRefresh");
    expect((await app.acquireTokenSilent(request)).accessToken).toBe(held.accessToken);
    const renewed = await app.acquireTokenSilent({ ...request, forceRefresh: true });
    expect(lastRequest(emulated).forceRefresh).toBe(true);
    expect(renewed.accessToken).not.toBe(held.accessToken);
  });

  test("client capabilities are merged into the claims of every call", async () => {
    const { app, emulated } = await pluginWorld({ msal }, { plugin: { clientCapabilities: ["CP1"] } });
    const account = await signIn(app);
    const capabilities = { access_token: { xms_cc: { values: ["CP1"] } } };
    expect(JSON.parse(lastRequest(emulated).claims ?? "")).toEqual(capabilities);
    await app.acquireTokenSilent({
      scopes: SCOPES,
      account,
      claims: '{"access_token":{"nbf":{"essential":true,"value":"1"}}}',
    });
    expect(JSON.parse(lastRequest(emulated).claims ?? "")).toEqual({
      access_token: { nbf: { essential: true, value: "1" }, ...capabilities.access_token },
    });
  });

  test("a proof of possession is never answered with a bearer token, nor a bearer token with a proof", async () => {
    const { app } = await pluginWorld(
      { msal },
      {
        broker: (broker) => ({
          contractVersion: 1,
          platform: "linux",
          probe: () => broker.probe(),
          getAccounts: (request) => broker.getAccounts(request),
          acquireTokenSilent: (request) => broker.acquireTokenSilent(request),
          async acquireTokenInteractive(request) {
            const response = await broker.acquireTokenInteractive(request);
            return { ...response, tokenType: response.tokenType === "pop" ? "Bearer" : "pop" };
          },
          signOut: (request) => broker.signOut(request),
        }),
      },
    );
    const proof = {
      authenticationScheme: "pop",
      resourceRequestMethod: "GET",
      resourceRequestUri: "https://notes.example/",
    } as const;
    for (const fields of [proof, {}]) {
      await expect(app.acquireTokenInteractive(interactive(fields))).rejects.toMatchObject({
        errorCode: "broker_response_invalid",
      });
    }
  });

  test("each client's lines go to its own logger, under the correlation ids of its calls", async () => {
    const logs: Record<"one" | "two", string[]> = { one: [], two: [] };
    const system = (name: keyof typeof logs): object => ({
      loggerOptions: {
        logLevel: LogLevel.Trace,
        loggerCallback: (_: number, line: string) => logs[name].push(line),
      },
    });
    const one = await pluginWorld({ msal }, { system: system("one") });
    const two = await pluginWorld({ msal }, { system: system("two") });
    const correlationId = "2b3c4d5e-6f70-4a8b-9c0d-1e2f3a4b5c6d";
    await one.app.acquireTokenInteractive(interactive({ correlationId }));
    await two.app.getAllAccounts();
    await two.app.acquireTokenInteractive(interactive());
    const ours = (name: keyof typeof logs): string[] =>
      logs[name].filter((line) => line.includes("@authbroker/core@"));
    expect(ours("one")).toEqual([expect.stringContaining(`[${correlationId}]`)]);
    expect(ours("two")).toHaveLength(2);
    expect(ours("two").join("\n")).not.toContain(correlationId);
  });

  test("a direct call of a plugin whose broker is away rejects with the reason", async () => {
    const { emulated } = await pluginWorld({ msal });
    const plugin = await createNativeBrokerPlugin({ clientId: emulated.clientId, msalNode: msal });
    expect(plugin).toMatchObject({ isBrokerAvailable: false, probe: { reason: "broker_disabled" } });
    const correlationId = "3c4d5e6f-7081-4b9c-8d0e-2f3a4b5c6d7e";
    const { clientId } = emulated;
    const authority = "https://login.microsoftonline.com/common/";
    const request = { clientId, authority, correlationId, redirectUri: "", scopes: SCOPES };
    for (const call of [
      plugin.acquireTokenInteractive(request),
      plugin.acquireTokenSilent(request),
      plugin.getAllAccounts(clientId, correlationId),
      plugin.getAccountById("id", correlationId),
      plugin.signOut({ clientId, accountId: "id", correlationId }),
    ]) {
      await expect(call).rejects.toMatchObject({
        errorCode: "route_unavailable",
        message: expect.stringContaining("broker_disabled"),
      });
      await expect(call).rejects.toBeInstanceOf(msal.AuthError);
    }
  });

  test("a log callback that throws breaks neither the client nor a call", async () => {
    const { emulated, plugin } = await pluginWorld({ msal });
    const app = clientOf(msal, plugin, emulated.clientId, {
      system: { loggerOptions: { logLevel: LogLevel.Error, loggerCallback: throwing } },
    });
    expect(accountOf(await app.acquireTokenInteractive(interactive())).username).toBe(ADELE);
    emulated.faults.add({ fault: "status", value: 5 });
    await expect(app.acquireTokenInteractive(interactive())).rejects.toBeInstanceOf(msal.ServerError);
  });
});

function throwing(): never {
  throw new Error("the disk is full");
}
