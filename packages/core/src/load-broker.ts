import { type Broker, type BrokerPackage, CONTRACT_VERSION } from "./contract.js";
import { BrokerError, BrokerPackageMissingError } from "./errors/broker-error.js";
import type { BrokerSystem, SystemKind } from "./platform.js";
import { wordsOf } from "./probe.js";
import { VERSION } from "./version.js";
import { isError } from "./errors/is-error.js";

/**
 * Loads the broker package of a system.
 *
 * Each package is named in a literal `import()` inside one `try`: bundlers then leave it alone when it is not there,
 * and see it when it is.
 *
 * @throws BrokerPackageMissingError when it is not installed.
 * @throws BrokerError `broker_load_failed` when it is installed and does not load; `broker_contract_mismatch` when it
 * was made for another version of core.
 */
export async function loadBroker(system: BrokerSystem): Promise<Broker> {
  let loaded: BrokerPackage;
  try {
    switch (system) {
      case "windows":
        loaded = await import("@authbroker/broker-windows");
        break;
      case "macos":
        loaded = await import("@authbroker/broker-macos");
        break;
      case "linux":
      case "wsl":
        loaded = await import("@authbroker/broker-linux");
        break;
    }
    checkPackage(loaded, packageName(system));
    await loaded.load();
  } catch (error) {
    throw loadError(error, packageName(system));
  }
  return loaded.broker;
}

/**
 * @param name Whose broker it is, for the message.
 * @throws BrokerError `broker_contract_mismatch` when the broker was written for another version of the contract.
 */
export function checkContract(
  broker: Broker,
  name: string,
  hint = "Install the same version of @authbroker/core and of the broker packages.",
): void {
  const version: unknown = broker.contractVersion;
  if (version !== CONTRACT_VERSION) {
    throw new BrokerError("broker_contract_mismatch", {
      message: `${name} speaks version ${String(version)} of the broker contract, and @authbroker/core ${VERSION} speaks version ${CONTRACT_VERSION}`,
      hint,
    });
  }
}

function checkPackage({ broker, version }: BrokerPackage, name: string): void {
  // The package may be of another contract, and be anything.
  const contract: unknown = broker.contractVersion;
  const isNewer = typeof contract === "number" && contract > CONTRACT_VERSION;
  const newer = isNewer ? (version ?? "latest") : VERSION;
  checkContract(
    broker,
    version === undefined ? name : `${name} ${version}`,
    `Install both in one version: npm install @authbroker/core@${newer} ${name}@${newer}`,
  );
}

/** The command that installs the broker package of a system. */
export function installCommand(system: SystemKind): string {
  return installLine(packageName(system));
}

/** The command that installs a broker package. */
export const installLine = (name: string): string => `npm install "${name}@>=0.1 <1"`;

function packageName(system: SystemKind): string {
  return `@authbroker/broker-${system === "wsl" ? "linux" : system}`;
}

function loadError(error: unknown, name: string): BrokerError {
  if (error instanceof BrokerError) return error;
  if (isMissing(error, name)) {
    return new BrokerPackageMissingError(
      `You need to install the broker package: ${installLine(name)}`,
      error,
    );
  }
  return new BrokerError("broker_load_failed", {
    message: `${name} is installed but does not load: ${wordsOf(error)}`,
    hint: `Install it again: ${installLine(name)}`,
    cause: error,
  });
}

/**
 * Missing is the package itself, in the words of Node.js, of Yarn's Plug'n'Play, or of Vite, which bundled without it; a
 * package that is there and lacks one of its own dependencies is broken.
 */
function isMissing(error: unknown, name: string): boolean {
  if (!isError(error)) return false;
  if (error.message.startsWith(`Could not resolve "${name}" imported by "@authbroker/core"`)) return true;
  if (!("code" in error)) return false;
  const notFound = error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND";
  return (
    notFound && new RegExp(`(?:package|module) '${name}'|tried to access ${name}\\b`, "i").test(error.message)
  );
}
