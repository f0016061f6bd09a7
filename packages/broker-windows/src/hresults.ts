import type { ErrorCode } from "@authbroker/core";

/** What a code of Windows means to an application. */
export interface Meaning {
  readonly code: ErrorCode;
  /** What happened, one sentence without a full stop at the end. */
  readonly message: string;
  /** What a person can do about it. */
  readonly hint?: string;
}

/** A code as Microsoft's pages and Windows' event log write it, for example `0xCAA20003`. */
export function hex(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
}

/** What a code means, of a provider's error or of a failed call; undefined where nobody has said. */
export function meaningOf(code: number): Meaning | undefined {
  return BY_CODE.get(code) ?? BY_FACILITY.get((code >>> 16) & 0x1fff)?.(code & 0xffff);
}

const INTERACTIVE = "Call acquireTokenInteractive with the same scopes and account.";
const CHECK_NETWORK = "Check the network connection and the proxy settings of Windows, and try again.";
const TRY_LATER = "Try again later.";

const interaction = (message: string): Meaning => ({
  code: "interaction_required",
  message,
  hint: INTERACTIVE,
});

const network = (message: string): Meaning => ({
  code: "no_network_connectivity",
  message,
  hint: CHECK_NETWORK,
});

const noService = (message: string, hint: string): Meaning => ({
  code: "broker_unavailable",
  message,
  hint,
});

const deviceKey: Meaning = {
  code: "platform_broker_error",
  message: "the key of this device, in its TPM, is missing or not ready",
  hint: "The device's registration has to be repaired: run dsregcmd /status, and ask the administrator of the device.",
};

const accountSettings = (message: string): Meaning => ({
  code: "platform_broker_error",
  message,
  hint: "Open https://account.microsoft.com, sign in and follow what it asks for.",
});

/** The account is not, or not any more, on this machine. */
export const NO_ACCOUNT: Meaning = {
  code: "no_account_found",
  message: "Windows does not know the account",
  hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
};

/** The owner window of a request is none. */
export const NO_WINDOW: Meaning = {
  code: "request_unsupported",
  message: '"parentWindowHandle" is no window, or not any more',
  hint: "Give the handle of a window that is open, for example an Electron BrowserWindow.",
};

/** The class of the Web Account Manager is not registered. */
const NO_CLASS: Meaning = noService(
  "this Windows has no Web Account Manager: its class is not registered",
  "It needs Windows 10 1703 or Windows Server 2019, or later, with the desktop shell.",
);

/** The codes of the plug-ins and of Windows that say what a person can do. */
const BY_CODE: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  // The Entra plug-in.
  [0xcaa10001, interaction("the person has to sign in again")],
  [
    0xcaa2000c,
    interaction("the sign-in server wants the person to act: multi-factor sign-in, terms of use or a policy"),
  ],
  [
    0xcaa20003,
    interaction(
      "the saved sign-in is no longer valid: the password was changed, the session revoked or the user deleted",
    ),
  ],
  [0xcaa20005, unavailableServer()],
  [0xcaa20008, unavailableServer()],
  [0x80080300, noService("the process of Windows' plug-in did not start, or was interrupted", "Try again.")],
  // The MSA plug-in.
  [0x80860005, accountSettings("the profile of the personal account is incomplete")],
  [0x80860006, interaction("the person has to sign in again to the personal account")],
  [0x80860009, accountSettings("the e-mail address of the personal account is not verified")],
  [0x8086000a, accountSettings("the personal account needs its owner to act")],
  [0x8086000b, accountSettings("the personal account is blocked")],
  [0x8086000c, interaction("the person has to act for the personal account")],
  // Windows.
  [0x800704cf, network("the network cannot be reached")],
  [0x80070525, NO_ACCOUNT],
  [
    0x8009030e,
    {
      code: "platform_broker_error",
      message: "Windows has no credentials of the person in its security package",
      hint: "Lock the screen and unlock it with the password or Windows Hello, and try again.",
    },
  ],
  [0x80090016, deviceKey],
  [0x80090030, deviceKey],
  [
    0x80070005,
    noService(
      "Windows denied this process access to the Web Account Manager",
      "Run the application in the desktop session of the person who is signed in, not as another user or a service.",
    ),
  ],
  [0x80040154, NO_CLASS],
  [
    0x80070422,
    noService(
      "the Web Account Manager service is disabled",
      'Enable the service "Web Account Manager" (TokenBroker): run services.msc.',
    ),
  ],
  [0x800706ba, noService("the Web Account Manager service does not answer", "Try again.")],
  [0x80070578, NO_WINDOW],
]);

function unavailableServer(): Meaning {
  return {
    code: "server_unavailable",
    message: "the sign-in server is unavailable at the moment",
    hint: TRY_LATER,
  };
}

/** What Windows' network functions say most often, by the lower half of facility AA8. */
const INTERNET: ReadonlyMap<number, string> = new Map([
  [0x2ee2, "the sign-in server did not answer in time"],
  [0x2ee7, "the name of the sign-in server cannot be resolved"],
  [0x2efd, "the sign-in server cannot be connected to"],
]);

const noNetwork = (): Meaning => network("there is no network, or a proxy is in the way");

/** By facility, the meaning of the lower half of a code. */
const BY_FACILITY: ReadonlyMap<number, (low: number) => Meaning> = new Map([
  [0xaa3, noNetwork],
  [0xaa7, noNetwork],
  [0xaa8, (low: number) => network(INTERNET.get(low) ?? noNetwork().message)],
  [
    0xaad,
    (): Meaning =>
      noService("Windows ended the work of its plug-in for lack of resources", "Try again later."),
  ],
  [
    0xaa1,
    (): Meaning => ({
      code: "platform_broker_error",
      message: "the plug-in refused the request as wrong",
      hint: "Check the app registration, and the scopes and extra parameters of the request.",
    }),
  ],
]);
