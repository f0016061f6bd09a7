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
    const flow: Flow = { cancel, owner: undefined, asked: false, left: false };
    this.#flows.add(flow);
    owner.then(
      (name) => {
        flow.asked = true;
        if (typeof name === "string") flow.owner = name;
      },
      () => {
        // None yet: the broker is being started, and the next owner will be the call's. Or there is no bus any more,
        // and the call itself fails.
        flow.asked = true;
      },
    );
    try {
      return await settle();
    } catch (error) {
      throw flow.left ? brokerLeft("acquireTokenInteractively") : error;
    } finally {
      this.#flows.delete(flow);
    }
  }

  /** To be called at each change of the owner of the broker's name, with the new one's, or the empty string. */
  ownerChanged(owner: string): void {
    for (const flow of this.#flows) {
      if (!flow.asked || flow.owner === owner) continue;
      if (flow.owner === undefined) {
        if (owner !== "") flow.owner = owner;
        continue;
      }
      flow.left = true;
      flow.cancel();
    }
  }
}

/** A call that waits for a person. */
interface Flow {
  readonly cancel: () => void;
  /** The unique name of the owner it went to; undefined until the bus has told it. */
  owner: string | undefined;
  /** Whether the bus has answered who owns the name: what it tells before is about the time before the call. */
  asked: boolean;
  /** Whether that owner has left. */
  left: boolean;
}
