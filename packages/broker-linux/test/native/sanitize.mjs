// Runs the addon's tests against a build of it with AddressSanitizer and UndefinedBehaviorSanitizer.
//
//   node packages/broker-linux/test/native/sanitize.mjs
//
// Leaks are looked for in the processes that the tests start and that end by themselves. The test of resident memory is
// left out: the sanitizer keeps freed memory for a while.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));

run("node", [fileURLToPath(new URL("../../../../scripts/build-native.mjs", import.meta.url)), "--sanitize"], {
  cwd: packageFolder,
});
run(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "packages/broker-linux/test/addon",
    "--exclude=**/memory.test.ts",
  ],
  {
    cwd: root,
    env: {
      ...process.env,
      AUTHBROKER_TEST_BUILD: `${packageFolder}.cache/sanitized`,
      NODE_OPTIONS: `--import=${new URL("../../../../scripts/lib/other-build.mjs", import.meta.url).href}`,
      // Node.js itself is not sanitized, so the runtime has to be there before it.
      LD_PRELOAD: `${library("libasan.so")}:${library("libubsan.so")}`,
      // Vitest ends its processes without letting Node.js free anything.
      ASAN_OPTIONS: "detect_leaks=0",
      // The path is that from the root: options end at a blank, which a whole path may hold.
      LSAN_OPTIONS: "suppressions=packages/broker-linux/test/native/leaks.supp:print_suppressions=0",
      UBSAN_OPTIONS: "halt_on_error=1:print_stacktrace=1",
    },
  },
);

/** Where the compiler has its sanitizer's runtime. */
function library(name) {
  return execFileSync("gcc", [`-print-file-name=${name}`], { encoding: "utf8" }).trim();
}

function run(command, args, options) {
  const { status, signal, error } = spawnSync(command, args, { ...options, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) {
    process.stderr.write(`${command} ${args.join(" ")} ended with ${signal ?? status}.\n`);
    process.exit(1);
  }
}
