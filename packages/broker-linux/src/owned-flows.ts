import type { ReplyValue } from "./addon.js";
import { brokerLeft } from "./errors.js";

/**
 * The calls that wait for a person, and which owner of the broker's name each went to.
 *
 * The bus itself fails the calls of an owner that disconnects. One that only gives up its name would leave them waiting
 * for minutes; they are failed here. An owner is only believed to be a call's when the bus said so after the call was
 * sent: a change of owner that is told late must not end a call that went to the new one.
 */
export class OwnedFlows {
  readonly #flows = new Set<Flow>();

  /**
   * @param owner The bus's answer to who owns the broker's name, asked for after the call was sent.
   * @param cancel Drops the call.
   * @param settle Waits for it.
   * @throws BrokerError `broker_unavailable` when the owner has given up its name; else what `settle` rejects with.
   */
  async guard(
    owner: Promise<ReplyValue>,
    cancel: () => void,
    settle: () => Promise<ReplyValue>,
  ): Promise<ReplyValue> {
    const flow: Flow = { cancel, settled: false, left: false };
    owner.then(
      () => {
        if (!flow.settled) this.#flows.add(flow);
      },
      () => {
        // No owner yet (it is being started), or no bus any more, which fails the call itself.
      },
    );
    try {
      return await settle();
    } catch (error) {
      throw flow.left ? brokerLeft("acquireTokenInteractively") : error;
    } finally {
      flow.settled = true;
      this.#flows.delete(flow);
    }
  }

  /** To be called at each change of the owner of the broker's name. */
  ownerChanged(): void {
    for (const flow of this.#flows) {
      flow.left = true;
      flow.cancel();
    }
    this.#flows.clear();
  }
}

/** A call that waits for a person. */
interface Flow {
  readonly cancel: () => void;
  settled: boolean;
  /** Whether the owner it went to has left. */
  left: boolean;
}
