// Makes one file of what an application loads with a package, and one of each part that is loaded later. Node.js takes
// half a millisecond for every file it loads, and a broker call is to start in milliseconds.
import { defineConfig } from "rolldown";

export default defineConfig({
  // What tsc made, so that types are checked once and in one place.
  input: "build/index.js",
  platform: "node",
  external: [/^@authbroker\//, /^@azure\//, "node-gyp-build"],
  output: {
    dir: "dist",
    format: "esm",
    chunkFileNames: "[name].js",
    codeSplitting: { groups: [{ name: "main", test: /\/build\/index\.js$/ }] },
  },
});
