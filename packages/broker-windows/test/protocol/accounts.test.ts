import type { BrokerAccount } from "@authbroker/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AccountAnswer, AccountsAnswer } from "../../src/addon.js";
import { createWindowsBroker } from "../../src/broker.js";
import {
  CORRELATION_ID,
  CLIENT_ID,
  entraAnswer,
  failedAnswer,
  INES,
  msaWebAccount,
  OTHER_TENANT_ID,
  PAT,
  providerError,
  REDIRECT_URI,
  rejection,
  TENANT_ID,
  TOM,
  webAccount,
} from "./samples.js";
import { addonError, never, type Script, type ScriptedAddon, scriptedAddon } from "./scripted-addon.js";

const request = { clientId: CLIENT_ID, redirectUri: REDIRECT_URI, correlationId: CORRELATION_ID };

const list = (addon: ScriptedAddon, timeoutMs = 30_000): Promise<readonly BrokerAccount[]> =>
  createWindowsBroker(() => addon).getAccounts(request, { timeoutMs });

const found = (...accounts: readonly AccountAnswer[]): AccountsAnswer => ({ status: 0, accounts });

/** A Windows with work accounts that says no more of them than their properties. */
const windowsWith = (...accounts: readonly AccountAnswer[]): Partial<Script> => ({
  findAccounts: ({ provider }) => (provider.authority === "organizations" ? found(...accounts) : found()),
  getToken: () => failedAnswer(3),
});

const withoutName = ({ name: _name, ...account }: BrokerAccount): BrokerAccount => account;

describe("work and school accounts", () => {
  test("are listed as their tenants know them, each asked about silently", async () => {
    const addon = scriptedAddon({
      ...windowsWith(webAccount(INES), webAccount(TOM)),
      getToken: ({ accountId }) => entraAnswer(accountId === INES.nativeAccountId ? INES : TOM),
    });
    expect(await list(addon)).toEqual([INES, TOM]);
    expect(addon.tokenRequests).toMatchObject([
      {
        mode: "silent",
        accountId: INES.nativeAccountId,
        scope: "openid profile offline_access",
        provider: { authority: `https://login.microsoftonline.com/${TENANT_ID}/` },
        correlationId: CORRELATION_ID,
      },
      { mode: "silent", accountId: TOM.nativeAccountId },
    ]);
  });

  test("that are guests where Windows knows them have the home account id of their own tenant", async () => {
    const guestId = "99999999-9999-4999-8999-999999999999";
    const guest = { ...INES, localAccountId: guestId, tenantId: OTHER_TENANT_ID };
    const addon = scriptedAddon({ ...windowsWith(webAccount(guest)), getToken: () => entraAnswer(guest) });
    expect(await list(addon)).toEqual([{ ...guest, homeAccountId: INES.homeAccountId }]);
  });

  test.each<[string, Partial<Script>]>([
    ["needs a person", { getToken: () => failedAnswer(3) }],
    ["fails", { getToken: () => failedAnswer(5, 0xcaa70004) }],
    ["has no use", { getToken: () => ({ status: 0 }) }],
    ["is another's", { getToken: () => ({ ...entraAnswer(TOM), status: 0 }) }],
  ])("are listed as Windows has them when the answer %s", async (_what, script) => {
    const addon = scriptedAddon({ ...windowsWith(webAccount(INES)), ...script });
    expect(await list(addon)).toEqual([withoutName(INES)]);
  });

  test("are listed as Windows has them when the answer does not come, in time", async () => {
    const addon = scriptedAddon({
      ...windowsWith(webAccount(INES)),
      getToken: ({ timeoutMs }) => {
        expect(timeoutMs).toBeLessThanOrEqual(15_000);
        throw addonError("timeout");
      },
    });
    expect(await list(addon)).toEqual([withoutName(INES)]);
  });

  test("without an authority of Entra's are not asked about", async () => {
    const { properties, ...account } = webAccount(INES);
    const foreign = {
      ...account,
      properties: { ...properties, Authority: "https://sts.contoso.example/adfs" },
    };
    const { Authority: _authority, ...ids } = properties;
    const addon = scriptedAddon(windowsWith(foreign, { ...account, properties: ids }));
    expect(await list(addon)).toEqual([withoutName(INES), withoutName(INES)]);
    expect(addon.tokenRequests).toEqual([]);
  });

  test("that say no more than their name and authority are known by that name", async () => {
    const { properties, ...account } = webAccount(INES);
    const unnamed = { ...account, properties: { Authority: properties["Authority"] ?? "" } };
    const addon = scriptedAddon({ ...windowsWith(unnamed), getToken: () => entraAnswer() });
    expect(await list(addon)).toEqual([INES]);
    const other = scriptedAddon({ ...windowsWith(unnamed), getToken: () => entraAnswer(TOM) });
    expect(await list(other)).toEqual([]);
  });

  test("that do not say who they are, and cannot be asked, are left out", async () => {
    const { properties, ...account } = webAccount(INES);
    const { Authority } = properties;
    const nobody = [
      { ...account, properties: { Authority: Authority ?? "" } },
      { ...account, properties: { ...properties, OID: "" } },
      { ...account, properties, userName: "" },
      { ...account, properties, id: "" },
    ];
    expect(await list(scriptedAddon(windowsWith(...nobody)))).toEqual([]);
  });

  test("that have gone meanwhile are left out", async () => {
    const addon = scriptedAddon({
      ...windowsWith(webAccount(INES)),
      getToken: () => {
        throw addonError("account_not_found");
      },
    });
    expect(await list(addon)).toEqual([]);
  });

  test.each([1, 2])("are none when Windows does not tell (status %i)", async (status) => {
    expect(await list(scriptedAddon({ findAccounts: () => ({ status, accounts: [] }) }))).toEqual([]);
  });

  test("of a plug-in that fails are an error in its words", async () => {
    const addon = scriptedAddon({
      findAccounts: () => ({ status: 3, accounts: [], providerError: providerError(0x800704cf) }),
    });
    const error = await rejection(list(addon));
    expect(error.errorCode).toBe("no_network_connectivity");
    expect(error.broker).toMatchObject({ code: 0x800704cf, context: "the plug-in's words" });
  });

  test("without their plug-in make the broker unavailable", async () => {
    const addon = scriptedAddon({
      findAccounts: ({ provider }) => {
        if (provider.authority === "organizations") throw addonError("provider_not_found");
        return found();
      },
    });
    expect((await rejection(list(addon))).errorCode).toBe("broker_unavailable");
  });
});

