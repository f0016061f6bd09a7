// All of node:util would bring its parsers along.
import { isNativeError } from "node:util/types";

/**
 * Whether something is an error, also one of another context: where tests run in a context of their own, as Jest's do,
 * what Node.js itself throws is no instance of their `Error`. A `DOMException` is an error by its prototype alone.
 */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || isNativeError(thrown);
}
