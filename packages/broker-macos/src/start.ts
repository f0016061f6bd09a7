import type { Addon, Pending, SsoRequest } from "./addon.js";
import { Pump } from "./pump.js";

/** Starts operations in this process, with the run loop served that they wait for. */
export function startsHere(addon: Addon): (request: SsoRequest) => Pending {
  const pump = new Pump(addon);
  return (request) => {
    const pending = addon.start(request);
    pump.run();
    return pending;
  };
}
