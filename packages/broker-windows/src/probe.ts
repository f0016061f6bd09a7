import {
  BrokerError,
  type BrokerLimit,
  type BrokerProbe,
  type BrokerUnavailable,
  type ProbeOptions,
  type UnavailableReason,
} from "@authbroker/core";
import { startCallClock, unavailable, wordsOf } from "@authbroker/core/broker";
import type { Addon, SystemFacts } from "./addon.js";
import { isAddonError, NO_PROVIDER } from "./errors.js";
import { Operations } from "./operations.js";
import { ORGANIZATIONS } from "./providers.js";

/** How long a probe may take when the caller does not say, milliseconds. */
const PROBE_TIMEOUT_MS = 5_000;

/** Windows 10 1703 and Windows Server 2019, where the answers of the plug-ins that this package reads came in. */
const FIRST_BUILD = { client: 15_063, server: 17_763 } as const;

/** `InstallationType` of the Windows that have no desktop. */
const WITHOUT_DESKTOP: ReadonlySet<string> = new Set(["nano server", "server core"]);

/** Failures of the question after the provider that say more than that Windows did not answer it. */
const REASON_OF: ReadonlyMap<number, UnavailableReason> = new Map<number, UnavailableReason>([
  [0x80040154, "broker_not_installed"],
  [0x80070422, "broker_not_enabled"],
]);

/**
 * Whether this process can use the Web Account Manager now. What Windows says of itself is looked at first; then one
 * question shows that the manager is there and has the Entra plug-in. No account is looked at and no window opens.
 * Windows starts the service that answers by itself, whether or not `start` is set.
 */
export async function probe(
  loadAddon: () => Addon,
  options: ProbeOptions,
  platform: NodeJS.Platform = process.platform,
): Promise<BrokerProbe> {
  if (platform !== "win32") {
    return unavailable(
      "platform_unsupported",
      `the Web Account Manager is a part of Windows, and this is ${platform}`,
    );
  }
  try {
    const addon = loadAddon();
    const facts = addon.systemFacts();
    return unusable(facts) ?? (await ask(addon, facts, options));
  } catch (error) {
    return failed(error);
  }
}

async function ask(addon: Addon, facts: SystemFacts, options: ProbeOptions): Promise<BrokerProbe> {
  const operations = new Operations(addon, startCallClock(options, PROBE_TIMEOUT_MS));
  if ((await operations.findProvider(ORGANIZATIONS)) === undefined) {
    return unavailable("broker_not_installed", NO_PROVIDER.message, NO_PROVIDER.hint);
  }
  const limits = facts.elevated ? [ELEVATED] : [];
  return {
    available: true,
    running: true,
    version: `10.0.${facts.build}`,
    ...(limits.length === 0 ? {} : { limits }),
  };
}

const ELEVATED: BrokerLimit = {
  reason: "elevated",
  message:
    "the process runs with an administrator's rights, where Windows may close its sign-in window at once",
};

/** Why Windows, or this session of it, cannot have the Web Account Manager's windows. */
function unusable(facts: SystemFacts): BrokerUnavailable | undefined {
  const { build, product, installationType, sessionId, windowStationVisible } = facts;
  const first = product === "workstation" ? FIRST_BUILD.client : FIRST_BUILD.server;
  if (build < first) {
    const name = product === "workstation" ? "Windows 10 1703" : "Windows Server 2019";
    return unavailable(
      "system_too_old",
      `this is build ${build} of Windows, and the Web Account Manager serves from ${name} (build ${first}) on`,
      "Update Windows.",
    );
  }
  if (WITHOUT_DESKTOP.has(installationType.toLowerCase())) {
    return unavailable(
      "desktop_shell_missing",
      `this is Windows ${installationType}, which has no desktop for a sign-in window`,
      "Run the application on a Windows with the desktop experience.",
    );
  }
  if (sessionId === 0 || !windowStationVisible) {
    return unavailable(
      "session_not_interactive",
      sessionId === 0
        ? "the process runs in session 0, where services run and nobody sees a window"
        : "the process runs on a window station that nobody sees, as a scheduled task does",
      "Run the application in the desktop session of the person who is signed in.",
    );
  }
  return undefined;
}

/** What a failure says of the broker; most say only that it does not answer. */
function failed(error: unknown): BrokerUnavailable {
  return error instanceof BrokerError
    ? unavailable(reasonOf(error), error.errorMessage, error.hint, error)
    : unavailable("broker_not_responding", wordsOf(error), undefined, error);
}

function reasonOf({ errorCode, broker, cause }: BrokerError): UnavailableReason {
  if (errorCode === "broker_load_failed") return "broker_load_failed";
  if (isAddonError(cause) && cause.code === "winrt_missing") return "system_too_old";
  return REASON_OF.get(broker?.code ?? 0) ?? "broker_not_responding";
}
