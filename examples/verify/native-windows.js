import { randomUUID } from "node:crypto";
import { versionOf } from "./surroundings.js";

/** @typedef {Readonly<Record<string, string>>} Properties */
/** @typedef {{ provider: { id: string, authority?: string }, timeoutMs: number }} Operation */
/** @typedef {{ state: number, properties: Properties }} WebAccount */
/** @typedef {{ code: number, properties: Properties }} ProviderError */

/**
 * @typedef {Operation & {
 *   mode: "silent",
 *   clientId: string,
 *   scope: string,
 *   promptType: "default",
 *   correlationId: string,
 *   properties: Properties,
 * }} TokenRequest
 */

/**
 * @typedef {object} TokenAnswer
 * @property {number} status
 * @property {{ properties: Properties, account?: WebAccount, providerError?: ProviderError }} [response]
 * @property {ProviderError} [error]
 */

/**
 * What is used of the addon of @authbroker/broker-windows.
 *
 * @typedef {object} WindowsAddon
 * @property {() => {
 *   build: number, product: string, installationType: string, elevated: boolean, sessionId: number,
 *   windowStationVisible: boolean,
 * }} systemFacts
 * @property {(request: Operation) => { answer: Promise<{ authority: string }> }} findProvider
 * @property {(request: Operation & { clientId: string }) => {
 *   answer: Promise<{ status: number, accounts: readonly WebAccount[], providerError?: ProviderError }>,
 * }} findAccounts
 * @property {(request: TokenRequest) => { answer: Promise<TokenAnswer> }} getToken
 */

const ENTRA = "https://login.microsoft.com";
const ORGANIZATIONS = { id: ENTRA, authority: "organizations" };

/** Whom to ask for, and the provider that Windows is asked for. */
const PROVIDERS = Object.entries({
  organizations: ORGANIZATIONS,
  consumers: { id: ENTRA, authority: "consumers" },
  "the Windows account": { id: "https://login.windows.local" },
});

/** Milliseconds. */
const TIME_LIMIT = 20_000;

/**
 * @param {WindowsAddon} addon
 * @param {string} clientId
 * @returns {Promise<readonly string[]>}
 */
export async function windowsNotes(addon, clientId) {
  const { build, product, installationType, elevated, sessionId, windowStationVisible } = addon.systemFacts();
  const notes = [
    `build ${build}, ${product}, ${installationType || "of no named type"}`,
    `elevated: ${yesOrNo(elevated)}`,
    `in the session of services: ${yesOrNo(sessionId === 0)}`,
    `windows can be seen: ${yesOrNo(windowStationVisible)}`,
  ];
  for (const [name, provider] of PROVIDERS) {
    const { answer } = addon.findProvider({ provider, timeoutMs: TIME_LIMIT });
    notes.push(
      await noteOf(
        `provider for ${name}`,
        answer,
        ({ authority }) => `found, authority ${authority || "not said"}`,
      ),
    );
  }
  const common = { provider: ORGANIZATIONS, timeoutMs: TIME_LIMIT, clientId };
  notes.push(
    await noteOf("accounts", addon.findAccounts(common).answer, ({ status, accounts, providerError }) =>
      [`status ${status}`, ...accounts.map(account), ...error(providerError)].join(", "),
    ),
    await noteOf("token", addon.getToken({ ...common, ...silentRequest() }).answer, (answer) =>
      token(answer),
    ),
  );
  return notes;
}

/** A request for a token without a window and without an account, as the broker package makes it. */
function silentRequest() {
  return {
    mode: /** @type {const} */ ("silent"),
    promptType: /** @type {const} */ ("default"),
    scope: "https://graph.microsoft.com/User.Read openid profile offline_access",
    correlationId: randomUUID(),
    properties: {
      wam_compat: "2.0",
      // Of "organizations", as Entra's plug-in takes it.
      authority: "https://login.microsoftonline.com/common/",
      validateAuthority: "yes",
      "x-client-SKU": "authbroker",
      "x-client-Ver": versionOf("@authbroker/broker-windows"),
    },
  };
}

/** @param {TokenAnswer} answer */
function token({ status, response, error: refused }) {
  if (response === undefined) return [`status ${status}`, ...error(refused)].join(", ");
  const { properties, account: owner, providerError } = response;
  return [
    `status ${status}`,
    `properties ${names(properties)}`,
    owner === undefined ? "no account" : account(owner),
    ...error(providerError),
  ].join(", ");
}

/** @param {WebAccount} webAccount */
function account({ state, properties }) {
  return `an account of state ${state} with ${names(properties)}`;
}

/** @param {ProviderError} [providerError] */
function error(providerError) {
  if (providerError === undefined) return [];
  const { code, properties } = providerError;
  return [`error 0x${code.toString(16)} with ${names(properties)}`];
}

/** @param {Properties} properties */
function names(properties) {
  return Object.keys(properties).toSorted().join(" ") || "nothing";
}

/**
 * @template Answer
 * @param {string} what
 * @param {Promise<Answer>} answer
 * @param {(answer: Answer) => string} describe
 */
async function noteOf(what, answer, describe) {
  try {
    return `${what}: ${describe(await answer)}`;
  } catch (thrown) {
    const {
      code,
      function: of = "",
      hresult,
    } = /** @type {{ code?: string, function?: string, hresult?: number }} */ (thrown);
    return `${what}: ${[code ?? String(thrown), of, hresult === undefined ? "" : `0x${hresult.toString(16)}`].join(" ").trim()}`;
  }
}

/** @param {boolean} holds */
function yesOrNo(holds) {
  return holds ? "yes" : "no";
}
