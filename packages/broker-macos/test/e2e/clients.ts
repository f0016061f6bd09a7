import {
  type AccountInfo,
  BrokerError,
  type Configuration,
  CONSOLE_WINDOW_HANDLE,
  type InteractiveRequest,
  PublicClientApplication,
} from "@authbroker/core";
import { type Script, StandIn, type Step } from "../stand-in/stand-in.js";
import { broker, createMacosBroker, type MacosBrokerOptions } from "@authbroker/broker-macos";
import { CLIENT_ID, commonHeaders, INES, listed, tokenHeaders } from "../protocol/samples.js";

export const SCOPES = ["User.Read"];

/** What a terminal program asks for with a window. */
export const INTERACTIVE: InteractiveRequest = {
  scopes: SCOPES,
  parentWindowHandle: CONSOLE_WINDOW_HANDLE,
};

/** The account of the person whom the extension holds, as a client gives it. */
export const ACCOUNT: AccountInfo = { ...INES, source: "broker" };

export const standIn = new StandIn();

/** What an extension answers in which somebody is signed in, by operation. */
const SIGNED_IN = {
  get_device_info: { headers: commonHeaders("get_device_info") },
  get_accounts_operation: {
    headers: { ...commonHeaders("get_accounts_operation"), accounts: JSON.stringify([listed(INES)]) },
  },
  refresh: { headers: tokenHeaders() },
  login: { headers: tokenHeaders(INES, "login") },
  remove_account_operation: { headers: commonHeaders("remove_account_operation") },
} as const satisfies Record<string, Step>;

/** Has the stand-in play an enrolled Mac, with what a test changes of it. */
export function enrolledMac(operations: NonNullable<Script["operations"]> = {}, script: Script = {}): void {
  standIn.play({
    applications: { "com.microsoft.CompanyPortalMac": "5.2604.2" },
    ...script,
    operations: { ...SIGNED_IN, ...operations },
  });
}

/** A client of the broker of this package, as an application makes it, over the addon as it is built for GNUstep. */
export function client(
  options?: MacosBrokerOptions,
  configuration: Partial<Configuration> = {},
): Promise<PublicClientApplication> {
  return PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    ...configuration,
    broker: {
      required: true,
      ...configuration.broker,
      implementation: options === undefined ? broker : createMacosBroker(options),
    },
  });
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<BrokerError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof BrokerError) return error;
  throw new Error("no BrokerError was thrown", { cause: error });
}

/** The options of the only request of an operation since the script began, by name. */
export function optionsOf(operation: string): Readonly<Record<string, string>> {
  const requests = standIn.requests().filter((request) => request.operation === operation);
  if (requests.length !== 1) throw new Error(`${operation} was asked for ${requests.length} times`);
  return Object.fromEntries(requests[0]?.options ?? []);
}
