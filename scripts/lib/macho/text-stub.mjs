import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * @typedef {object} TextStub what a `.tbd` file says of a library
 * @property {string} installName where macOS has it
 * @property {readonly string[]} symbols as the linker names them
 */

/**
 * Reads a text stub of version 4.
 *
 * @param {string} text
 * @returns {TextStub}
 */
export function readTextStub(text) {
  // Not at the top: who only wants to know which addons there are may have nothing installed.
  const { parse } = require("yaml");
  const stub = parse(text, { logLevel: "error" });
  const exported = [stub.exports].flat();
  const named = (/** @type {string} */ kind) =>
    /** @type {string[]} */ (exported.flatMap((group) => group[kind] ?? []));
  return {
    installName: stub["install-name"],
    symbols: [
      ...named("symbols"),
      ...named("objc-classes").flatMap((name) => [`_OBJC_CLASS_$_${name}`, `_OBJC_METACLASS_$_${name}`]),
      ...named("objc-eh-types").map((name) => `_OBJC_EHTYPE_$_${name}`),
    ],
  };
}
