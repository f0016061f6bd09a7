import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkOwners, checkPackage } from "../lib/addons/check.mjs";
import { TARGETS } from "../lib/addons/targets.mjs";
import { whyNoCrossBuild } from "../lib/linux/targets.mjs";
import { run } from "../lib/run.mjs";
import { root } from "../lib/workspace.mjs";

const BROKER = "broker-linux";

const NOT_TO_BE_PACKED = "It is none of the package's addons, and nothing else is to be packed. Remove it.";

const X64 = join("prebuilds", "linux-x64", `${BROKER}.node`);
const ARM64 = join("prebuilds", "linux-arm64", `${BROKER}.node`);

/** A copy of the package as it is packed, to be changed. Its scripts are found where they are in the repository. */
function copyOfPackage() {
  const repository = mkdtempSync(join(tmpdir(), "authbroker-prebuilds-"));
  onTestFinished(() => rmSync(repository, { recursive: true }));
  symlinkSync(join(root, "scripts"), join(repository, "scripts"));
  const folder = join(repository, "packages", BROKER);
  for (const part of ["package.json", "prebuilds"]) {
    cpSync(join(root, "packages", BROKER, part), join(folder, part), { recursive: true });
  }
  return folder;
}

/**
 * What is wrong with the package after a change, by the file.
 *
 * @param {(folder: string) => void} change
 */
function problemsAfter(change) {
  const folder = copyOfPackage();
  change(folder);
  const findings = checkPackage(BROKER, { folder, release: false });
  return Object.fromEntries(
    findings
      .filter(({ problems }) => problems.length > 0)
      .map(({ file, problems }) => [file.slice(folder.length + 1), problems]),
  );
}

test.skipIf(whyNoCrossBuild !== undefined)("nothing is wrong with what was built", () => {
  expect(problemsAfter(() => {})).toEqual({});
});

describe.skipIf(whyNoCrossBuild !== undefined)("a sentence says of a package", () => {
  test("that an addon is missing, and what to type", () => {
    expect(problemsAfter((folder) => rmSync(join(folder, ARM64)))).toEqual({
      [ARM64]: ["There is no such file. Build it, on Debian or Ubuntu: npm run build"],
    });
  });

  test("that an addon is damaged", () => {
    const halve = (/** @type {string} */ folder) => {
      const file = join(folder, X64);
      const contents = readFileSync(file);
      writeFileSync(file, contents.subarray(0, contents.length / 2));
    };
    expect(problemsAfter(halve)).toEqual({
      [X64]: [
        "The file is damaged: it ends in the midst of something.",
        expect.stringMatching(/^It has \d+ bytes; fewer than \d+ are not expected\.$/),
      ],
    });
  });

  test("that an addon is for another processor", () => {
    const { [ARM64]: problems, ...others } = problemsAfter((folder) =>
      cpSync(join(folder, X64), join(folder, ARM64)),
    );
    expect(problems).toContain("It is not for arm64.");
    expect(others).toEqual({});
  });

  test("that an addon is larger than it was", () => {
    const grow = (/** @type {string} */ folder) => {
      const file = join(folder, X64);
      writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(100_000)]));
    };
    expect(problemsAfter(grow)).toEqual({
      [X64]: [expect.stringMatching(/^It has 1\d{5} bytes; more than \d{5} are not expected\.$/)],
    });
  });

  test("that an addon needs a newer glibc than the systems have that it is for", () => {
    const age = (/** @type {string} */ folder) =>
      replace(join(folder, ARM64), "GLIBC_2.17\0", "GLIBC_2.34\0");
    expect(problemsAfter(age)).toEqual({
      [ARM64]: expect.arrayContaining([
        expect.stringMatching(
          /^It needs GLIBC_2\.34 \(.+\) of libc\.so\.6, and may need no newer than GLIBC_2\.28/,
        ),
      ]),
    });
  });

  test.each([String.raw`/home/adele/build/bus.cc`, String.raw`D:\a\broker\native\bus.pdb`])(
    "that an addon tells where it was built: %s",
    (path) => {
      const tell = (/** @type {string} */ folder) =>
        replace(join(folder, X64), "The bus address is empty;", `${path}\0`);
      expect(problemsAfter(tell)).toEqual({
        [X64]: [`It holds ${path}, a path of the machine that built it.`],
      });
    },
  );

  test("that it holds a file that is no addon of it", () => {
    const stranger = join("prebuilds", "linux-x64", "other.node");
    expect(problemsAfter((folder) => writeFileSync(join(folder, stranger), ""))).toEqual({
      [stranger]: [NOT_TO_BE_PACKED],
    });
  });

  test("that an addon is a link, which is not packed, or a folder", () => {
    const problem = "It is no regular file: what a link leads to is not packed.";
    const expected = { [X64]: [expect.stringContaining(problem)] };
    expect(problemsAfter((folder) => moveAndLink(folder, X64))).toEqual(expected);
    const replaceByFolder = (/** @type {string} */ folder) => {
      rmSync(join(folder, X64));
      mkdirSync(join(folder, X64));
    };
    expect(problemsAfter(replaceByFolder)).toEqual(expected);
  });

  test.each(["prebuilds", join("prebuilds", "linux-x64")])("that its folder %s is a link", (name) => {
    expect(problemsAfter((folder) => moveAndLink(folder, name))).toEqual({ [name]: [NOT_TO_BE_PACKED] });
  });
});

