import { BrokerError } from "@authbroker/core";
import { silentInWorker } from "./in-worker.js";

/**
 * @typedef {object} Context what the steps share
 * @property {import("@authbroker/core").PublicClientApplication} app
 * @property {import("@authbroker/core").Configuration} configuration
 * @property {import("@authbroker/core").SystemKind} system
 * @property {{ scopes: readonly string[], redirectUri?: string }} request
 * @property {import("@authbroker/core").ParentWindowHandle} parentWindowHandle
 * @property {import("./person.js").Ask} ask
 * @property {typeof import("./native.js").nativeNotes} native
 * @property {import("./secrets.js").Secrets} secrets
 * @property {readonly string[]} options of the command line, by name
 * @property {boolean} probeOnly whether to ask nothing more than whether the broker can be used
 * @property {boolean} windows whether windows may be opened
 * @property {boolean} signOut whether to sign out at the end
 * @property {boolean} available what the probe said
 * @property {import("@authbroker/core").AccountInfo} [account] the account that tokens are for, once there is one
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: Context) => string | undefined} [whyNot] why it is left out; undefined where it is not
 * @property {(context: Context) => Promise<readonly string[]>} run what was seen; throws where it went wrong
 */

/** How long a window is left open that the program closes, milliseconds. */
const OPEN = 4000;

/** @param {Context} context */
const withoutBroker = ({ available, probeOnly }) => {
  if (probeOnly) return "--probe-only";
  return available ? undefined : "there is no broker";
};

/** @param {Context} context */
const withoutWindows = (context) => withoutBroker(context) ?? (context.windows ? undefined : "--no-windows");

/** @param {Context} context */
const withoutAccount = (context) =>
  withoutBroker(context) ?? (context.account ? undefined : "nobody is signed in");

/** @type {readonly Step[]} */
export const steps = [
  { name: "probe", run: probe },
  { name: "accounts", whyNot: withoutBroker, run: accounts },
  { name: "sign in, in a window", whyNot: withoutWindows, run: signIn },
  { name: "token, silently", whyNot: withoutAccount, run: silent },
  { name: "token of the system's own account", whyNot: withoutBroker, run: systemAccount },
  { name: "four tokens at once", whyNot: withoutAccount, run: fourAtOnce },
  {
    name: "token, in a worker thread",
    whyNot: (context) =>
      withoutAccount(context) ??
      (context.configuration.broker?.implementation ? "it has no package" : undefined),
    run: inWorker,
  },
  { name: "token, renewed", whyNot: withoutAccount, run: renewed },
  { name: "proof of possession", whyNot: withoutAccount, run: proofOfPossession },
  {
    name: "native part",
    whyNot: ({ probeOnly, system }) => {
      if (probeOnly) return "--probe-only";
      return system === "macos" || system === "windows" ? undefined : "only on macOS and Windows";
    },
    run: ({ native, system, configuration }) => native(system, configuration.auth.clientId),
  },
  { name: "window, closed by the program", whyNot: withoutWindows, run: closedWindow },
  {
    name: "sign out",
    whyNot: (context) => withoutAccount(context) ?? (context.signOut ? undefined : "asked for by --sign-out"),
    run: signOut,
  },
];

/** @param {Context} context */
async function probe(context) {
  const answer = await context.app.probeBroker({ start: true });
  context.available = answer.available;
  if (answer.available) {
    const limits = (answer.limits ?? []).map(({ reason, message }) => `${reason}: ${message}`);
    return [`available, version ${answer.version ?? "not said"}`, ...limits];
  }
  const unavailable = `unavailable: ${answer.reason}: ${answer.message}`;
  if (!context.probeOnly) throw new Error(unavailable, { cause: answer.cause });
  return [unavailable];
}

/** @param {Context} context */
async function accounts(context) {
  const found = await context.app.getAllAccounts();
  for (const account of found) context.secrets.learnAccount(account);
  const [first] = found;
  if (first !== undefined) context.account = first;
  const tenants = new Set(found.map(({ tenantId }) => tenantId));
  const incomplete = found.filter(({ username, homeAccountId }) => !username || !homeAccountId).length;
  return [`${found.length} in ${tenants.size} tenants`, `${incomplete} without a name or an id`];
}

/** @param {Context} context */
async function signIn(context) {
  const { app, ask, request, parentWindowHandle } = context;
  const result = await app.acquireTokenInteractive({ ...request, parentWindowHandle });
  const notes = readResult(context, result, false);
  if (result.account === null) throw new Error("the sign-in brought no account");
  context.account = result.account;
  return [
    ...notes,
    `the window came to the front: ${await ask("Did the window come to the front by itself?")}`,
    `keys went to it: ${await ask("Could you type into it at once?")}`,
    `it closed by itself: ${await ask("Has it closed by itself?")}`,
  ];
}

