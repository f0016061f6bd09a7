import type { AccountInfo } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, createApp, fakeBroker, INES, TOM } from "./fake-broker.js";

const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
const redirectUri = "https://login.microsoftonline.com/common/oauth2/nativeclient";

describe("getAllAccounts()", () => {
  test("gives the broker's accounts in msal-node's shape and in the broker's order", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const accounts = await app.getAllAccounts({ correlationId: CORRELATION_ID });

    expect(accounts).toStrictEqual([
      { ...INES, authorityType: "MSSTS", source: "broker" },
      { ...TOM, authorityType: "MSSTS", source: "broker" },
    ]);
    expect(calls[0]?.request).toStrictEqual({
      clientId: CLIENT_ID,
      redirectUri,
      correlationId: CORRELATION_ID,
    });
  });

  test("gives none when the broker has none", async () => {
    const app = await createApp(fakeBroker({ getAccounts: () => Promise.resolve([]) }).broker);

    await expect(app.getAllAccounts()).resolves.toStrictEqual([]);
  });

  test("gives accounts that the other calls take as they are", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);
    const accounts = await app.getAllAccounts();

    for (const account of accounts) {
      const result = await app.acquireTokenSilent({ scopes: ["User.Read"], account });
      await app.signOut({ account: result.account as AccountInfo });
    }

    expect(calls.slice(1).map(({ request }) => request)).toMatchObject([
      { account: INES },
      { account: INES },
      { account: TOM },
      { account: TOM },
    ]);
  });
});

describe("signOut()", () => {
  test("asks the broker to forget the account, and no more than that is sent", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.signOut({ account: INES, correlationId: CORRELATION_ID });

    expect(calls).toMatchObject([{ method: "signOut" }]);
    expect(calls[0]?.request).toStrictEqual({
      clientId: CLIENT_ID,
      redirectUri,
      correlationId: CORRELATION_ID,
      account: INES,
    });
  });
});
