import * as msal7 from "@azure/msal-node";
import * as msal5 from "@azure/msal-node-5";
import * as msal6 from "@azure/msal-node-6";
import type { CallOptions, InteractiveRequest, MsalNodeClasses } from "@authbroker/core";

/** An interactive request, with what a plugin honours beyond msal-node's types. */
export type Interactive = Omit<msal5.InteractiveRequest, "azureCloudOptions" | "loopbackClient"> &
  CallOptions &
  Pick<InteractiveRequest, "onBeforeLaunchingUi" | "parentWindowHandle">;

/** A silent request with the same. */
export type Silent = Omit<msal5.SilentFlowRequest, "azureCloudOptions"> &
  CallOptions & { readonly state?: string };

/** A client of msal-node's, of whichever major. */
export interface MsalClient {
  acquireTokenInteractive(request: Interactive): Promise<msal7.AuthenticationResult>;
  acquireTokenSilent(request: Silent): Promise<msal7.AuthenticationResult>;
  acquireTokenByDeviceCode(request: {
    readonly scopes: string[];
    readonly deviceCodeCallback: (code: { readonly userCode: string }) => void;
  }): Promise<msal7.AuthenticationResult | null>;
  getAllAccounts(): Promise<msal7.AccountInfo[]>;
  getTokenCache(): { getAllAccounts(): Promise<msal7.AccountInfo[]> };
  signOut(request: { readonly account: msal7.AccountInfo; readonly correlationId?: string }): Promise<void>;
}

/** What the tests use of msal-node. */
export interface MsalNode extends MsalNodeClasses {
  readonly PublicClientApplication: new (configuration: msal7.Configuration) => MsalClient;
}

/** One of the majors. */
export interface Major {
  readonly major: number;
  readonly msal: MsalNode;
}

/** The majors of msal-node that the plugin is proved against, at the versions of package.json. */
export const MAJORS: readonly Major[] = [
  { major: 7, msal: msal7 },
  { major: 6, msal: msal6 },
  { major: 5, msal: msal5 },
];
