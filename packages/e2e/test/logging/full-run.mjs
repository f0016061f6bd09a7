// A full run over every route, with failures in between: what each client logged, and everything that was secret. Its
// report goes to the parent process alone, so that whatever is on stdout or stderr was not put there by this file.
import { inspect } from "node:util";
import { LogLevel } from "@azure/msal-node";
import { PublicClientApplication } from "@authbroker/core";
import {
  approveUserCode,
  createAuthority,
  createDirectory,
  createEmulatedBroker,
  signInWith,
  startEmulator,
} from "@authbroker/emulator";

const ADELE = "adele@contoso.example";
const LEE = "lee@contoso.example";
const SCOPES = ["User.Read"];

const piiLoggingEnabled = process.argv[2] === "pii";

// The broker in process and the authority share it, and the broker on the bus does.
const directory = createDirectory();
const authority = createAuthority({ directory, config: { deviceCode: { interval: 1 } } });
await authority.listen();
const emulator = await startEmulator({ directory, authority: false });
process.env.DBUS_SESSION_BUS_ADDRESS = emulator.env.DBUS_SESSION_BUS_ADDRESS;
const inProcess = createEmulatedBroker({ directory });

const verifiers = listenForVerifiers();
const cookies = new Map();
const errors = [];

/** A client that keeps its lines, and the correlation ids of the calls that are made on it. */
async function client(name, configuration) {
  const lines = [];
  const ids = [];
  const app = await PublicClientApplication.create({
    auth: {
      clientId: inProcess.clientId,
      authority: "https://login.microsoftonline.com/common",
      authorityMetadata: JSON.stringify(authority.metadata()),
      clientCapabilities: ["CP1"],
    },
    system: {
      loggerOptions: {
        logLevel: LogLevel.Trace,
        piiLoggingEnabled,
        loggerCallback: (_level, line) => lines.push(line),
      },
    },
    ...configuration,
  });
  /** Makes a call with a correlation id of its own; its error is kept, and is no end of the run. */
  const call = async (method, request) => {
    const correlationId = crypto.randomUUID();
    ids.push(correlationId);
    try {
      return await app[method]({ timeoutMs: 20_000, ...request, correlationId });
    } catch (error) {
      errors.push(
        inspect(error, { depth: null, showHidden: true }),
        String(error.stack),
        JSON.stringify(error),
      );
      return undefined;
    }
  };
  return { name, lines, ids, call };
}

/** What a code is redeemed with leaves the process in the body of a request and nowhere else. */
function listenForVerifiers() {
  const heard = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url, options) => {
    const verifier =
      typeof options?.body === "string" && new URLSearchParams(options.body).get("code_verifier");
    if (verifier) heard.push(verifier);
    return fetch(url, options);
  };
  return heard;
}

const person = (who) => ({
  openBrowser: async (url) => {
    await signInWith(url, { cookies, ...who });
  },
});

async function atBroker({ call }, faults) {
  const asked = { scopes: SCOPES, loginHint: ADELE };
  const { account } = await call("acquireTokenInteractive", asked);
  await call("getAllAccounts", {});
  await call("acquireTokenSilent", { scopes: SCOPES, account });
  await call("acquireTokenSilent", { scopes: SCOPES, account: "os", forceRefresh: true });
  directory.setPolicies([{ requireMfa: true, app: inProcess.clientId, blocked: true }]);
  await call("acquireTokenSilent", { scopes: ["Mail.Read"], account });
  directory.setPolicies([]);
  for (const fault of faults) {
    emulator.broker.faults.add(fault);
    if (fault.fault === "status" || fault.fault === "exit") inProcess.faults.add(fault);
    await call("acquireTokenSilent", { scopes: SCOPES, account, forceRefresh: true, timeoutMs: 2000 });
    emulator.broker.faults.clear();
    inProcess.faults.clear();
  }
  await call("acquireTokenSilent", { scopes: SCOPES, account, signal: AbortSignal.abort() });
  await call("signOut", { account });
  await call("acquireTokenSilent", { scopes: SCOPES, account });
}

