import type { BrokerMethod, Seen, Stage } from "./stage.js";

/** What makes the situation of a row of `docs/routes.md`, and what is seen of its call. */
export interface Scenario {
  /** Makes the situation, and the call. */
  readonly run: (stage: Stage) => Promise<Seen>;
  /** What the broker is asked by the call; nothing without it. */
  readonly asks?: readonly BrokerMethod[];
  /** How many pages are opened in a browser; none without it. */
  readonly opens?: number;
  /** How many user codes are shown; none without it. */
  readonly codes?: number;
  /** The outcome, where the row has no code for it. */
  readonly outcome?: string;
  /** Why routes are passed over, where that is more than the row says. */
  readonly reasons?: readonly string[];
}

/** Scenarios by the id of their row. */
export type Scenarios = Readonly<Record<string, Scenario>>;
