// What a silent call costs, next to the same call written in C against the same service. Every figure is a ratio or a
// difference taken within one run, in rounds that alternate, because the machine's own speed drifts.
//
//   node bench/bench.mjs [--json]
import { parseArgs } from "node:util";
import { startEmulator } from "./emulator.mjs";
import { concurrentCalls, sequentialCalls } from "./calls.mjs";
import { memory, startUp } from "./processes.mjs";
import { packedSize } from "./size.mjs";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const say = (line) => process.stderr.write(`${line}\n`);

/** @typedef {{ name: string, value: number, unit: string, limit: number, detail?: string }} Figure */

/** @type {readonly { what: string, take: (emulator: Awaited<ReturnType<typeof startEmulator>>) => Promise<Figure> }[]} */
const FIGURES = [
  { what: "one silent call after another", take: sequentialCalls },
  { what: "100 silent calls at once", take: concurrentCalls },
  { what: "the time from process start to the first token", take: startUp },
  { what: "the memory after 1,000 calls", take: memory },
  { what: "the packed size", take: packedSize },
];

/** @returns {Promise<(Figure & { holds: boolean })[]>} */
async function measure() {
  const emulator = await startEmulator();
  try {
    const figures = [];
    for (const { what, take } of FIGURES) {
      say(`measuring ${what} …`);
      const figure = await take(emulator);
      figures.push({ ...figure, holds: figure.value <= figure.limit });
    }
    return figures;
  } finally {
    await emulator.stop();
  }
}

const figures = await measure();
say("");
for (const { name, value, unit, limit, holds, detail } of figures) {
  say(
    `${holds ? "holds" : "FAILS"}  ${value} ${unit} (limit ${limit})  ${name}${detail ? `: ${detail}` : ""}`,
  );
}
if (values.json) {
  process.stdout.write(
    `${JSON.stringify(figures.map(({ name, value, unit, limit, holds }) => ({ name, value, unit, limit, holds })))}\n`,
  );
}
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
