import { createEmulatedBroker } from "@authbroker/emulator";
import { verify } from "../verify.js";

/** What answers of a broker say that a report may say, too. */
const HARMLESS = new Set(["login.microsoftonline.com", "Bearer"]);

/**
 * Runs every step on an emulated broker and keeps every text that it answered with.
 *
 * @param {object} [options]
 * @param {"macos" | "windows"} [options.system]
 * @param {(emulated: import("@authbroker/emulator").EmulatedBroker) => void} [options.prepare]
 * @param {Partial<import("../verify.js").Wishes>} [options.wishes]
 */
export async function recordedRun({ system = "macos", prepare = () => {}, wishes = {} } = {}) {
  const emulated = createEmulatedBroker({ platform: system });
  prepare(emulated);
  /** @type {Set<string>} */
  const answered = new Set();
  const broker = recording(emulated.broker, answered);
  /** @type {string[]} */
  const said = [];
  const { report, ok } = await verify(
    {
      configuration: {
        auth: { clientId: emulated.clientId },
        broker: { implementation: broker, required: true },
      },
      system,
      request: { scopes: ["https://graph.microsoft.com/User.Read"] },
      parentWindowHandle: 1n,
      ask: () => Promise.resolve("yes"),
      native: () => Promise.resolve(["the native part is another test's"]),
      options: [],
      probeOnly: false,
      windows: true,
      signOut: true,
      ...wishes,
    },
    (line) => said.push(line),
  );
  const told = `${report}\n${said.join("\n")}`;
  return { report, ok, told, answered: [...answered].filter((text) => !HARMLESS.has(text)), emulated };
}

/**
 * The broker, with every text of its answers kept.
 *
 * @param {import("@authbroker/core").Broker} broker
 * @param {Set<string>} answered
 * @returns {import("@authbroker/core").Broker}
 */
function recording(broker, answered) {
  const keep = (/** @type {unknown} */ value) => {
    if (typeof value === "string" && value.length > 4) answered.add(value);
    else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) keep(part);
  };
  /** @template Answer @param {Promise<Answer>} answer */
  const kept = async (answer) => {
    keep(await answer);
    return answer;
  };
  return {
    contractVersion: broker.contractVersion,
    platform: broker.platform,
    probe: (options) => broker.probe(options),
    getAccounts: (request, options) => kept(broker.getAccounts(request, options)),
    acquireTokenSilent: (request, options) => kept(broker.acquireTokenSilent(request, options)),
    acquireTokenInteractive: (request, options) => kept(broker.acquireTokenInteractive(request, options)),
    signOut: (request, options) => broker.signOut(request, options),
  };
}
