import {
  BrokerError,
  type BrokerLimit,
  type BrokerProbe,
  type BrokerUnavailable,
  type ProbeOptions,
} from "@authbroker/core";
import { type CallClock, startCallClock, unavailable, wordsOf } from "@authbroker/core/broker";
import type { Addon } from "./addon.js";
import { isAddonError } from "./addon-error.js";
import { HeaderFields } from "./headers.js";
import { COMPANY_PORTAL, PROVIDER_URL } from "./protocol.js";
import { isSignedApplication } from "./redirect-uri.js";
import { deviceInfoRequest } from "./requests.js";
import { type DeviceInfo, parseDeviceInfo, relayedError } from "./responses.js";
import type { Sso } from "./sso.js";
import { isOlder } from "./versions.js";

/** How long a probe may take when the caller does not say, milliseconds. */
const PROBE_TIMEOUT_MS = 5_000;

/** The first macOS that this package is built for; single sign-on extensions came with the one before. */
const FIRST_MACOS = "11";

/** The first Company Portal that takes the redirect URI of unsigned programs. */
const FIRST_FOR_UNSIGNED = "5.2603";

/**
 * Whether the broker can be used now. Asks macOS first, which knows without asking anybody whether there is an extension;
 * only then the extension, which macOS starts for it. Each answer is made anew.
 */
export async function probe(sso: Sso, options: ProbeOptions): Promise<BrokerProbe> {
  const clock = startCallClock(options, PROBE_TIMEOUT_MS);
  let addon: Addon;
  try {
    addon = sso.addon;
  } catch (error) {
    return notLoaded(error);
  }
  try {
    return askSystem(addon) ?? (await askExtension(sso, addon, clock));
  } catch (error) {
    return notResponding(error);
  }
}

/** Why macOS has no extension to ask; undefined when it has one. */
function askSystem(addon: Addon): BrokerUnavailable | undefined {
  const { macosVersion } = addon.systemFacts();
  if (isOlder(macosVersion, FIRST_MACOS)) return systemTooOld(macosVersion);
  return addon.canPerform(PROVIDER_URL) ? undefined : noExtension(addon);
}

async function askExtension(sso: Sso, addon: Addon, clock: CallClock): Promise<BrokerProbe> {
  let device: DeviceInfo | undefined;
  try {
    device = await deviceInfo(sso, clock);
  } catch (error) {
    if (isNotHandled(error)) return noExtension(addon, error);
    if (!isAnswer(error)) throw error;
  }
  const version = device?.version ?? addon.applicationVersion(COMPANY_PORTAL);
  const unsigned = !isSignedApplication(addon.systemFacts());
  if (unsigned && version !== undefined && isOlder(version, FIRST_FOR_UNSIGNED)) return brokerTooOld(version);
  const limits = device === undefined ? [] : limitsOf(device);
  return {
    available: true,
    running: true,
    ...(version === undefined ? {} : { version }),
    ...(limits.length === 0 ? {} : { limits }),
  };
}

/** Undefined where the extension answers with an error of its own, as it may to a program that is not Microsoft's. */
async function deviceInfo(sso: Sso, clock: CallClock): Promise<DeviceInfo | undefined> {
  const operation = deviceInfoRequest({ correlationId: crypto.randomUUID() });
  const answer = new HeaderFields(await sso.perform(operation, clock.left()), operation.operation);
  return relayedError(answer) === undefined ? parseDeviceInfo(answer) : undefined;
}

function limitsOf({ shared, silentOnly, joined }: DeviceInfo): readonly BrokerLimit[] {
  return [
    ...(shared ? [SHARED] : []),
    ...(silentOnly ? [SILENT_ONLY] : []),
    ...(joined === false ? [NOT_JOINED] : []),
  ];
}

const SHARED: BrokerLimit = {
  reason: "shared_device",
  message:
    "the device is shared by several people, who sign out of it in Company Portal; keep nothing for them",
};
const SILENT_ONLY: BrokerLimit = {
  reason: "silent_only",
  message: "the SSO extension serves silent requests only, and shows no window here",
};
const NOT_JOINED: BrokerLimit = {
  reason: "device_not_joined",
  message: "the device is not joined to an organisation, so policies that ask for one refuse",
};

/** An error with which the extension has answered; any other says that it did not. */
function isAnswer(error: unknown): boolean {
  if (error instanceof BrokerError) return error.errorCode === "broker_response_invalid";
  return isAddonError(error) && (error.code === "authorization_error" || error.code === "bad_credential");
}

/** `ASAuthorizationErrorNotHandled`: macOS found no extension after all. */
function isNotHandled(error: unknown): boolean {
  return isAddonError(error) && error.error?.code === 1003;
}

function noExtension(addon: Addon, cause?: unknown): BrokerUnavailable {
  const version = addon.applicationVersion(COMPANY_PORTAL);
  return version === undefined
    ? unavailable(
        "broker_not_installed",
        "Company Portal, which brings the SSO extension, is not installed",
        "Install Company Portal from https://aka.ms/EnrollMyMac, sign in to it, and enrol the device.",
        cause,
      )
    : unavailable(
        "broker_not_enabled",
        `Company Portal ${version} is installed, and no configuration profile turns its SSO extension on`,
        "Enrol the device in Company Portal, and ask the administrator for the profile of the SSO extension (com.apple.extensiblesso).",
        cause,
      );
}

const systemTooOld = (version: string): BrokerUnavailable =>
  unavailable(
    "system_too_old",
    `this is macOS ${version}, and the broker needs macOS ${FIRST_MACOS} or later`,
    "Update macOS.",
  );

const brokerTooOld = (version: string): BrokerUnavailable =>
  unavailable(
    "broker_too_old",
    `Company Portal ${version} refuses programs that are no signed applications; ${FIRST_FOR_UNSIGNED} is the first that serves them`,
    "Update Company Portal, or sign the application.",
  );

/** There is no build but for macOS, and elsewhere that is no fault of the installation. */
function notLoaded(error: unknown): BrokerUnavailable {
  if (process.platform !== "darwin") {
    const message = `this is ${process.platform}, and the SSO extension is one of macOS`;
    return unavailable("platform_unsupported", message, undefined, error);
  }
  const hint = error instanceof BrokerError ? error.hint : undefined;
  return unavailable("broker_load_failed", wordsOf(error), hint, error);
}

/** Only one that was asked, and took all the time there was, is at fault. */
function notResponding(error: unknown): BrokerUnavailable {
  if (isAddonError(error) && error.code === "timeout") {
    return unavailable(
      "broker_not_responding",
      `the SSO extension is turned on but does not answer: ${wordsOf(error)}`,
      "Open Company Portal; if it stays, restart the Mac.",
      error,
    );
  }
  const hint = error instanceof BrokerError ? error.hint : undefined;
  const what = isGivenUp(error) ? "was given up" : "could not be done";
  return unavailable("broker_not_responding", `the probe ${what}: ${wordsOf(error)}`, hint, error);
}

function isGivenUp(error: unknown): boolean {
  if (error instanceof BrokerError) return error.errorCode === "request_aborted";
  return isAddonError(error) && error.code === "cancelled";
}
