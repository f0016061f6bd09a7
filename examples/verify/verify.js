import { monitorEventLoopDelay } from "node:perf_hooks";
import { PublicClientApplication } from "@authbroker/core";
import { writeReport } from "./report.js";
import { Secrets } from "./secrets.js";
import { steps } from "./steps.js";
import { surroundings } from "./surroundings.js";

/** How finely the event loop is watched, milliseconds. */
const RESOLUTION = 10;

/** @typedef {Omit<import("./steps.js").Context, "account" | "app" | "available" | "secrets">} Wishes what the caller decides */

/**
 * Takes every step, one after the other, and tells of them.
 *
 * @param {Wishes} wishes
 * @param {(line: string) => void} say shows what is being done
 * @returns {Promise<{ report: string, ok: boolean }>} `ok` where no step failed
 */
export async function verify(wishes, say) {
  const secrets = new Secrets();
  /** @type {import("./report.js").StepResult[]} */
  const results = [];
  const tell = (/** @type {import("./report.js").StepResult} */ result) => {
    results.push(result);
    say(secrets.without([result.name, result.outcome, ...result.notes].join(" · ")));
  };

  /** @type {PublicClientApplication | undefined} */
  let app;
  tell(
    await take("load", async () => {
      app = await PublicClientApplication.create(wishes.configuration);
      return [];
    }),
  );
  if (app !== undefined) {
    /** @type {import("./steps.js").Context} */
    const context = { ...wishes, app, secrets, available: false };
    for (const { name, whyNot, run } of steps) {
      const reason = whyNot?.(context);
      tell(reason === undefined ? await take(name, () => run(context)) : leftOut(name, reason));
    }
  }
  const report = writeReport({
    title: `Authbroker on ${wishes.system}`,
    facts: [...surroundings(wishes.system), ["Options", wishes.options.join(" ") || "none"]],
    steps: results,
  });
  return { report: secrets.without(report), ok: results.every(({ outcome }) => outcome !== "failed") };
}

/**
 * @param {string} name
 * @param {string} reason
 * @returns {import("./report.js").StepResult}
 */
function leftOut(name, reason) {
  return { name, outcome: "left out", ms: 0, pauseMs: 0, notes: [reason] };
}

/**
 * @param {string} name
 * @param {() => Promise<readonly string[]>} run
 * @returns {Promise<import("./report.js").StepResult>}
 */
async function take(name, run) {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION });
  loop.enable();
  const start = performance.now();
  const measured = () => ({
    ms: performance.now() - start,
    pauseMs: Math.max(0, loop.max / 1_000_000 - RESOLUTION),
  });
  try {
    const notes = await run();
    return { name, outcome: "ok", ...measured(), notes };
  } catch (error) {
    return { name, outcome: "failed", ...measured(), notes: [], error };
  } finally {
    loop.disable();
  }
}
