import { sendableText, wordsOf } from "@authbroker/core/broker";

/** Options of `createMacosBroker()`. */
export interface MacosBrokerOptions {
  /**
   * Where the SSO extension is asked from. `auto`, the default: this process, and a child of it from a worker thread of
   * plain Node.js, which cannot serve the main run loop. `child`: always a child, for a host whose main thread is busy or
   * whose run loop does not serve the extension's window; that window then has no parent. Calls in Electron refuse it:
   * there a child would be a helper, which is another program to macOS.
   */
  readonly mode?: "auto" | "child";
  /**
   * The redirect URI of requests that name none. Without it, `msauth.BUNDLE_ID://auth` for a signed application, and
   * `msauth.com.msauth.unsignedapp://auth` for Node.js itself and unsigned programs.
   */
  readonly redirectUri?: string;
  /**
   * `client_sku`: the kind of Microsoft's client that the broker is to take this one for; `MSAL.xplat.macOS`, that of
   * programs which are no bundles, without it. Empty for none.
   */
  readonly clientSku?: string;
}

/** Options that were checked. */
export interface Settings {
  /** Whether the extension is always asked from a child process; looked at anew for each call. */
  readonly wantsChild: () => boolean;
  readonly redirectUri: string | undefined;
  readonly clientSku: string;
}

const MODES: ReadonlySet<unknown> = new Set(["auto", "child", undefined]);

const OPTIONS: ReadonlySet<string> = new Set<keyof MacosBrokerOptions>(["mode", "redirectUri", "clientSku"]);

/** @throws TypeError that names the option. */
export function checkSettings(options: MacosBrokerOptions): Settings {
  const given: unknown = options;
  if (typeof given !== "object" || given === null)
    throw new TypeError("the options of createMacosBroker() must be an object");
  const unknown = Object.keys(given).find((name) => !OPTIONS.has(name));
  if (unknown !== undefined)
    throw new TypeError(`"${unknown}" must be left out: the options are ${[...OPTIONS].join(", ")}`);
  const { mode, redirectUri, clientSku = "MSAL.xplat.macOS" } = options;
  if (!MODES.has(mode)) throw new TypeError('"mode" must be "auto" or "child"');
  const uri: unknown = redirectUri;
  if (uri !== undefined && (typeof uri !== "string" || !URL.canParse(uri)))
    throw new TypeError('"redirectUri" must be a URI, such as msauth.com.example.app://auth');
  const sku: unknown = clientSku;
  if (typeof sku !== "string") throw new TypeError('"clientSku" must be a string');
  return {
    wantsChild: () => (mode ?? modeOfEnvironment()) === "child",
    redirectUri,
    clientSku: optionText("clientSku", clientSku),
  };
}

/** A text that a request can carry. */
function optionText(name: keyof MacosBrokerOptions, value: string): string {
  try {
    return sendableText(name, value);
  } catch (error) {
    throw new TypeError(wordsOf(error), { cause: error });
  }
}

/** For the broker that core loads by itself, which nobody gives options to. */
function modeOfEnvironment(): "auto" | "child" {
  return process.env["AUTHBROKER_MACOS_CHILD"] === "1" ? "child" : "auto";
}
