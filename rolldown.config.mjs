// Makes one file of what an application loads with a package, and one of each part that is loaded later. Node.js takes
// half a millisecond for every file it loads, and a broker call is to start in milliseconds.
import { existsSync } from "node:fs";
import { defineConfig } from "rolldown";
import { publicTypes } from "./scripts/lib/public-types.mjs";

/** What applications and brokers import of a package, and the child process that some start, which loads none of it. */
const builds = [["index", "for-brokers"], ["child"]]
  .map((entries) => entries.map((name) => `build/${name}.js`).filter((file) => existsSync(file)))
  .filter((input) => input.length > 0);

export default defineConfig(
  builds.map((input) => ({
    // What tsc made, so that types are checked once and in one place.
    input,
    platform: "node",
    // Nobody imports the child's.
    plugins: input.includes("build/index.js") ? [publicTypes("build")] : [],
    external: [/^@authbroker\//, /^@azure\//],
    output: {
      dir: "dist",
      format: "esm",
      // What they say of a member stands in its types.
      comments: { jsdoc: false },
      chunkFileNames: "[name].js",
      codeSplitting: { groups: [{ name: "main", test: /\/build\/(?:index|for-brokers)\.js$/ }] },
    },
  })),
);
