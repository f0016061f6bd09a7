import { configDefaults, defineConfig } from "vitest/config";
import { linuxOnly } from "./scripts/lib/linux-only.mjs";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.js", "scripts/test/**/*.test.mjs"],
    exclude: [...configDefaults.exclude, ...(process.platform === "linux" ? [] : linuxOnly)],
    // A process for each file: a test may end a worker, a bus or the process it runs in.
    pool: "forks",
    // Most tests wait for another process; Vitest would leave one core for a person.
    maxWorkers: "100%",
    setupFiles: ["vitest.setup.ts"],
    // For a slow machine of two cores with other work to do; only polling, whose shortest interval is a second, is waited for.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    allowOnly: false,
  },
});
