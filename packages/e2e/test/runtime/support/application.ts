import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  AuthenticationResult,
  INativeBrokerPlugin,
  InteractiveRequest,
  PublicClientApplication,
} from "@azure/msal-node";
import type { Emulator } from "@authbroker/emulator";
import type { Project } from "./project.js";

/** What is called in the application. */
interface Targets {
  readonly plugin: INativeBrokerPlugin;
  readonly client: PublicClientApplication;
}

/** An error in the application, as far as it can be sent to another process. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly errorCode?: string;
  readonly platformBrokerError?: {
    readonly errorCode: string;
    readonly errorMessage: string;
    readonly statusCode: number;
    readonly tag: string;
  };
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: SentError });

/**
 * The application: Microsoft's plugin, made the way its documentation says, in a process of its own. Whoever reads
 * `isBrokerAvailable` waits for the broker, so the broker must not be of the same process.
 */
const PROGRAM = `
const { NativeBrokerPlugin } = require("@azure/msal-node-extensions");
const { PublicClientApplication } = require("@azure/msal-node");
const plugin = new NativeBrokerPlugin();
const lines = [];
const loggerOptions = {
  loggerCallback: (level, message) => lines.push(message),
  logLevel: 4,
  piiLoggingEnabled: process.env.PII === "1",
};
const client = new PublicClientApplication({
  auth: { clientId: process.env.AUTHBROKER_CLIENT_ID, authority: "https://login.microsoftonline.com/common" },
  broker: { nativeBrokerPlugin: plugin },
  system: { loggerOptions },
});
const targets = { plugin, client, log: { lines: () => lines } };
process.on("message", async ({ id, target, method, args }) => {
  try {
    process.send({ id, value: await targets[target][method](...args) });
  } catch ({ name, message, errorCode, platformBrokerError: nested }) {
    const platformBrokerError = nested && {
      errorCode: nested.errorCode,
      errorMessage: nested.errorMessage,
      statusCode: nested.statusCode,
      tag: nested.tag,
    };
    process.send({ id, error: { name, message, errorCode, platformBrokerError } });
  }
});
process.send({ id: 0, value: plugin.isBrokerAvailable });
`;

type Method<Target> = {
  [Name in keyof Target]: Target[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Target];

type Arguments<Member> = Member extends (...args: infer Args) => unknown ? Args : never;
type Result<Member> = Member extends (...args: never[]) => infer Value ? Awaited<Value> : never;

/** The application while it runs. */
export class Application {
  readonly isBrokerAvailable: boolean;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  private constructor(child: ChildProcess, isBrokerAvailable: boolean) {
    this.#child = child;
    this.isBrokerAvailable = isBrokerAvailable;
    child.on("message", (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /** Starts it at the emulator's bus. */
  static async start(
    project: Project,
    emulator: Emulator,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Application> {
    const file = join(project.folder, "application.cjs");
    await writeFile(file, PROGRAM);
    const child = fork(file, {
      cwd: project.folder,
      env: { ...process.env, ...emulator.env, ...env },
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const [first]: unknown[] = await once(child, "message");
    const available = typeof first === "object" && first !== null && "value" in first && first.value;
    return new Application(child, available === true);
  }

  /** Calls a method of Microsoft's plugin. */
  plugin<Name extends Method<Targets["plugin"]>>(
    method: Name,
    ...args: Arguments<Targets["plugin"][Name]>
  ): Promise<Result<Targets["plugin"][Name]>> {
    return this.#call("plugin", method, args) as Promise<Result<Targets["plugin"][Name]>>;
  }

  /** Calls a method of the application's msal-node client. */
  client<Name extends Method<Targets["client"]>>(
    method: Name,
    ...args: Arguments<Targets["client"][Name]>
  ): Promise<Result<Targets["client"][Name]>> {
    return this.#call("client", method, args) as Promise<Result<Targets["client"][Name]>>;
  }

  /** Signs in with the application's msal-node client, which opens no browser while there is a broker. */
  signIn(request: Omit<InteractiveRequest, "openBrowser">): Promise<AuthenticationResult> {
    return this.#call("client", "acquireTokenInteractive", [request]) as Promise<AuthenticationResult>;
  }

  /** What the application's `loggerCallback` was given so far. */
  log(): Promise<string[]> {
    return this.#call("log", "lines", []) as Promise<string[]>;
  }

  /** Lets it go; resolves with its exit code once it has nothing left to do. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const exited = once(this.#child, "exit");
    this.#child.disconnect();
    const [code]: unknown[] = await exited;
    return typeof code === "number" ? code : null;
  }

  #call(target: string, method: PropertyKey, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => {
        if ("error" in answer) reject(answer.error);
        else resolve(answer.value);
      });
      this.#child.send({ id, target, method, args });
    });
  }
}