describe("personal accounts", () => {
  const personal = (answer: () => AccountsAnswer): Partial<Script> => ({
    findAccounts: ({ provider }) => (provider.authority === "consumers" ? answer() : found()),
  });

  test("are listed for the few applications that may see them, and not asked about", async () => {
    const addon = scriptedAddon(personal(() => found(msaWebAccount())));
    expect(await list(addon)).toEqual([withoutName(PAT)]);
    expect(addon.tokenRequests).toEqual([]);
  });

  test("are the only ones of that plug-in: a work account that both have is listed once", async () => {
    const addon = scriptedAddon({
      findAccounts: () => found(webAccount(INES)),
      getToken: () => entraAnswer(),
    });
    expect(await list(addon)).toEqual([INES]);
  });

  test.each(["", "540648EB0B3075B", "540648EB0B3075BBB", "540648EB0B3075BX"])(
    "with the customer id %o are left out",
    async (SafeCustomerId) => {
      const account = { ...msaWebAccount(), properties: { SafeCustomerId } };
      expect(await list(scriptedAddon(personal(() => found(account))))).toEqual([]);
    },
  );

  test.each<[string, () => AccountsAnswer]>([
    ["does not tell", () => ({ status: 1, accounts: [] })],
    ["fails", () => ({ status: 3, accounts: [], providerError: providerError(0x8086000b) })],
    [
      "is not there",
      () => {
        throw addonError("provider_not_found");
      },
    ],
    [
      "cannot be called",
      () => {
        throw addonError("call_failed", { hresult: 0x80070005 });
      },
    ],
  ])("of a plug-in that %s take nothing from the others", async (_what, answer) => {
    const addon = scriptedAddon({
      findAccounts: ({ provider }) =>
        provider.authority === "consumers" ? answer() : found(webAccount(INES)),
      getToken: () => entraAnswer(),
    });
    expect(await list(addon)).toEqual([INES]);
  });
});

describe("personal accounts of a plug-in that does not answer", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  /** The addon has a deadline of its own, and rejects when that is over. */
  const hanging = (work: AccountsAnswer): Partial<Script> => ({
    findAccounts: ({ provider, timeoutMs }) => {
      if (provider.authority !== "consumers") return work;
      return new Promise((_resolve, reject) => {
        setTimeout(() => reject(addonError("timeout")), timeoutMs);
      });
    },
  });

  test("take half of the time, and nothing from the others", async () => {
    const addon = scriptedAddon({ ...hanging(found(webAccount(INES))), getToken: () => entraAnswer() });
    const answered = vi.fn<(accounts: readonly BrokerAccount[]) => void>();
    void list(addon, 1000).then(answered);
    await vi.advanceTimersByTimeAsync(500);
    expect(answered).toHaveBeenCalledExactlyOnceWith([INES]);
  });

  test("do not hold back the error of the other", async () => {
    const failed = { status: 3, accounts: [], providerError: providerError(0x800704cf) };
    const error = await rejection(list(scriptedAddon(hanging(failed))));
    expect(error.broker).toMatchObject({ code: 0x800704cf, context: "the plug-in's words" });
  });
});

test("an abort ends a listing at each of its stages", async () => {
  for (const script of [
    { findAccounts: never },
    { ...windowsWith(webAccount(INES), webAccount(TOM)), getToken: never },
  ]) {
    const addon = scriptedAddon(script);
    const controller = new AbortController();
    const listing = createWindowsBroker(() => addon).getAccounts(request, { signal: controller.signal });
    await new Promise(setImmediate);
    controller.abort();
    expect((await rejection(listing)).errorCode).toBe("request_aborted");
    expect(addon.cancelled).toHaveLength(2);
  }
});
