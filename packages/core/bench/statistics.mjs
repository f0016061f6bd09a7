/** The middle one of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How long some work takes, milliseconds. */
export async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * How many times as long one work takes as another: the middle of the rounds' ratios, because within a round both met the
 * machine in the same mood.
 */
export async function compare({ name, limit, rounds, calls, ours, theirs }) {
  const medianOf = async (work) => {
    const times = [];
    for (let call = 0; call < calls; call++) times.push(await milliseconds(work));
    return median(times);
  };
  const taken = [];
  // The first round is for the compiler.
  for (let number = 0; number <= rounds; number++) {
    const round = { theirs: await medianOf(theirs), ours: await medianOf(ours) };
    if (number > 0) taken.push(round);
  }
  const middle = (side) => rounded(median(taken.map((round) => round[side])), 3);
  return {
    name,
    value: rounded(median(taken.map((round) => round.ours / round.theirs)), 3),
    unit: "×",
    limit,
    detail: `${middle("ours")} ms against ${middle("theirs")} ms`,
  };
}

const rounded = (number, digits) => Number(number.toFixed(digits));
