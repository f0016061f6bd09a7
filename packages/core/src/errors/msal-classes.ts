// Webpack puts nothing in the place of a `createRequire` that is imported by its name.
import nodeModule from "node:module";
import { BASE, type BrokerError } from "./broker-error.js";
import { MSAL_CLASS, type MsalClassName } from "./codes.js";

/** What of the module `@azure/msal-node` the errors of a plugin are made of: the module itself has it all. */
export type MsalNodeClasses = Readonly<Record<MsalClassName | "AuthError", { readonly prototype: object }>>;

let imported: Promise<MsalNodeClasses | undefined> | undefined;

/**
 * Gives an error of this library the class that the application's own msal-node has for its condition, so that
 * `error instanceof InteractionRequiredAuthError` holds. Where msal-node is not installed, the error stays a plain
 * {@link BrokerError}: no one can then compare it with a class of msal-node's.
 *
 * msal-node is loaded here and not at import, because it takes longer to load than a token takes to fetch. The object
 * keeps its identity and its stack, and no constructor of msal-node is called: their parameters changed between majors.
 */
export async function asMsalError(error: BrokerError): Promise<BrokerError> {
  const msal = requiredCopy() ?? (await (imported ??= importedCopy()));
  if (msal === undefined) return error;
  const name = MSAL_CLASS[error.errorCode];
  if (name !== undefined) {
    Object.setPrototypeOf(error, msal[name].prototype);
    error.name = name;
  } else {
    adopt(baseOf(error), msal.AuthError.prototype);
  }
  return error;
}

/**
 * Gives an error of this library the class that a copy of msal-node has for its condition, or else its `AuthError`. One
 * process can hold several copies, and `BrokerError` itself can be a subclass of one copy's alone.
 */
export function asErrorOf(msal: MsalNodeClasses, error: BrokerError): BrokerError {
  const name = MSAL_CLASS[error.errorCode];
  Object.setPrototypeOf(error, msal[name ?? "AuthError"].prototype);
  if (name !== undefined) error.name = name;
  return error;
}

/** Makes `BrokerError` a subclass of msal-node's `AuthError`; once, for the copy of msal-node that comes first. */
function adopt(base: object | undefined, authError: object): void {
  if (base !== undefined && Object.getPrototypeOf(base) === Error.prototype) {
    Object.setPrototypeOf(base, authError);
  }
}

/** The prototype of the `BrokerError` class that an error was made with: another copy of this package has its own. */
function baseOf(error: BrokerError): object | undefined {
  let base: unknown = Object.getPrototypeOf(error);
  while (isObject(base) && !Object.hasOwn(base, BASE)) base = Object.getPrototypeOf(base);
  return isObject(base) ? base : undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

async function importedCopy(): Promise<MsalNodeClasses | undefined> {
  try {
    return await import("@azure/msal-node");
  } catch {
    // Absent or broken: the error at hand matters more than its class, and goes on as it is.
    return undefined;
  }
}

/**
 * The copy that a CommonJS application holds, whose classes are not those that `import` gives. Which one an application
 * compares with cannot be seen; it is taken to be the one of the module system that its main file is written in.
 */
function requiredCopy(): MsalNodeClasses | undefined {
  // See `NativePart.code`.
  const require = nodeModule.createRequire(
    import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url),
  );
  if (require.main === undefined) return undefined;
  const loaded = require.cache[pathOfCopy(require)];
  const exports: unknown = loaded?.loaded === true ? loaded.exports : undefined;
  return isMsal(exports) ? exports : undefined;
}

function pathOfCopy(require: NodeJS.Require): string {
  try {
    return require.resolve("@azure/msal-node");
  } catch {
    // Not installed: then it is not loaded either.
    return "";
  }
}

/** Whether something is the module of msal-node, as far as its classes are needed here. */
export function isMsal(exports: unknown): exports is MsalNodeClasses {
  if (!isObject(exports)) return false;
  const entries: Readonly<Record<string, unknown>> = { ...exports };
  return ["AuthError", ...Object.values(MSAL_CLASS)].every((name) => typeof entries[name] === "function");
}
