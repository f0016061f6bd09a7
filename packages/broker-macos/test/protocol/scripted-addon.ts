import type { Addon, AddonError, SsoAnswer, SsoRequest, SystemFacts } from "../../src/addon.js";
import { addonError } from "../../src/addon-error.js";
import { MacosBroker } from "../../src/broker.js";
import { checkSettings, type MacosBrokerOptions } from "../../src/settings.js";
import { answer, type Headers } from "./samples.js";

/** What an operation is answered with: header fields, an error, or never. */
export type Scripted = Headers | Omit<AddonError, "name"> | "never";

/** The addon without macOS: it answers as it is told, and records what it is asked. */
export interface ScriptedAddon {
  readonly addon: Addon;
  readonly requests: readonly SsoRequest[];
  /** The ids of the operations that were cancelled. */
  readonly cancelled: readonly number[];
  facts: SystemFacts;
  canPerform: boolean;
  companyPortal: string | undefined;
}

const PLAIN_NODE: SystemFacts = {
  macosVersion: "15.5",
  bundleIdentifier: "",
  teamIdentifier: "",
  application: "none",
  mainThread: true,
};

/** @param script What each operation is answered with, by its name. */
export function scriptedAddon(script: Readonly<Record<string, Scripted>> = {}): ScriptedAddon {
  const requests: SsoRequest[] = [];
  const cancelled: number[] = [];
  const pending = new Map<number, (error: Error) => void>();
  const scripted: ScriptedAddon = {
    requests,
    cancelled,
    facts: PLAIN_NODE,
    canPerform: true,
    companyPortal: "5.2604.2",
    addon: {
      systemFacts: () => scripted.facts,
      applicationVersion: () => scripted.companyPortal,
      canPerform: () => scripted.canPerform,
      start(request) {
        const id = requests.push(request);
        return { id, answer: answerTo(script[request.operation] ?? "never", id, request) };
      },
      cancel(id) {
        cancelled.push(id);
        pending.get(id)?.(addonError({ code: "cancelled", message: "it was cancelled" }));
      },
      needsPump: () => false,
      pump() {},
      useTimers() {},
    },
  };

  function answerTo(with_: Scripted, id: number, { timeoutMs }: SsoRequest): Promise<SsoAnswer> {
    if (with_ === "never") {
      return new Promise((_resolve, reject) => {
        pending.set(id, reject);
        const late = (): void => reject(addonError({ code: "timeout", message: "it took too long" }));
        if (timeoutMs > 0) setTimeout(late, timeoutMs);
      });
    }
    return isError(with_) ? Promise.reject(addonError(with_)) : Promise.resolve(answer(with_));
  }

  return scripted;
}

const isError = (scripted: Headers | Omit<AddonError, "name">): scripted is Omit<AddonError, "name"> =>
  "message" in scripted;

/** A broker over a scripted addon. */
export function brokerOver({ addon }: ScriptedAddon, options: MacosBrokerOptions = {}): MacosBroker {
  return new MacosBroker(checkSettings(options), () => addon);
}

/** The options of a request, by name. */
export const optionsOf = (request: Pick<SsoRequest, "options"> | undefined): Record<string, string> =>
  Object.fromEntries(request?.options ?? []);
