// Makes one file of what an application loads with a package, and one of each part that is loaded later. Node.js takes
// half a millisecond for every file it loads, and a broker call is to start in milliseconds.
import { existsSync } from "node:fs";
import { defineConfig } from "rolldown";
import { publicTypes } from "./scripts/lib/public-types.mjs";

/** What is run of a package: what applications import, and the child process that some start. Neither loads the other. */
const entries = ["index", "child"].filter((name) => existsSync(`build/${name}.js`));

export default defineConfig(
  entries.map((name) => ({
    // What tsc made, so that types are checked once and in one place.
    input: `build/${name}.js`,
    platform: "node",
    // Nobody imports the child's.
    plugins: name === "index" ? [publicTypes("build")] : [],
    external: [/^@authbroker\//, /^@azure\//, "node-gyp-build"],
    output: {
      dir: "dist",
      format: "esm",
      // What they say of a member stands in its types.
      comments: { jsdoc: false },
      chunkFileNames: "[name].js",
      codeSplitting: { groups: [{ name: "main", test: /\/build\/index\.js$/ }] },
    },
  })),
);