async function inTheBrowser({ call }) {
  const signIn = (more) =>
    call("acquireTokenInteractive", { scopes: SCOPES, ...person({ user: ADELE }), ...more });
  await signIn(person({ cancel: true }));
  await signIn({ openBrowser: () => Promise.reject(new Error(`no browser for ${ADELE}`)) });
  await signIn({ openBrowser: async () => {}, timeoutMs: 300 });
  for (const fault of ["id-token-wrong-issuer", "id-token-wrong-nonce", "mfa-required", "truncated-json"]) {
    authority.faults.add({ fault, times: 1 });
    await signIn({});
  }
  const { account } = await signIn({ claims: '{"access_token":{"nbf":{"essential":true,"value":"1"}}}' });
  await signIn({ loginHint: LEE, prompt: "login", ...person({ user: LEE }) });
  await signIn({ account, prompt: "login", ...person({ user: LEE }) });
  const silent = (more) =>
    call("acquireTokenSilent", { scopes: SCOPES, account, forceRefresh: true, ...more });
  await silent({ forceRefresh: false });
  for (const fault of [
    "mfa-required",
    "html-502",
    "captive-portal-200-html",
    "truncated-json",
    "drop",
    "loop",
  ]) {
    authority.faults.add({ fault, times: 1 });
    await silent({});
  }
  authority.faults.add({ fault: "wrong-user", times: 1 });
  await silent({});
  authority.faults.add({ fault: "never", times: 1 });
  await silent({ timeoutMs: 300 });
  await Promise.all([silent({}), silent({}), silent({ scopes: ["Mail.Read"] })]);
  authority.faults.add({ fault: "throttled-429-json", times: 1 });
  await silent({});
  await silent({});
  directory.revokeSessions(ADELE);
  await silent({ scopes: ["Mail.Send"] });
  await call("getAllAccounts", {});
  await call("signOut", { account });
  await silent({});
}

async function byDeviceCode({ call }) {
  const byCode = (who, more) =>
    call("acquireTokenByDeviceCode", {
      scopes: SCOPES,
      deviceCodeCallback: ({ userCode }) =>
        void (who && approveUserCode(authority.base, userCode, { cookies, ...who })),
      ...more,
    });
  const { account } = await byCode({ user: LEE });
  await byCode({ user: LEE, cancel: true });
  await byCode(undefined, { timeoutMs: 300 });
  authority.faults.add({ fault: "unavailable-503-json", endpoint: "devicecode", times: 1 });
  await byCode({ user: LEE });
  await call("acquireTokenSilent", { scopes: SCOPES, account, forceRefresh: true });
}

const clients = [
  await client("in process", { broker: { implementation: inProcess.broker } }),
  await client("on the bus", { enableBrokerOnLinux: true }),
  await client("browser", {}),
  await client("device code", {}),
];
const [process1, bus, browser, device] = clients;
await Promise.all([
  atBroker(process1, [
    { fault: "status", value: 0, context: `AADSTS50020: ${ADELE}` },
    { fault: "exit", times: 1 },
  ]),
  inTheBrowser(browser),
]);
await Promise.all([
  atBroker(bus, [
    { fault: "status", value: 2, context: `the user ${ADELE} must act` },
    { fault: "not-json", times: 1 },
    { fault: "dbus-error", name: "org.freedesktop.DBus.Error.Failed", text: `no ${LEE}` },
    { fault: "wrong-identity" },
  ]),
  byDeviceCode(device),
]);
await emulator.stop();
await authority.close();

process.send(
  {
    clients: clients.map(({ name, lines, ids }) => ({ name, lines, ids })),
    secrets: [...directory.issuedSecrets],
    verifiers,
    cookies: [...cookies.values()],
    errors,
  },
  () => process.disconnect(),
);
