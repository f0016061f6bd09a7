import type { PendingCall, ReplyValue } from "./addon.js";
import { brokerLeft } from "./errors.js";

/**
 * The calls that wait for a person, and which owner of the broker's name each went to.
 *
 * The bus itself fails the calls of an owner that disconnects. One that only gives up its name would leave them waiting
 * for minutes; they are failed here. An owner is only believed to be a call's when the bus said so after the call was
 * sent: a change of owner that is told late must not end a call that went to the new one.
 */
export class OwnedFlows {
  readonly #owned = new Set<PendingCall>();
  readonly #left = new WeakSet<PendingCall>();

  /**
   * @param owner The bus's answer to who owns the broker's name, asked for after `pending` was sent.
   * @param settle Waits for `pending`.
   * @throws BrokerError `broker_unavailable` when the owner has given up its name; else what `settle` rejects with.
   */
  async guard(
    pending: PendingCall,
    owner: Promise<ReplyValue>,
    settle: () => Promise<ReplyValue>,
  ): Promise<ReplyValue> {
    let settled = false;
    owner.then(
      () => {
        if (!settled) this.#owned.add(pending);
      },
      () => {
        // No owner yet (it is being started), or no bus any more, which fails the call itself.
      },
    );
    try {
      return await settle();
    } catch (error) {
      throw this.#left.has(pending) ? brokerLeft("acquireTokenInteractively") : error;
    } finally {
      settled = true;
      this.#owned.delete(pending);
    }
  }

  /** To be called at each change of the owner of the broker's name. */
  ownerChanged(): void {
    for (const pending of this.#owned) {
      this.#left.add(pending);
      pending.cancel();
    }
    this.#owned.clear();
  }
}