/** @param {Context} context */
async function silent(context) {
  const { app, request, account } = context;
  return readResult(context, await app.acquireTokenSilent({ ...request, ...named(account) }));
}

/** @param {Context} context */
async function systemAccount(context) {
  const { app, request } = context;
  try {
    const result = await app.acquireTokenSilent({ ...request, account: "os" });
    const same = result.account?.homeAccountId === context.account?.homeAccountId;
    return [...readResult(context, result, false), `the account that signed in: ${yesOrNo(same)}`];
  } catch (error) {
    // It may not have one, which is as good an answer.
    return [`there is none: ${errorCodeOf(error)}`];
  }
}

/** @param {Context} context */
async function fourAtOnce(context) {
  const { app, request, account } = context;
  const results = await Promise.all(
    // Each for itself: identical calls are one.
    [1, 2, 3, 4].map((number) =>
      app.acquireTokenSilent({
        ...request,
        ...named(account),
        extraQueryParameters: { verify: `${number}` },
      }),
    ),
  );
  return results.flatMap((result) => readResult(context, result)).slice(0, 1);
}

/** @param {Context} context */
async function inWorker({ configuration, request, account }) {
  const { route } = await silentInWorker(configuration, { ...request, ...named(account) });
  return [`route ${route}`];
}

/** @param {Context} context */
async function renewed(context) {
  const { app, request, account } = context;
  const before = await app.acquireTokenSilent({ ...request, ...named(account) });
  const after = await app.acquireTokenSilent({ ...request, ...named(account), forceRefresh: true });
  readResult(context, before);
  return [
    ...readResult(context, after),
    `another token: ${yesOrNo(before.accessToken !== after.accessToken)}`,
  ];
}

/** @param {Context} context */
async function proofOfPossession(context) {
  const { app, request, account } = context;
  try {
    const result = await app.acquireTokenSilent({
      ...request,
      ...named(account),
      authenticationScheme: "pop",
      resourceRequestMethod: "GET",
      resourceRequestUri: "https://graph.microsoft.com/v1.0/me",
    });
    return readResult(context, result);
  } catch (error) {
    if (errorCodeOf(error) !== "request_unsupported") throw error;
    return ["refused by name, before anything was asked"];
  }
}

/** @param {Context} context */
async function closedWindow(context) {
  const { app, ask, request, parentWindowHandle } = context;
  const closing = new AbortController();
  const timer = setTimeout(() => closing.abort(), OPEN);
  try {
    const result = await app.acquireTokenInteractive({
      ...request,
      parentWindowHandle,
      prompt: "select_account",
      signal: closing.signal,
    });
    return [...readResult(context, result, false), `it was answered within ${OPEN} ms, and not closed`];
  } catch (error) {
    if (errorCodeOf(error) !== "request_aborted") throw error;
    return [`it closed: ${await ask("A window was open for a moment. Has it closed by itself?")}`];
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Context} context */
async function signOut({ app, account }) {
  const { account: signedOut } = named(account);
  await app.signOut({ account: signedOut });
  const left = await app.getAllAccounts();
  const there = left.some(({ homeAccountId }) => homeAccountId === signedOut.homeAccountId);
  return [`${left.length} accounts left`, `the account is still listed: ${yesOrNo(there)}`];
}

/**
 * What may be told of a result.
 *
 * @param {Context} context
 * @param {import("@authbroker/core").AuthenticationResult} result
 * @param {boolean} [mustBeSame] whether it has to be the account that signed in
 */
function readResult({ account, secrets, request }, result, mustBeSame = true) {
  secrets.learnResult(result);
  if (result.route !== "broker") throw new Error(`the token came by the route ${result.route}`);
  const same = account === undefined || result.account?.homeAccountId === account.homeAccountId;
  if (mustBeSame && !same) throw new Error("the token is another user's");
  const minutes =
    result.expiresOn === null ? "unknown" : Math.round((result.expiresOn.getTime() - Date.now()) / 60_000);
  const granted = request.scopes.filter((scope) => result.scopes.includes(scope)).length;
  return [
    `${result.tokenType} for ${minutes} minutes`,
    `${granted} of ${request.scopes.length} scopes named in the answer`,
  ];
}

/** @param {Context["account"]} account @throws {Error} where there is none, which the step was left out for */
function named(account) {
  if (account === undefined) throw new Error("nobody is signed in");
  return { account };
}

/** @param {unknown} error */
function errorCodeOf(error) {
  return error instanceof BrokerError ? error.errorCode : String(error);
}

/** @param {boolean} holds */
function yesOrNo(holds) {
  return holds ? "yes" : "no";
}
