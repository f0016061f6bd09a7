// The page. All it knows of the sign-in is window.authbroker, which the preload script has put there.

/** @typedef {import("@authbroker/electron/renderer").BridgeAccount} Account */
/** @typedef {import("@authbroker/electron/renderer").BridgeError} BridgeError */

const { authbroker } = window;

const broker = element("broker");
const status = element("status");
const error = element("error");
const facts = element("facts");

const signIn = button("sign-in");
const cancel = button("cancel");
const profile = button("profile");
const signOut = button("sign-out");

/** @type {Account | undefined} */
let account;
/** What an API or a policy asks the next sign-in for. @type {string | undefined} */
let claims;

onClick(signIn, () =>
  work("Waiting for the sign-in window …", async (correlationId) => {
    const result = await authbroker.signIn({ correlationId, account, claims });
    claims = undefined;
    show(result.account ?? undefined);
    addFact("Route", result.route);
    addFact("Because", result.routeReason);
  }),
);

onClick(profile, () =>
  work("Asking the API …", async (correlationId) => {
    if (account === undefined) return;
    const answer = await authbroker.call("profile", account.homeAccountId, { correlationId });
    facts.replaceChildren();
    addFact("Name", answer.displayName);
    addFact("Signs in as", answer.userPrincipalName);
    addFact("Mail", answer.mail);
    addFact("Job title", answer.jobTitle);
  }),
);

onClick(signOut, () =>
  work("Signing out …", async (correlationId) => {
    if (account === undefined) return;
    await authbroker.signOut({ account, correlationId });
    show(undefined);
  }),
);

await Promise.all([
  showBroker(),
  work("", async (correlationId) => {
    const [first] = await authbroker.getAllAccounts({ correlationId });
    show(first);
  }),
]);

/**
 * @param {HTMLButtonElement} pressed
 * @param {() => Promise<void>} job which shows what goes wrong itself
 */
function onClick(pressed, job) {
  pressed.addEventListener("click", () => void job());
}

/**
 * Does something that can be cancelled, and shows what goes wrong.
 *
 * @param {string} doing
 * @param {(correlationId: string) => Promise<void>} job
 */
async function work(doing, job) {
  const correlationId = crypto.randomUUID();
  const abort = () => void authbroker.abort(correlationId);
  const buttons = [signIn, profile, signOut];
  for (const each of buttons) each.disabled = true;
  cancel.addEventListener("click", abort);
  cancel.hidden = doing === "";
  status.textContent = doing;
  error.hidden = true;
  try {
    await job(correlationId);
  } catch (thrown) {
    showError(/** @type {BridgeError} */ (thrown));
  } finally {
    for (const each of buttons) each.disabled = false;
    cancel.removeEventListener("click", abort);
    cancel.hidden = true;
    status.textContent = "";
  }
}

async function showBroker() {
  const probe = await authbroker.probeBroker();
  broker.classList.toggle("available", probe.available);
  broker.textContent = probe.available
    ? `The broker is available${probe.version === undefined ? "" : `, version ${probe.version}`}`
    : `No broker: ${probe.message}`;
  broker.title = probe.available ? "" : (probe.fix ?? "");
}

/** @param {Account | undefined} found */
function show(found) {
  account = found;
  element("signed-out").hidden = found !== undefined;
  element("signed-in").hidden = found === undefined;
  signIn.hidden = found !== undefined;
  profile.hidden = found === undefined;
  signOut.hidden = found === undefined;
  facts.replaceChildren();
  if (found === undefined) return;
  const name = found.name ?? found.username;
  element("name").textContent = name;
  element("username").textContent = found.username;
  element("initials").textContent = initials(name);
}

/** @param {BridgeError} thrown */
function showError({ name, errorCode, errorMessage, message, hint, claims: challenge }) {
  // Nothing went wrong: the person said no.
  if (errorCode === "request_aborted" || errorCode === "user_canceled") {
    status.textContent = "";
    return;
  }
  claims = challenge;
  if (errorCode === "interaction_required") signIn.hidden = false;
  element("error-title").textContent = `${errorCode ?? name}: ${errorMessage ?? message}`;
  element("error-hint").textContent = hint ?? "";
  element("error-details").textContent = message;
  error.hidden = false;
}

/** @param {string} label @param {string} value */
function addFact(label, value) {
  if (value === "") return;
  const term = document.createElement("dt");
  const description = document.createElement("dd");
  term.textContent = label;
  description.textContent = value;
  facts.append(term, description);
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0))
    .join("")
    .toUpperCase();
}

/** @param {string} id */
function element(id) {
  /** @type {HTMLElement | null} */
  const found = document.querySelector(`#${id}`);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {string} id */
function button(id) {
  const found = element(id);
  if (found instanceof HTMLButtonElement) return found;
  throw new Error(`${id} is no button`);
}
