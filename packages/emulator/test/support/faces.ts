import { BrokerError, type BrokerAccount, type TokenResponse } from "@authbroker/core";
import { decodeJwt } from "jose";
import {
  createDirectory,
  createEmulatedBroker,
  type Directory,
  type EmulatorConfigInput,
  type OnInteraction,
} from "@authbroker/emulator";
import { errorOf, type Json, setUp, tokenOf } from "./client.js";
import { interactiveRequest, REDIRECT_URI, silentRequest } from "./requests.js";

/** What a token is asked for, in words that every face understands. */
interface Wanted {
  readonly scopes?: readonly string[];
  readonly claims?: string;
  readonly forceRefresh?: boolean;
  readonly tenant?: string;
}

/** A token, or the number of the error that came in its place. */
export type Outcome =
  | { readonly accessToken: string; readonly idToken: string }
  | { readonly refused: number; readonly status: string | number };

/** A broker that shows a directory. */
export interface Face {
  readonly directory: Directory;
  silent(wanted?: Wanted): Promise<Outcome>;
  interactive(wanted?: Wanted): Promise<Outcome>;
}

/** How a face is set up. */
export interface FaceOptions {
  readonly config?: EmulatorConfigInput;
  readonly onInteraction?: OnInteraction;
  /** The directory's time in seconds. */
  readonly now?: () => number;
}

/** The faces by name; each is set up anew for its test, and ends with it. */
export const FACES: readonly (readonly [string, (options?: FaceOptions) => Promise<Face>])[] = [
  ["on the bus", onTheBus],
  ["in process", inProcess],
];

async function onTheBus(options: FaceOptions = {}): Promise<Face> {
  const { config, directory, listeners } = parts(options);
  const { client } = await setUp({ config, directory, ...listeners });
  const ask = async (method: string, request: object): Promise<Outcome> => {
    const reply: Json = await client.call(method, request);
    if (JSON.stringify(reply).includes('"error"')) {
      const { errorCode, status } = errorOf(reply);
      return { refused: errorCode, status };
    }
    return tokenOf(reply);
  };
  const parameters = ({ scopes = ["User.Read"], claims = "", forceRefresh, tenant = "common" }: Wanted) => ({
    scopes,
    decodedClaims: claims,
    authority: `https://login.microsoftonline.com/${tenant}`,
    accessTokenToRenew: forceRefresh === true ? "the one before" : "",
  });
  return {
    directory,
    silent: (wanted = {}) => ask("acquireTokenSilently", silentRequest(parameters(wanted))),
    interactive: (wanted = {}) => ask("acquireTokenInteractively", interactiveRequest(parameters(wanted))),
  };
}

async function inProcess(options: FaceOptions = {}): Promise<Face> {
  const { config, directory, listeners } = parts(options);
  const { broker, clientId } = createEmulatedBroker({ config, directory, ...listeners });
  const request = ({ scopes = ["User.Read"], claims, forceRefresh = false, tenant = "common" }: Wanted) => ({
    clientId,
    redirectUri: REDIRECT_URI,
    correlationId: crypto.randomUUID(),
    authority: `https://login.microsoftonline.com/${tenant}`,
    scopes,
    forceRefresh,
    ...(claims === undefined ? {} : { claims }),
  });
  return {
    directory,
    silent: (wanted = {}) => outcome(broker.acquireTokenSilent(request(wanted))),
    interactive: (wanted = {}) => outcome(broker.acquireTokenInteractive(request(wanted))),
  };
}

function parts({ config = {}, onInteraction, now }: FaceOptions) {
  const directory = createDirectory(config, now === undefined ? {} : { now });
  return { config, directory, listeners: onInteraction === undefined ? {} : { onInteraction } };
}

async function outcome(call: Promise<TokenResponse>): Promise<Outcome> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { refused: error.errorNo ?? 0, status: error.errorCode };
  }
}

/** The claims of the access token of an outcome; throws, showing it, when it is a refusal. */
export function accessClaims(result: Outcome): Record<string, unknown> {
  if ("refused" in result) throw new Error(`refused: AADSTS${result.refused}, status ${result.status}`);
  return decodeJwt(result.accessToken);
}

/** An account as the contract has it. */
export function contractAccount(directory: Directory, username: string): BrokerAccount {
  const user = directory.findUser(username);
  if (user === undefined) throw new Error(`no user ${username}`);
  return {
    nativeAccountId: `${user.oid}.${user.tenantId}`,
    homeAccountId: `${user.oid}.${user.tenantId}`,
    localAccountId: user.oid,
    tenantId: user.tenantId,
    environment: "login.microsoftonline.com",
    username: user.username,
    name: user.name,
  };
}
