import type {
  AccountsAnswer,
  AccountsRequest,
  Addon,
  AddonError,
  OperationRequest,
  Pending,
  ProviderAnswer,
  SignOutRequest,
  SystemFacts,
  TokenAnswer,
  TokenRequest,
} from "../../src/addon.js";
import { entraAnswer } from "./samples.js";

/** A Windows 11 in the desktop session of a person. */
const DESKTOP: SystemFacts = {
  build: 22_631,
  product: "workstation",
  installationType: "Client",
  elevated: false,
  sessionId: 1,
  windowStationVisible: true,
};

type Answering<Asked, Answer> = (request: Asked) => Answer | Promise<Answer>;

/** What Windows answers to each operation, and how it describes itself. */
export interface Script {
  readonly facts: Partial<SystemFacts>;
  readonly findProvider: Answering<OperationRequest, ProviderAnswer>;
  readonly findAccounts: Answering<AccountsRequest, AccountsAnswer>;
  readonly getToken: Answering<TokenRequest, TokenAnswer>;
  readonly signOut: Answering<SignOutRequest, void>;
}

type Request = AccountsRequest | OperationRequest | SignOutRequest | TokenRequest;

/** An operation that was started. */
interface Started {
  readonly operation: Exclude<keyof Script, "facts">;
  readonly request: Request;
}

/** An addon without a Windows. */
export interface ScriptedAddon extends Addon {
  /** The operations, in the order in which they were started. */
  readonly started: readonly Started[];
  /** The requests for tokens among them. */
  readonly tokenRequests: readonly TokenRequest[];
  /** The ids that were cancelled. */
  readonly cancelled: readonly number[];
}

/** A Windows that was signed in with no account, knows none, and signs Ines in to whatever asks. */
const EMPTY: Script = {
  facts: {},
  findProvider: ({ provider: { id, authority } }) => {
    if (authority === undefined) throw addonError("provider_not_found");
    return { id, displayName: "Work or school account", authority };
  },
  findAccounts: () => ({ status: 0, accounts: [] }),
  getToken: ({ accountId }) => {
    if (accountId !== undefined) throw addonError("account_not_found");
    return entraAnswer();
  },
  signOut: () => {
    throw addonError("account_not_found");
  },
};

/** An addon that answers as it is told, and else as a Windows on which nobody has signed in. */
export function scriptedAddon(script: Partial<Script> = {}): ScriptedAddon {
  const started: Started[] = [];
  const tokenRequests: TokenRequest[] = [];
  const cancelled: number[] = [];
  const answers = { ...EMPTY, ...script };
  const start = <Asked extends Request, Answer>(
    operation: Started["operation"],
    request: Asked,
    answering: Answering<Asked, Answer>,
  ): Pending<Answer> => {
    const id = started.push({ operation, request });
    return { id, answer: Promise.resolve(request).then(answering) };
  };
  return {
    started,
    tokenRequests,
    cancelled,
    systemFacts: () => ({ ...DESKTOP, ...answers.facts }),
    findProvider: (request) => start("findProvider", request, answers.findProvider),
    findAccounts: (request) => start("findAccounts", request, answers.findAccounts),
    getToken(request) {
      tokenRequests.push(request);
      return start("getToken", request, answers.getToken);
    },
    signOut: (request) => start("signOut", request, answers.signOut),
    cancel: (id) => void cancelled.push(id),
  };
}

/** An error as the addon makes it. */
export function addonError(
  code: AddonError["code"],
  details: Partial<Pick<AddonError, "function" | "hresult" | "message">> = {},
): AddonError {
  const { message = "the addon's words", ...rest } = details;
  return Object.assign(new Error(message), { code, ...rest });
}

/** An answer that never comes. */
export const never = (): Promise<never> => new Promise(() => {});
