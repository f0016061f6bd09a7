/** The tests that need what Linux has or what was built there, as globs of Vitest; elsewhere they are not run. */
export const linuxOnly = [
  "packages/broker-linux/test/{addon,cross-build,e2e,native}/**/*.test.ts",
  // What GNUstep runs.
  "packages/broker-macos/test/{e2e,native}/**/*.test.ts",
  // What was built on Linux.
  "packages/broker-macos/test/cross-build/**/*.test.ts",
  "packages/broker-windows/test/cross-build/**/*.test.ts",
  "scripts/test/pe.test.mjs",
  "scripts/test/{elf,prebuilds}.test.mjs",
  "scripts/test/linux/*.test.mjs",
  "packages/emulator/test/{cli,config,directory,faults,grants,interaction,interface}.test.ts",
  "packages/emulator/test/{lifecycle,manners,methods,policies,proof-of-possession}.test.ts",
  "packages/emulator/test/authority/cli.test.ts",
  "packages/e2e/test/browser/name-override.test.ts",
  "packages/e2e/test/errors/{policies,statuses}.test.ts",
  "packages/e2e/test/logging/full-run.test.ts",
  "packages/e2e/test/routes/broker-comes-and-goes.test.ts",
  "packages/e2e/test/silent/os-account.test.ts",
  // These install what was built on Linux.
  "packages/packed/test/**/*.test.ts",
  // These open a browser, or find none, as a Linux desktop does.
  "packages/e2e/test/browser/{accessibility,chromium,launching}.test.ts",
  "packages/e2e/test/routes/field-defects/fallback.test.ts",
  "examples/**/*.test.js",
];
