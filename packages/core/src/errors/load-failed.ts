import { BrokerError } from "./broker-error.js";

/**
 * The error of a native part that does not load, for those who write a broker package.
 *
 * @param name The package.
 * @param builds What it has builds for, for example `glibc on x64`.
 * @param cause What the loader of the system, or node-gyp-build, threw.
 */
export function loadFailed(name: string, builds: string, cause: unknown): BrokerError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new BrokerError("broker_load_failed", {
    message: `${name} is installed, but its native part does not load: ${text}`,
    hint: `Install it again on this system: npm install "${name}@>=0.1 <1". There are builds for ${builds}; this is ${process.platform}-${process.arch}.`,
    cause,
  });
}
