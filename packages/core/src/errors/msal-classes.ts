import { createRequire } from "node:module";
import { BrokerError } from "./broker-error.js";
import { MSAL_CLASS, type MsalClassName } from "./codes.js";

/** The classes of one copy of msal-node. */
type MsalClasses = Readonly<Record<MsalClassName | "AuthError", { readonly prototype: object }>>;

let classes: Promise<MsalClasses | undefined> | undefined;

/**
 * Gives an error of this library the class that the application's own msal-node has for its condition, so that
 * `error instanceof InteractionRequiredAuthError` holds. Where msal-node is not installed, the error stays a plain
 * {@link BrokerError}: no one can then compare it with a class of msal-node's.
 *
 * msal-node is loaded here and not at import, because it takes longer to load than a token takes to fetch. The object
 * keeps its identity and its stack, and no constructor of msal-node is called: their parameters changed between majors.
 */
export async function asMsalError(error: BrokerError): Promise<BrokerError> {
  classes ??= loadClasses();
  const msal = await classes;
  if (msal === undefined) return error;
  const name = MSAL_CLASS[error.errorCode];
  if (name !== undefined) {
    Object.setPrototypeOf(error, msal[name].prototype);
    error.name = name;
  } else if (!msal.AuthError.prototype.isPrototypeOf(error)) {
    Object.setPrototypeOf(baseOf(error), msal.AuthError.prototype);
  }
  return error;
}

/** The prototype of the `BrokerError` class an error was made with, which may be that of another copy of this package. */
function baseOf(error: BrokerError): object {
  let base: object = BrokerError.prototype;
  for (let next: unknown = Object.getPrototypeOf(error); isObject(next) && next !== Error.prototype;) {
    base = next;
    next = Object.getPrototypeOf(next);
  }
  return base;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

async function loadClasses(): Promise<MsalClasses | undefined> {
  try {
    return commonJsCopy() ?? (await import("@azure/msal-node"));
  } catch {
    // Absent or broken: the error at hand matters more than its class, and goes on as it is.
    return undefined;
  }
}

/** An application that called `require("@azure/msal-node")` holds other classes than `import` would give. */
function commonJsCopy(): MsalClasses | undefined {
  const require = createRequire(import.meta.url);
  const loaded = require.cache[require.resolve("@azure/msal-node")];
  const exports: unknown = loaded?.loaded === true ? loaded.exports : undefined;
  return isMsal(exports) ? exports : undefined;
}

function isMsal(exports: unknown): exports is MsalClasses {
  if (typeof exports !== "object" || exports === null) return false;
  const entries: Readonly<Record<string, unknown>> = { ...exports };
  return ["AuthError", ...Object.values(MSAL_CLASS)].every((name) => typeof entries[name] === "function");
}
