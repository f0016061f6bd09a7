/** Whether a version such as `5.2508.0` is before another; what is not a number counts as 0. */
export function isOlder(version: string, than: string): boolean {
  const ours = numbers(version);
  const theirs = numbers(than);
  for (const [index, number] of theirs.entries()) {
    const own = ours[index] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}

const numbers = (version: string): readonly number[] =>
  version.split(".").map((part) => Math.trunc(Number(part)) || 0);
