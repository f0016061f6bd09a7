// npm run check:prebuilds: whether the native addons are what their systems and Node.js load, and whether all are there.
//
//   node scripts/check-prebuilds.mjs                    those that npm run build makes on this machine
//   node scripts/check-prebuilds.mjs --release          all that are published
//   node scripts/check-prebuilds.mjs --package FOLDER   those of the broker package in a folder, before it is packed;
//                                                       with --release also what Linux cannot build
//   node scripts/check-prebuilds.mjs FILE TARGET        a file, as that of a target, for example win32-arm64;
//                                                       --size-limit BYTES where another compiler built it
//   node scripts/check-prebuilds.mjs --owners FILE      of a file that Apple's linker made: whether its symbols come from
//                                                       the libraries that native/sdk/tbd of broker-macos names
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { wrongOwnersIn } from "./lib/macho/rules.mjs";
import { checkFile, checkPackage } from "./lib/addons/check.mjs";
import { symbolOwners } from "./lib/addons/rules.mjs";
import { isBuiltHere, TARGETS } from "./lib/addons/targets.mjs";
import { setUp } from "./lib/set-up.mjs";
import { manifestOf } from "./lib/workspace.mjs";

const { values, positionals } = parseArgs({
  options: {
    owners: { type: "string" },
    package: { type: "string" },
    release: { type: "boolean", default: false },
    "size-limit": { type: "string" },
  },
  allowPositionals: true,
});

await main(async () => {
  await setUp([]);
  const findings = wanted();
  for (const finding of findings) tell(finding);
  const holds = findings.every(({ problems }) => problems.length === 0);
  if (!holds && values.package !== undefined) {
    say(`${manifestOf(resolve(values.package)).name} is not packed: its users would get what is told above.`);
  }
  return holds ? 0 : 1;
});

/** @returns {import("./lib/addons/check.mjs").Finding[]} */
function wanted() {
  const [file, name] = positionals;
  if (values.owners !== undefined) {
    const contents = readFileSync(values.owners);
    return [
      {
        file: values.owners,
        size: contents.length,
        problems: wrongOwnersIn(contents, { owners: symbolOwners() }),
      },
    ];
  }
  if (values.package !== undefined) {
    const folder = resolve(values.package);
    return checkPackage(manifestOf(folder).name.replace(/^@.*\//, ""), { folder, release: values.release });
  }
  if (file !== undefined) {
    const sizeLimit = values["size-limit"];
    return [checkFile(targetOf(name), file, sizeLimit === undefined ? undefined : Number(sizeLimit))];
  }
  if (values.release) {
    const brokers = new Set(TARGETS.map(({ broker }) => broker));
    return [...brokers].flatMap((broker) => checkPackage(broker, { release: true }));
  }
  return TARGETS.filter(isBuiltHere).map((target) => checkFile(target));
}

/** @param {string | undefined} name */
function targetOf(name) {
  const target = TARGETS.find((one) => one.name === name);
  if (target !== undefined) return target;
  throw new Error(`say what the file is for: ${TARGETS.map((one) => one.name).join(", ")}`);
}

/** @param {import("./lib/addons/check.mjs").Finding} finding */
function tell({ file, size, problems }) {
  say(`${relative(process.cwd(), file)}: ${problems.length > 0 ? "wrong" : `ok, ${size} bytes`}`);
  for (const problem of problems) say(`  ${problem}`);
}
