import type { BrokerPlatform } from "./contract.js";
import type { SystemKind } from "./platform.js";
import { requireNonEmptyString, requireObject } from "./requests/check.js";

/** A redirect URI to register for an application, and the system that needs it. */
export interface RedirectUri {
  /** The system whose broker sends it, or `browser` for the system browser. */
  readonly platform: BrokerPlatform | "browser";
  /** The value to enter under "Mobile and desktop applications". */
  readonly uri: string;
  /** When it is needed, one sentence. */
  readonly when: string;
}

/** Options of {@link redirectUris}. */
export interface RedirectUrisOptions {
  /** The bundle identifier of the signed macOS application, for example `com.example.app`. */
  readonly bundleId?: string;
}

const MACOS_UNSIGNED = "msauth.com.msauth.unsignedapp://auth";
const LINUX = "https://login.microsoftonline.com/common/oauth2/nativeclient";
const BROWSER = "http://localhost";

const windows = (clientId: string): string => `ms-appx-web://Microsoft.AAD.BrokerPlugin/${clientId}`;

/**
 * The redirect URIs to register for an application, one for each way it can sign in.
 *
 * @param clientId The application (client) ID.
 * @throws TypeError when `clientId` is not a non-empty string.
 * @see https://learn.microsoft.com/entra/msal/dotnet/acquiring-tokens/desktop-mobile/wam
 * @see https://learn.microsoft.com/entra/msal/javascript/node/brokering-linux
 */
export function redirectUris(clientId: string, options: RedirectUrisOptions = {}): readonly RedirectUri[] {
  requireNonEmptyString("clientId", clientId);
  requireObject("options", options);
  const { bundleId } = options;
  if (bundleId !== undefined) requireNonEmptyString("options.bundleId", bundleId);
  const signed: readonly RedirectUri[] =
    bundleId === undefined
      ? []
      : [{ platform: "macos", uri: `msauth.${bundleId}://auth`, when: "A signed macOS application bundle." }];
  return [
    { platform: "windows", uri: windows(clientId), when: "The Web Account Manager on Windows." },
    ...signed,
    { platform: "macos", uri: MACOS_UNSIGNED, when: "Node.js itself, and unsigned applications, on macOS." },
    { platform: "linux", uri: LINUX, when: "Microsoft single sign-on on Linux." },
    { platform: "browser", uri: BROWSER, when: "The system browser, where there is no broker." },
  ];
}

/** The redirect URI that the broker of a system takes when the caller gives none. */
export function defaultRedirectUri(platform: SystemKind, clientId: string): string {
  switch (platform) {
    case "windows":
      return windows(clientId);
    case "macos":
      return MACOS_UNSIGNED;
    case "linux":
    case "wsl":
      // Inside WSL, too: what serves there is a broker on the session bus, and Windows' own cannot be reached.
      return LINUX;
    case "other":
      return BROWSER;
  }
}
