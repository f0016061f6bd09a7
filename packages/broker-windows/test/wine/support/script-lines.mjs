/**
 * A WebAccountProvider: the only authority that finds it, or all.
 *
 * @typedef {object} Provider
 * @property {string} id
 * @property {string} [authority]
 * @property {string} [displayName]
 */

/**
 * A WebAccount.
 *
 * @typedef {object} Account
 * @property {string} id
 * @property {string} userName
 * @property {number} [state] 1, connected, by default
 * @property {"listed" | "by-id" | "hidden"} [visibility] who finds it: FindAllAccountsAsync and FindAccountAsync, only the
 *   latter, or neither of them, so that it is only in answers; `listed` by default
 * @property {string} [authority] of the provider that has it; of every provider by default
 * @property {Readonly<Record<string, string>>} [properties]
 */

/**
 * A WebProviderError.
 *
 * @typedef {object} ProviderError
 * @property {number} code
 * @property {string} message
 * @property {Readonly<Record<string, string>>} [properties]
 */

/**
 * What a token request is answered with: the first answer that fits it.
 *
 * @typedef {object} Answer
 * @property {string} [method] the method it answers; all of them by default
 * @property {Readonly<Record<string, string>>} [when] the properties that the request must have
 * @property {number} [status] WebTokenRequestStatus, success by default
 * @property {string} [token] `{correlationId}`, `{clientId}`, `{scope}` and the names of the request's properties, in braces,
 *   stand for their values, here and in properties
 * @property {Readonly<Record<string, string>>} [properties] of the response
 * @property {string} [accountId] the account of the response; by default the one asked for, or else the first
 * @property {number} [responses] how many ResponseData has; by default one when the status is a success, else none
 * @property {ProviderError} [error] ResponseError
 * @property {ProviderError} [responseError] WebTokenResponse.ProviderError
 */

/**
 * How a call goes, and the operation that it begins.
 *
 * @typedef {object} Call
 * @property {number} [fails] the HRESULT of the call
 * @property {number} [operationFails] the HRESULT of its operation
 * @property {number} [delay] of the operation, milliseconds
 * @property {"later" | "at-once" | "never" | "canceled"} [completes] by default later, on a thread of its own
 * @property {true} [ignoresCancel]
 * @property {number} [cancelDelay] from Cancel to the operation's end, milliseconds
 * @property {number} [hangs] how long the call takes to return, milliseconds
 * @property {true} [answersNull]
 */

/**
 * @typedef {object} Script
 * @property {readonly Provider[]} [providers]
 * @property {readonly Account[]} [accounts]
 * @property {readonly { status: number, authority?: string }[]} [listings] FindAllWebAccountsStatus, of the providers with
 *   an authority or of all
 * @property {ProviderError} [listingError] FindAllAccountsResult.ProviderError
 * @property {readonly Answer[]} [answers]
 * @property {Readonly<Record<string, Call>>} [calls] by method, as the README names them; `*` stands for every method that
 *   begins an operation and is not named
 * @property {readonly string[]} [refuses] interfaces that an older Windows does not know
 * @property {string} [log]
 */

/**
 * The text of a script.
 *
 * @param {Script} script
 * @throws {TypeError} when it holds something that a script cannot hold
 */
export function linesOf(script) {
  const {
    providers = [],
    accounts = [],
    listings = [],
    listingError,
    answers = [],
    calls = {},
    refuses = [],
    log,
    ...others
  } = script;
  refuseOthers("a script", others);
  const lines = [
    ...optional("log", log),
    ...providers.flatMap(linesOfProvider),
    ...accounts.flatMap(linesOfAccount),
    ...listings.map(({ status, authority }) => line("listing", status, authority)),
    ...linesOfError("listing-error", listingError),
    ...answers.flatMap(linesOfAnswer),
    ...Object.entries(calls).flatMap(([method, call]) => linesOfCall(method, call)),
    ...refuses.map((name) => line("refuse", name)),
  ];
  return lines.map((text) => `${text}\n`).join("");
}

/** @param {Provider} provider */
function linesOfProvider({ id, authority, displayName, ...others }) {
  refuseOthers("a provider", others);
  if (authority === undefined && displayName !== undefined) {
    throw new TypeError("a provider with a display name needs an authority");
  }
  return [line("provider", id, authority, displayName)];
}

/** @param {Account} account */
function linesOfAccount(account) {
  const { id, userName, state = 1, visibility = "listed", authority, properties, ...others } = account;
  refuseOthers("an account", others);
  return [
    line("account", id, userName, state, visibility, authority),
    ...linesOfProperties("account-property", properties),
  ];
}

/** @param {Answer} answer */
function linesOfAnswer(answer) {
  const { method, when, status, token, properties, accountId, responses, error, responseError, ...others } =
    answer;
  refuseOthers("an answer", others);
  return [
    line("answer", method),
    ...linesOfProperties("when", when),
    ...optional("status", status),
    ...optional("token", token),
    ...linesOfProperties("property", properties),
    ...optional("response-account", accountId),
    ...optional("responses", responses),
    ...linesOfError("error", error),
    ...linesOfError("response-error", responseError),
  ];
}

/**
 * @param {string} method
 * @param {Call} call
 */
function linesOfCall(method, call) {
  const {
    fails,
    operationFails,
    delay,
    completes,
    ignoresCancel,
    cancelDelay,
    hangs,
    answersNull,
    ...others
  } = call;
  refuseOthers(`a call of ${method}`, others);
  return [
    ...optional("fail-call", fails, method),
    ...optional("fail-operation", operationFails, method),
    ...optional("delay", delay, method),
    ...optional("complete", completes, method),
    ...(ignoresCancel === true ? [line("ignore-cancel", method)] : []),
    ...optional("cancel-delay", cancelDelay, method),
    ...optional("hang", hangs, method),
    ...(answersNull === true ? [line("answer-null", method)] : []),
  ];
}

/**
 * @param {string} name
 * @param {ProviderError | undefined} error
 */
function linesOfError(name, error) {
  if (error === undefined) return [];
  const { code, message, properties, ...others } = error;
  refuseOthers("an error", others);
  return [line(name, code, message), ...linesOfProperties(`${name}-property`, properties)];
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string>> | undefined} properties
 */
function linesOfProperties(name, properties = {}) {
  return Object.entries(properties).map(([key, value]) => line(name, key, value));
}

/**
 * @param {string} name
 * @param {string | number | undefined} value
 * @param {...string} before
 */
function optional(name, value, ...before) {
  return value === undefined ? [] : [line(name, ...before, value)];
}

/**
 * One line: words of JSON, so that a word can hold anything.
 *
 * @param {string} name
 * @param {...(string | number | undefined)} words
 */
function line(name, ...words) {
  const given = words.filter((word) => word !== undefined);
  return [name, ...given.map((word) => JSON.stringify(word))].join(" ");
}

/**
 * A word that is misspelt in a test must not be ignored.
 *
 * @param {string} what
 * @param {object} others
 */
function refuseOthers(what, others) {
  const [name] = Object.keys(others);
  if (name !== undefined) throw new TypeError(`${what} of the stand-in has no "${name}"`);
}
