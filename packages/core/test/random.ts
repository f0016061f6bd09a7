/**
 * Whole numbers below a bound, the same ones for the same seed (mulberry32), so that what a test found once it finds
 * again.
 */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = Math.imul(state + 0x6d2b_79f5, 1);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
