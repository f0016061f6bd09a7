import type { Addon, SsoAnswer, SsoRequest } from "./addon.js";
import { Pump } from "./pump.js";

/** Performs an operation of an SSO extension; it rejects with an AddonError. */
export type Perform = (request: SsoRequest, signal: AbortSignal | undefined) => Promise<SsoAnswer>;

/** Performs operations in this process. */
export function performHere(addon: Addon): Perform {
  const pump = new Pump(addon);
  return (request, signal) => {
    const { id, answer } = addon.start(request);
    pump.run();
    if (signal === undefined) return answer;
    const cancel = (): void => addon.cancel(id);
    signal.addEventListener("abort", cancel, { once: true });
    return answer.finally(() => signal.removeEventListener("abort", cancel));
  };
}