/**
 * Puts a link in the place of something that is now elsewhere.
 *
 * @param {string} folder
 * @param {string} name
 */
function moveAndLink(folder, name) {
  const elsewhere = join(folder, "elsewhere");
  renameSync(join(folder, name), elsewhere);
  symlinkSync(elsewhere, join(folder, name));
}

/**
 * @param {string} file
 * @param {string} text
 * @param {string} other of the same length
 */
function replace(file, text, other) {
  const contents = readFileSync(file);
  const at = contents.indexOf(text);
  expect(at).toBeGreaterThan(0);
  contents.write(other, at, "latin1");
  writeFileSync(file, contents);
}

test("a release wants what Linux cannot build, and says where it is from", () => {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-prebuilds-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const missing = (/** @type {boolean} */ release) =>
    checkPackage("broker-windows", { folder, release }).map(({ file }) => file.split(/[/\\]/).at(-2));
  expect(missing(false)).toEqual(["win32-x64", "win32-ia32"]);
  expect(missing(true)).toEqual(["win32-x64", "win32-ia32", "win32-arm64"]);
  const [arm64] = checkPackage("broker-windows", { folder, release: true }).slice(-1);
  expect(arm64?.problems).toEqual([
    expect.stringContaining("the workflow prebuilds.yml keeps it as an artifact"),
  ]);
});

const SCRIPT = join(root, "scripts", "check-prebuilds.mjs");

test.each([
  ["a file without a target", ["x.node"], "Say what the file is for."],
  ["a target that there is not", ["x.node", "linux-mips"], 'There is no target "linux-mips".'],
  ["a limit that is no number", ["x.node", "linux-x64", "--size-limit", "abc"], 'and not "abc".'],
  ["an option that there is not", ["--foo"], "--foo"],
  ["a folder that is not there", ["--package", "nowhere"], "There is no broker package in nowhere."],
  [
    "a package without addons",
    ["--package", join(root, "packages", "core")],
    "There is no broker package in",
  ],
])("who asks for %s is told how to ask", async (_, args, sentence) => {
  const { exitCode, output } = await run(process.execPath, [SCRIPT, ...args]);
  expect(exitCode).toBe(1);
  expect(output).toContain(sentence);
  expect(output).toContain("The targets are linux-x64, ");
  expect(output).not.toContain("    at ");
});

test("a file that Xcode's linker is said to have made may be damaged, or not there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-prebuilds-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "broker-macos.node");
  expect(checkOwners(file).problems).toEqual(["There is no such file."]);
  writeFileSync(file, "text");
  expect(checkOwners(file).problems).toEqual([expect.stringMatching(/^The file is damaged: /)]);
  const { exitCode, output } = await run(process.execPath, [SCRIPT, "--owners", file]);
  expect(exitCode).toBe(1);
  expect(output).toContain("broker-macos.node: wrong\n  The file is damaged: ");
});

describe.each([...new Set(TARGETS.map(({ broker }) => broker))])("%s", (broker) => {
  const { scripts } = JSON.parse(readFileSync(join(root, "packages", broker, "package.json"), "utf8"));

  test("is checked before it is packed, and as a release before it is published", () => {
    expect(scripts.prepack).toBe("node ../../scripts/check-prebuilds.mjs --package .");
    expect(scripts.prepublishOnly).toBe(`${scripts.prepack} --release`);
  });
});

test("a package of which an addon is missing cannot be packed", async () => {
  const folder = copyOfPackage();
  rmSync(join(folder, ARM64));
  const packing = /** @type {Promise<{ code: number | undefined, output: string }>} */ (
    new Promise((resolve) => {
      execFile("npm", ["pack"], { cwd: folder }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
      );
    })
  );
  const { code, output } = await packing;
  expect(code).not.toBe(0);
  expect(output).toContain("There is no such file. Build it, on Debian or Ubuntu: npm run build");
  expect(output).toContain("@authbroker/broker-linux is not packed: its users would get what is told above.");
});
