import {
  type AccountInfo,
  type AuthenticationResult,
  type Broker,
  BrokerError,
  type BrokerOptions,
  type Configuration,
  type DeviceCodeRequest,
  type InteractiveRequest,
  type PublicClientApplication,
  type SilentRequest,
} from "@authbroker/core";
import {
  approveUserCode,
  type EmulatorConfigInput,
  type InteractionDecision,
  type InteractionRequest,
  type ScriptedPerson,
  signInWith,
} from "@authbroker/emulator";
import { startWorld, type World } from "./sign-in-app.js";

export const SCOPES: readonly string[] = ["https://graph.microsoft.com/User.Read"];
export const ADELE = "adele@contoso.example";
export const LEE = "lee@contoso.example";
export const ZOE = "zoe@contoso.example";

/** A method of a broker, as a record of what it was asked has it. */
export type BrokerMethod = Exclude<keyof Broker, "contractVersion" | "platform">;

/** What a call did, as far as its caller and the rest of the machine can see. */
export interface Seen {
  /** The route of the token, the code of the error, or `answered` for another answer. */
  readonly outcome: string;
  /** The stable words of the routes that were passed over, from `routeReason` or from the error's message. */
  readonly reasons: readonly string[];
  /** What the broker was asked. */
  readonly asked: readonly BrokerMethod[];
  /** The URLs that a browser was opened at. */
  readonly opened: readonly string[];
  /** How many user codes were shown. */
  readonly codes: number;
  readonly result?: AuthenticationResult;
  readonly error?: BrokerError;
}

/** A directory with its broker and its authority, and a person who signs in at both. */
export class Stage {
  readonly world: World;
  /** The emulated broker, as clients of the stage are given it. */
  readonly broker: Broker;
  /** Methods of the broker that do something else than the emulated ones. */
  readonly instead: Partial<Pick<Broker, BrokerMethod>> = {};
  /** Who sits in front of the browser and of the broker's window, and enters user codes. */
  person: ScriptedPerson = { user: ADELE };
  readonly #asked: BrokerMethod[] = [];
  readonly #opened: string[] = [];
  #codes = 0;

  constructor(world: World) {
    this.world = world;
    this.broker = this.#watched(world.emulated.broker);
  }

  /** A client with the broker. */
  app(
    broker: BrokerOptions = {},
    auth: Partial<Configuration["auth"]> = {},
  ): Promise<PublicClientApplication> {
    return this.#create({ implementation: this.broker, ...broker }, auth);
  }

  /** A client whose flag for the broker is off. */
  appWithoutBroker(
    broker: BrokerOptions = {},
    auth: Partial<Configuration["auth"]> = {},
  ): Promise<PublicClientApplication> {
    return this.#create(broker, auth);
  }

