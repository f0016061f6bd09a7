/**
 * The text of a TypeScript file with another version in its `VERSION` constant.
 *
 * @param {string} source
 * @param {string} version
 * @throws {Error} when the file has no such constant
 */
export function withVersion(source, version) {
  const constant = /(?<=^export const VERSION = )"[^"]*"/m;
  if (!constant.test(source)) throw new Error(`no line begins with: export const VERSION = "…"`);
  return source.replace(constant, JSON.stringify(version));
}
