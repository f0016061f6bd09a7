import { randomUUID } from "node:crypto";
import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from "@azure/msal-node";
import { type Emulator, type EmulatorOptions, startEmulator } from "@authbroker/emulator";
import { onTestFinished } from "vitest";
import { Application, type SentError } from "./application.js";
import type { Project } from "./project.js";

export const SCOPES = ["https://graph.microsoft.com/User.Read"];
export const ADELE = "adele@contoso.example";
export const LEE = "lee@contoso.example";

type NativeRequest = Parameters<INativeBrokerPlugin["acquireTokenSilent"]>[0];

/** An application at an emulator, for one test. */
export interface Stage {
  readonly app: Application;
  readonly emulator: Emulator;
  readonly clientId: string;
  /** A request as msal-node gives it to the plugin. */
  request(parts?: Partial<NativeRequest>): NativeRequest;
  /** The methods that the broker was asked since `from`, without those that ask for its version. */
  asked(from?: number): readonly string[];
  /** Signs the emulator's person in. */
  signIn(parts?: Partial<NativeRequest>): Promise<AuthenticationResult>;
}

/** Starts an emulator, and an application at it; both end with the test. */
export async function setStage(
  project: Project,
  options: EmulatorOptions = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Stage> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const app = await Application.start(project, emulator, env);
  onTestFinished(async () => {
    await app.end();
  });
  const clientId = emulator.env["AUTHBROKER_CLIENT_ID"] ?? "";
  const request = (parts: Partial<NativeRequest> = {}): NativeRequest => ({
    clientId,
    authority: "https://login.microsoftonline.com/common/",
    correlationId: randomUUID(),
    redirectUri: "",
    scopes: SCOPES,
    ...parts,
  });
  return {
    app,
    emulator,
    clientId,
    request,
    asked: (from = 0) =>
      emulator.broker.requests
        .slice(from)
        .map(({ method }) => method)
        .filter((method) => method !== "getLinuxBrokerVersion"),
    signIn: (parts) => app.plugin("acquireTokenInteractive", request({ prompt: "select_account", ...parts })),
  };
}

/** The account of a result, which has one. */
export function accountOf({ account }: AuthenticationResult): AccountInfo & { nativeAccountId: string } {
  const nativeAccountId = account?.nativeAccountId;
  if (account === null || nativeAccountId === undefined) throw new Error("the result has no broker account");
  return { ...account, nativeAccountId };
}

/** The error that a call in the application ended with. */
export async function rejection(call: Promise<unknown>): Promise<SentError> {
  try {
    await call;
  } catch (error) {
    return error as SentError;
  }
  throw new Error("the call did not reject");
}
