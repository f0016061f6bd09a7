import type { Script } from "../stand-in/stand-in.js";

const text = "x".repeat(2000);

/** The operations of `fixtures/every-outcome.mjs`. */
export const EVERY_OUTCOME: NonNullable<Script["operations"]> = {
  main: { headers: { text } },
  background: { deliver: "background", headers: { text }, times: 2 },
  error: { error: { code: -6000, underlying: { code: 1, userInfo: { text } } } },
  other: { credential: "otherClass" },
  throws: { throws: "refused" },
  never: { deliver: "never" },
  ask: { deliver: "background" },
};
