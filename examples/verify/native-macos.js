import { randomUUID } from "node:crypto";

/**
 * What is used of the addon of @authbroker/broker-macos.
 *
 * @typedef {object} MacosAddon
 * @property {() => { macosVersion: string, bundleIdentifier: string, teamIdentifier: string, application: string, mainThread: boolean }} systemFacts
 * @property {(bundleIdentifier: string) => string | undefined} applicationVersion
 * @property {(url: string) => boolean} canPerform
 * @property {(request: { url: string, operation: string, options: readonly (readonly [string, string])[], userInterface: boolean, timeoutMs: number }) => { id: number, answer: Promise<{ status: number, headers: Readonly<Record<string, string>> }> }} start
 * @property {() => boolean} needsPump
 * @property {() => void} pump
 */

const ENTRA = "https://login.microsoftonline.com/common";
const COMPANY_PORTAL = "com.microsoft.CompanyPortalMac";

/** The Node.js Foundation's, of the official builds. */
const NODE_TEAM = "HX7739G8FX";

/** Fields of an answer whose values are the same words for everybody. */
const COMMON = new Set([
  "broker_version",
  "device_mode",
  "operation",
  "operation_response_type",
  "platform_sso_status",
  "preferred_auth_config",
  "sso_extension_mode",
  "sso_provider_type",
  "success",
  "wpj_status",
]);

/** Milliseconds. */
const PUMP_INTERVAL = 10;
const TIME_LIMIT = 20_000;

/**
 * @param {MacosAddon} addon
 * @param {string} clientId
 * @returns {Promise<readonly string[]>}
 */
export async function macosNotes(addon, clientId) {
  const { macosVersion, bundleIdentifier, teamIdentifier, application, mainThread } = addon.systemFacts();
  const canPerform = addon.canPerform(ENTRA);
  const notes = [
    `macOS ${macosVersion}`,
    `a bundle: ${bundleIdentifier === "" ? "no" : "yes"}`,
    `signed by: ${signer(teamIdentifier)}`,
    `application: ${application}`,
    `main thread: ${mainThread ? "yes" : "no"}`,
    `Company Portal: ${addon.applicationVersion(COMPANY_PORTAL) ?? "not installed"}`,
    `an extension for Entra: ${canPerform ? "yes" : "no"}`,
  ];
  if (!canPerform) return notes;
  return [
    ...notes,
    await perform(addon, "get_device_info", []),
    await perform(addon, "get_accounts_operation", [
      ["client_id", clientId],
      ["signed_in_accounts_only", "1"],
    ]),
  ];
}

/** @param {string} team */
function signer(team) {
  if (team === "") return "nobody";
  return team === NODE_TEAM ? "Node.js' own team" : "another team";
}

/**
 * Performs an operation without a window and without `broker_key`, while the main thread serves what the system sends it.
 *
 * @param {MacosAddon} addon
 * @param {string} operation
 * @param {readonly (readonly [string, string])[]} own its own options
 */
async function perform(addon, operation, own) {
  /** @type {readonly (readonly [string, string])[]} */
  const options = [["msg_protocol_ver", "4"], ["correlation_id", randomUUID().toUpperCase()], ...own];
  const pump = setInterval(() => addon.needsPump() && addon.pump(), PUMP_INTERVAL);
  try {
    const request = { url: ENTRA, operation, options, userInterface: false, timeoutMs: TIME_LIMIT };
    const { status, headers } = await addon.start(request).answer;
    return `${operation}: ${status}, with ${Object.entries(headers).map(field).join(", ")}`;
  } catch (error) {
    return `${operation}: ${describe(error)}`;
  } finally {
    clearInterval(pump);
  }
}

/** A field by its name as it came, in its letter case. @param {readonly [name: string, value: string]} entry */
function field([name, value]) {
  return COMMON.has(name.toLowerCase()) ? `${name}=${value}` : name;
}

/**
 * The code of an addon's error, and the domains and codes of the system's, outermost first.
 *
 * @param {unknown} thrown
 */
function describe(thrown) {
  const { code, error } = /** @type {{ code?: string, error?: NativeError }} */ (thrown);
  const levels = [];
  for (let level = error; level !== undefined; level = level.underlying) {
    levels.push(`${level.domain} ${level.code} (${Object.keys(level.userInfo).join(", ")})`);
  }
  return [code ?? String(thrown), ...levels].join(", because of ");
}

/** @typedef {{ domain: string, code: number, userInfo: Readonly<Record<string, string>>, underlying?: NativeError }} NativeError */
