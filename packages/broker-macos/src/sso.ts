import type { CallOptions } from "@authbroker/core";
import { onAbort } from "@authbroker/core/broker";
import type { Addon, Pending, SsoAnswer, SsoRequest } from "./addon.js";
import { addonError } from "./addon-error.js";
import { PROVIDER_URL } from "./protocol.js";
import type { Caller } from "./redirect-uri.js";
import type { SsoOperation } from "./requests.js";
import { startsHere } from "./start.js";

/** Asks the SSO extension from where the main run loop, which it answers on, is served. */
export class Sso {
  readonly #requireAddon: () => Addon;
  readonly #wantsChild: () => boolean;
  #caller: Caller | undefined;
  #isServed = false;
  #start: ((request: SsoRequest) => Pending) | undefined;

  /**
   * @param requireAddon Loads the addon.
   * @param wantsChild Whether the application asks for a child process.
   */
  constructor(requireAddon: () => Addon, wantsChild: () => boolean) {
    this.#requireAddon = requireAddon;
    this.#wantsChild = wantsChild;
  }

  /** @throws BrokerError `broker_load_failed`. */
  get addon(): Addon {
    return this.#requireAddon();
  }

  /**
   * Who this process is to macOS, which stays so for its life; read once, because reading the code's signature takes time.
   *
   * @throws BrokerError `broker_load_failed`.
   */
  get caller(): Caller {
    this.#caller ??= this.addon.systemFacts();
    return this.#caller;
  }

  /** Performs an operation. Rejects with the addon's own errors, or a BrokerError. */
  async perform(operation: SsoOperation, { signal, timeoutMs = 0 }: CallOptions): Promise<SsoAnswer> {
    const { addon } = this;
    const request = { url: PROVIDER_URL, ...operation, timeoutMs };
    if (this.#wantsChild() || !this.#isMainLoopServed(addon)) {
      const { performInChild } = await import("./child-process.js");
      if (signal?.aborted === true) throw addonError({ code: "cancelled", message: "it was not started" });
      return performInChild(request, signal);
    }
    this.#start ??= startsHere(addon);
    const { id, answer } = this.#start(request);
    if (signal === undefined) return answer;
    return answer.finally(onAbort(signal, () => addon.cancel(id)));
  }

  /**
   * Whether the main run loop is served: this is the main thread, which can do it, or the application does. A worker thread
   * of plain Node.js would wait for ever. An application may still begin to run; one that runs does so to the end.
   */
  #isMainLoopServed(addon: Addon): boolean {
    if (this.#isServed) return true;
    const { application, mainThread } = addon.systemFacts();
    this.#isServed = mainThread || application === "running";
    return this.#isServed;
  }
}
