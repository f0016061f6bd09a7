/** The tests that need a session bus or the native addon of Linux, as globs of Vitest; elsewhere they are not run. */
export const linuxOnly = [
  "packages/broker-linux/test/{addon,e2e,native}/**/*.test.ts",
  "packages/emulator/test/**/*.test.ts",
  "packages/e2e/test/**/*.test.ts",
  "examples/**/*.test.js",
];
