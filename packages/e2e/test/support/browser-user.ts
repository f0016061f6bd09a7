import {
  type AccountInfo,
  type AuthenticationResult,
  BrokerError,
  type Configuration,
  type PublicClientApplication,
} from "@authbroker/core";
import {
  type Authority,
  type AuthorityRequest,
  type EmulatorConfigInput,
  type ScriptedPerson,
  signInWith,
} from "@authbroker/emulator";
import { startWorld, type World } from "./sign-in-app.js";

/** The users of the default directory. */
export const ADELE = "adele@contoso.example";
export const LEE = "lee@contoso.example";

/** What the tests sign in for. */
export const SCOPES = ["User.Read"];

/** A client without a broker, and somebody who signed in in the browser. */
export interface BrowserUser extends World {
  readonly app: PublicClientApplication;
  readonly account: AccountInfo;
  /** What the sign-in gave. */
  readonly signedIn: AuthenticationResult;
}

/** Starts a world without a broker, and signs Adele in in the browser. */
export async function browserUser(
  config: EmulatorConfigInput = {},
  configuration: Partial<Configuration> = {},
): Promise<BrowserUser> {
  const world = await startWorld(config);
  const app = await world.createApp({ broker: {}, ...configuration });
  const signedIn = await signInAs(app, { user: ADELE });
  return { ...world, app, signedIn, account: accountOf(signedIn) };
}

/** Signs in in the browser, as a person who acts by a script. */
export function signInAs(
  app: PublicClientApplication,
  person: ScriptedPerson = {},
  request: Partial<Parameters<PublicClientApplication["acquireTokenInteractive"]>[0]> = {},
): Promise<AuthenticationResult> {
  return app.acquireTokenInteractive({
    scopes: SCOPES,
    openBrowser: async (url) => {
      await signInWith(url, person);
    },
    timeoutMs: 20_000,
    ...request,
  });
}

/** The account of a result. */
export function accountOf({ account }: AuthenticationResult): AccountInfo {
  if (account === null) throw new Error("the result has no account");
  return account;
}

/** The error that a call rejects with. */
export async function rejection(call: Promise<unknown>): Promise<BrokerError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BrokerError) return error;
  throw new Error("the call was not rejected with a BrokerError", { cause: error });
}

/** The refreshes that an authority was asked for, the oldest first. */
export function refreshes({ requests }: Pick<Authority, "requests">): readonly AuthorityRequest[] {
  return requests.filter(({ parameters }) => parameters["grant_type"] === "refresh_token");
}