  #create(broker: BrokerOptions, auth: Partial<Configuration["auth"]>): Promise<PublicClientApplication> {
    const { clientId } = this.world.emulated;
    return this.world.createApp({ broker, auth: { clientId, ...auth } });
  }

  /** What the stage's person does at the broker's window: signs in as asked, if not at all. */
  atWindow({ account, loginHint }: InteractionRequest): InteractionDecision {
    const { cancel = false, user = ADELE } = this.person;
    return cancel ? { cancel } : { user: account?.username ?? loginHint ?? user };
  }

  /** Opens a browser, with the stage's person in front of it. */
  readonly openBrowser = async (url: string): Promise<void> => {
    this.#opened.push(url);
    await signInWith(url, this.person);
  };

  /** Shows a user code, which the stage's person enters elsewhere. */
  readonly deviceCodeCallback: DeviceCodeRequest["deviceCodeCallback"] = ({ userCode }) => {
    this.#codes += 1;
    void approveUserCode(this.world.authority.base, userCode, this.person);
  };

  /** Signs a user in at the broker. */
  brokerAccount(app: PublicClientApplication, user: string = ADELE): Promise<AccountInfo> {
    return accountOf(app.acquireTokenInteractive({ scopes: SCOPES, loginHint: user }), "broker");
  }

  /** Signs a user in in the browser, while the broker is away. */
  async cacheAccount(app: PublicClientApplication, user: string = ADELE): Promise<AccountInfo> {
    const { emulated } = this.world;
    const { openBrowser, person } = this;
    emulated.setAvailable(false);
    this.person = { user };
    const account = await accountOf(app.acquireTokenInteractive({ scopes: SCOPES, openBrowser }), "cache");
    this.person = person;
    emulated.setAvailable(true);
    return account;
  }

  silent(app: PublicClientApplication, request: Omit<SilentRequest, "scopes">): Promise<Seen> {
    const frozen = deepFreeze({ scopes: [...SCOPES], ...request });
    return this.observe(() => app.acquireTokenSilent(frozen));
  }

  /** An interactive call whose browser is the stage's. */
  interactive(app: PublicClientApplication, request: InteractiveRequest = {}): Promise<Seen> {
    return this.interactiveAlone(app, { openBrowser: this.openBrowser, ...request });
  }

  /** An interactive call that is given no browser. */
  interactiveAlone(app: PublicClientApplication, request: InteractiveRequest = {}): Promise<Seen> {
    const frozen = deepFreeze({ scopes: [...SCOPES], ...request });
    return this.observe(() => app.acquireTokenInteractive(frozen));
  }

  deviceCode(app: PublicClientApplication): Promise<Seen> {
    const { deviceCodeCallback } = this;
    const frozen = deepFreeze({ scopes: [...SCOPES], deviceCodeCallback });
    return this.observe(() => app.acquireTokenByDeviceCode(frozen));
  }

  /** What a call does, from here on. */
  async observe(call: () => Promise<unknown>): Promise<Seen> {
    this.#asked.length = 0;
    this.#opened.length = 0;
    this.#codes = 0;
    const ended = await call().then(ofAnswer, ofError);
    return { ...ended, asked: [...this.#asked], opened: [...this.#opened], codes: this.#codes };
  }

  #watched(broker: Broker): Broker {
    const of = (method: BrokerMethod): Pick<Broker, BrokerMethod> => {
      this.#asked.push(method);
      return { ...delegate(broker), ...this.instead };
    };
    return {
      contractVersion: broker.contractVersion,
      platform: broker.platform,
      probe: (options) => of("probe").probe(options),
      getAccounts: (request, options) => of("getAccounts").getAccounts(request, options),
      acquireTokenSilent: (request, options) => of("acquireTokenSilent").acquireTokenSilent(request, options),
      acquireTokenInteractive: (request, options) =>
        of("acquireTokenInteractive").acquireTokenInteractive(request, options),
      signOut: (request, options) => of("signOut").signOut(request, options),
    };
  }
}

/** Sets a stage for one test; Adele is in front of it. */
export async function setStage(config: EmulatorConfigInput = {}): Promise<Stage> {
  const world = await startWorld({ authority: { deviceCode: { interval: 1 } }, ...config }, (window) =>
    stage.atWindow(window),
  );
  const stage = new Stage(world);
  return stage;
}

function delegate(broker: Broker): Pick<Broker, BrokerMethod> {
  return {
    probe: (options) => broker.probe(options),
    getAccounts: (request, options) => broker.getAccounts(request, options),
    acquireTokenSilent: (request, options) => broker.acquireTokenSilent(request, options),
    acquireTokenInteractive: (request, options) => broker.acquireTokenInteractive(request, options),
    signOut: (request, options) => broker.signOut(request, options),
  };
}

async function accountOf(
  call: Promise<AuthenticationResult>,
  source: AccountInfo["source"],
): Promise<AccountInfo> {
  const { account } = await call;
  if (account?.source === source) return account;
  throw new Error(`the sign-in brought no account of the ${source}`);
}

type Ended = Pick<Seen, "outcome" | "reasons" | "result" | "error">;

function ofAnswer(answer: unknown): Ended {
  if (!isResult(answer)) return { outcome: "answered", reasons: [] };
  return { outcome: answer.route, reasons: reasonsIn(answer.routeReason), result: answer };
}

function isResult(answer: unknown): answer is AuthenticationResult {
  return typeof answer === "object" && answer !== null && "routeReason" in answer;
}

/** A call rejects with a BrokerError; whatever else it rejects with is a fault of the test or of the library. */
function ofError(error: unknown): Ended {
  if (error instanceof BrokerError)
    return { outcome: error.errorCode, reasons: reasonsIn(error.errorMessage), error };
  throw error;
}

/** As messages have them: `the broker was passed over (no_session_bus): …`. */
function reasonsIn(text: string): readonly string[] {
  return [...text.matchAll(/was passed over \((\w+)\)/g)].map(([, reason = ""]) => reason);
}

/** Whoever changes the object, or what is in it, throws. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
