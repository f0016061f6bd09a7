import { expect, test } from "vitest";
import { macosNotes } from "../native-macos.js";
import { windowsNotes } from "../native-windows.js";

const PERSON = "adele@contoso.example";
const TENANT = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";

/**
 * An addon of macOS that answers with a person's data wherever it can.
 *
 * @param {Partial<import("../native-macos.js").MacosAddon>} [own]
 * @returns {import("../native-macos.js").MacosAddon}
 */
function macosAddon(own) {
  return {
    systemFacts: () => ({
      macosVersion: "15.5.0",
      bundleIdentifier: "com.contoso.app",
      teamIdentifier: "CONTOSO123",
      application: "none",
      mainThread: true,
    }),
    applicationVersion: () => "5.2604.2",
    canPerform: () => true,
    start: () => ({
      id: 1,
      answer: Promise.resolve({
        status: 200,
        headers: { Success: "1", Broker_Version: "5.2604.2", accounts: PERSON, "X-Tenant": TENANT },
      }),
    }),
    needsPump: () => true,
    pump: () => {},
    ...own,
  };
}

test("of the extension's answers there are names as they came, and values that everybody has", async () => {
  const notes = await macosNotes(macosAddon(), TENANT);
  expect(notes).toContain(
    "get_device_info: 200, with Success=1, Broker_Version=5.2604.2, accounts, X-Tenant",
  );
  expect(notes.join("\n")).not.toMatch(/contoso|c0ffee00/i);
});

test("what macOS refuses with is told by domain and code, its texts by name", async () => {
  const underlying = {
    domain: "MSALErrorDomain",
    code: -50000,
    userInfo: { MSALErrorDescriptionKey: PERSON },
  };
  const error = { domain: "Authorization", code: -6000, userInfo: {}, underlying };
  const refused = Object.assign(new Error(PERSON), { code: "authorization_error", error });
  const notes = await macosNotes(
    macosAddon({ start: () => ({ id: 1, answer: Promise.reject(refused) }) }),
    TENANT,
  );
  expect(notes).toContain(
    "get_device_info: authorization_error, because of Authorization -6000 (), because of MSALErrorDomain -50000 (MSALErrorDescriptionKey)",
  );
  expect(notes.join("\n")).not.toContain(PERSON);
});

test("without an extension nothing is started, which might never end", async () => {
  const start = () => {
    throw new Error("started");
  };
  const notes = await macosNotes(macosAddon({ canPerform: () => false, start }), TENANT);
  expect(notes.at(-1)).toBe("an extension for Entra: no");
});

test("an operation is pumped until it is answered, and not after", async () => {
  /** @type {((answer: { status: number, headers: Record<string, string> }) => void)[]} */
  const waiting = [];
  let pumped = 0;
  const addon = macosAddon({
    start: () => ({ id: 1, answer: new Promise((resolve) => waiting.push(resolve)) }),
    pump: () => {
      pumped += 1;
      waiting.shift()?.({ status: 200, headers: {} });
    },
  });
  await macosNotes(addon, TENANT);
  expect(pumped).toBe(2);
});

test("of the answers of Windows there are statuses and names of properties", async () => {
  const properties = { TenantId: TENANT, OID: TENANT, UPN: PERSON };
  const webAccount = { state: 1, properties };
  /** @type {import("../native-windows.js").WindowsAddon} */
  const addon = {
    systemFacts: () => ({
      build: 26100,
      product: "workstation",
      installationType: "Client",
      elevated: false,
      sessionId: 1,
      windowStationVisible: true,
    }),
    findProvider: ({ provider }) => ({
      answer:
        provider.authority === "consumers"
          ? Promise.reject(Object.assign(new Error(PERSON), { code: "provider_not_found" }))
          : Promise.resolve({ authority: provider.authority ?? "" }),
    }),
    findAccounts: () => ({ answer: Promise.resolve({ status: 0, accounts: [webAccount] }) }),
    getToken: () => ({
      answer: Promise.resolve({
        status: 5,
        error: { code: 0xca_a2_00_02, properties: { ...properties, wamcompat_id_token: "eyJ" } },
      }),
    }),
  };
  const notes = await windowsNotes(addon, TENANT);
  expect(notes).toEqual([
    "build 26100, workstation, Client",
    "elevated: no",
    "in the session of services: no",
    "windows can be seen: yes",
    "provider for organizations: found, authority organizations",
    "provider for consumers: provider_not_found",
    "provider for the Windows account: found, authority not said",
    "accounts: status 0, an account of state 1 with OID TenantId UPN",
    "token: status 5, error 0xcaa20002 with OID TenantId UPN wamcompat_id_token",
  ]);
});
