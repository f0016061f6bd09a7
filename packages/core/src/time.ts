/** The largest time that a `Date` can hold, milliseconds since 1970. A broker's answer may name a later one. */
export const LARGEST_DATE: number = 8.64e15;

/** A clock that nobody sets, milliseconds. It is that of performance.now(), which Node.js would have to load first. */
export const now = (): number => process.uptime() * 1000;
