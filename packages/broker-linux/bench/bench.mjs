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

/** @typedef {{ name: string, value: number, unit: string, limit: number }} Figure */

/** @returns {Promise<Figure[]>} */
async function measure() {
  const emulator = await startEmulator();
  try {
    const figures = [];
    for (const [what, take] of [
      ["one silent call after another", sequentialCalls],
      ["100 silent calls at once", concurrentCalls],
      ["from process start to the first token", startUp],
      ["memory after 1,000 calls", memory],
      ["the packed size", packedSize],
    ]) {
      say(`measuring ${what} …`);
      figures.push(await take(emulator));
    }
    return figures;
  } finally {
    await emulator.stop();
  }
}

const figures = (await measure()).map((figure) => ({ ...figure, holds: figure.value <= figure.limit }));
say("");
for (const { name, value, unit, limit, holds, detail } of figures) {
  say(`${holds ? "holds" : "FAILS"}  ${value} ${unit} (limit ${limit})  ${name}${detail ? `: ${detail}` : ""}`);
}
if (values.json) {
  process.stdout.write(
    `${JSON.stringify(figures.map(({ name, value, unit, limit, holds }) => ({ name, value, unit, limit, holds })))}\n`,
  );
}
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
