// Runs the addon's tests against a build of it with AddressSanitizer and UndefinedBehaviorSanitizer.
//
//   node packages/broker-macos/test/native/sanitize.mjs
//
// Leaks are looked for in a process that one of the tests starts for it. The test of resident memory is left out: the
// sanitizer keeps freed memory for a while.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { clangLibrary } from "../../../../scripts/lib/llvm.mjs";
import { adviceOnMissing, TO_SANITIZE_ON_GNUSTEP } from "../../../../scripts/lib/system-packages.mjs";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));

const asan = clangLibrary("asan");
if (asan === undefined) {
  process.stderr.write(adviceOnMissing(TO_SANITIZE_ON_GNUSTEP) ?? "");
  process.exit(1);
}

run(["scripts/build-gnustep.mjs", "--sanitize"], { cwd: packageFolder });
run(
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "packages/broker-macos/test/native",
    "--exclude=**/memory.test.ts",
  ],
  {
    cwd: root,
    env: {
      ...process.env,
      AUTHBROKER_TEST_BUILD: `${packageFolder}.cache/gnustep-sanitized`,
      // Node.js itself is not sanitized, so the runtime has to be there before it. It holds that of UBSan, too.
      LD_PRELOAD: asan,
      // Vitest ends its processes without letting Node.js free anything; run-fixture.ts turns it on.
      ASAN_OPTIONS: "detect_leaks=0",
      // The path is that from the root: options end at a blank, which a whole path may hold.
      LSAN_OPTIONS: "suppressions=packages/broker-macos/test/native/leaks.supp:print_suppressions=0",
      UBSAN_OPTIONS: "halt_on_error=1:print_stacktrace=1",
    },
  },
);

/**
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} options
 */
function run(args, options) {
  const { status, signal, error } = spawnSync(process.execPath, args, { ...options, stdio: "inherit" });
  if (error) throw error;
  if (status === 0) return;
  process.stderr.write(`node ${args.join(" ")} ended with ${signal ?? status}.\n`);
  process.exit(1);
}
