// npm run check:prebuilds: whether the native addons are what their systems and Node.js load, and whether all are there.
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkFile, checkOwners, checkPackage } from "./lib/addons/check.mjs";
import { isBuiltHere, TARGETS } from "./lib/addons/targets.mjs";
import { SetUpError, say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { setUp } from "./lib/set-up.mjs";
import { manifestOf } from "./lib/workspace.mjs";

const USAGE = `npm run check:prebuilds [-- OPTIONS], for:

                    the addons that npm run build makes on this machine
  --release         all that are published
  --package FOLDER  those of the broker package in a folder, before it is packed; with --release also what Linux cannot
                    build
  FILE TARGET       a file, as that of a target; --size-limit BYTES where another compiler built it
  --owners FILE     of a file that Apple's linker made, whether its symbols come from the libraries that native/sdk/tbd of
                    broker-macos names

The targets are ${TARGETS.map(({ name }) => name).join(", ")}.`;

await main(async () => {
  const options = readOptions();
  await setUp([]);
  const findings = wanted(options);
  for (const finding of findings) tell(finding);
  const holds = findings.every(({ problems }) => problems.length === 0);
  if (!holds && options.package !== undefined) {
    say(
      `${manifestOf(resolve(options.package)).name} is not packed: its users would get what is told above.`,
    );
  }
  return holds ? 0 : 1;
});

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        owners: { type: "string" },
        package: { type: "string" },
        release: { type: "boolean", default: false },
        "size-limit": { type: "string" },
      },
      allowPositionals: true,
    });
    const [file, target] = positionals;
    return { ...values, file, target };
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {ReturnType<typeof readOptions>} options
 * @returns {import("./lib/addons/check.mjs").Finding[]}
 */
function wanted({ owners, package: folder, release, file, target, "size-limit": limit }) {
  if (owners !== undefined) return [checkOwners(owners)];
  if (folder !== undefined) {
    return checkPackage(brokerIn(folder), { folder: resolve(folder), release });
  }
  if (file !== undefined) return [checkFile(targetOf(target), file, sizeLimitOf(limit))];
  if (release) {
    const brokers = new Set(TARGETS.map(({ broker }) => broker));
    return [...brokers].flatMap((broker) => checkPackage(broker, { release: true }));
  }
  return TARGETS.filter(isBuiltHere).map((one) => checkFile(one));
}

/** @param {string} folder */
function brokerIn(folder) {
  const isPackage = existsSync(join(folder, "package.json"));
  const name = isPackage ? manifestOf(folder).name.replace(/^@.*\//, "") : "";
  if (TARGETS.some(({ broker }) => broker === name)) return name;
  throw usageError(`There is no broker package in ${folder}.`);
}

/** @param {string | undefined} name */
function targetOf(name) {
  const target = TARGETS.find((one) => one.name === name);
  if (target !== undefined) return target;
  throw usageError(name === undefined ? "Say what the file is for." : `There is no target "${name}".`);
}

/** @param {string | undefined} text */
function sizeLimitOf(text) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(`--size-limit takes a number of bytes, and not "${text}".`);
}

/** @param {string} message */
function usageError(message) {
  return new SetUpError(`${message}\n\n${USAGE}`);
}

/** @param {import("./lib/addons/check.mjs").Finding} finding */
function tell({ file, size, problems }) {
  say(`${relative(process.cwd(), file)}: ${problems.length > 0 ? "wrong" : `ok, ${size} bytes`}`);
  for (const problem of problems) say(`  ${problem}`);
}
