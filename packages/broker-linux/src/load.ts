import { BrokerError } from "@authbroker/core";
import { loadNativePart, wordsOf } from "@authbroker/core/broker";
import { type Addon, isAddon } from "./addon.js";
import { elfFault } from "./elf-fault.js";

/** The system libraries that the addon links, and the packages that bring them. */
const LIBRARIES: readonly { readonly name: RegExp; readonly debian: string; readonly fedora: string }[] = [
  { name: /^libsystemd\.so/, debian: "libsystemd0", fedora: "systemd-libs" },
  { name: /^libstdc\+\+\.so/, debian: "libstdc++6", fedora: "libstdc++" },
  { name: /^libgcc_s\.so/, debian: "libgcc-s1", fedora: "libgcc" },
];

/** How the dynamic linker says that a library is not there. */
const MISSING_LIBRARY = /(\S+\.so(?:\.\d+)*): cannot open shared object file/;

let addon: Addon | undefined;

/**
 * The addon, loaded on first use, never at import.
 *
 * @throws BrokerError `broker_load_failed`, which names the missing library and the package that brings it.
 */
export function requireAddon(): Addon {
  try {
    addon ??= loadNativePart({
      name: "@authbroker/broker-linux",
      builds: "glibc on x64 and arm64",
      // See `NativePart.code`.
      code: import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url),
      fault: elfFault,
      isAddon,
    });
    return addon;
  } catch (error) {
    throw missingLibrary(error) ?? error;
  }
}

function missingLibrary(error: unknown): BrokerError | undefined {
  const cause = error instanceof BrokerError ? error.cause : undefined;
  const text = wordsOf(cause);
  const library = MISSING_LIBRARY.exec(text)?.[1];
  if (library === undefined) return undefined;
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
