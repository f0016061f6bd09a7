import { BrokerError } from "@authbroker/core";
import { loadFailed } from "@authbroker/core/broker";
import { type Addon, loadAddon } from "./addon.js";

/** The system libraries that the addon links, and the packages that bring them. */
const LIBRARIES: readonly { readonly name: RegExp; readonly debian: string; readonly fedora: string }[] = [
  { name: /^libsystemd\.so/, debian: "libsystemd0", fedora: "systemd-libs" },
  { name: /^libstdc\+\+\.so/, debian: "libstdc++6", fedora: "libstdc++" },
  { name: /^libgcc_s\.so/, debian: "libgcc-s1", fedora: "libgcc" },
];

/** How the dynamic linker says that a library is not there. */
const MISSING_LIBRARY = /(\S+\.so(?:\.\d+)*): cannot open shared object file/;

/**
 * The addon, loaded on first use.
 *
 * @throws BrokerError `broker_load_failed`, which names the missing library and the package that brings it.
 */
export function requireAddon(): Addon {
  try {
    return loadAddon();
  } catch (cause) {
    throw loadError(cause);
  }
}

function loadError(cause: unknown): BrokerError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const library = MISSING_LIBRARY.exec(text)?.[1];
  if (library === undefined) return loadFailed("@authbroker/broker-linux", "glibc on x64", cause);
  return new BrokerError("broker_load_failed", {
    message: `@authbroker/broker-linux is installed, but its native part needs ${library}, which this system lacks: ${text}`,
    hint: installLine(library),
    cause,
  });
}

function installLine(library: string): string {
  const known = LIBRARIES.find(({ name }) => name.test(library));
  return known === undefined
    ? `Install the package of your distribution that brings ${library}.`
    : `Install it: sudo apt-get install ${known.debian} (Debian, Ubuntu) or sudo dnf install ${known.fedora} (Fedora, RHEL).`;
}
