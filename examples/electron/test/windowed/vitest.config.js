import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.windowed.js"],
    // Electron takes its time beside other work, and packages an application first.
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
