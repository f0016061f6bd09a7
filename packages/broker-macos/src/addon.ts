import type { clearTimeout, setTimeout } from "node:timers";

/** One operation of an `ASAuthorizationSingleSignOnRequest`. No string may hold a NUL or a lone surrogate. */
export interface SsoRequest {
  /** The identity provider's URL. */
  readonly url: string;
  /** `requestedOperation`. */
  readonly operation: string;
  /** `authorizationOptions`, in order: one `NSURLQueryItem` each. */
  readonly options: readonly (readonly [name: string, value: string])[];
  /** `userInterfaceEnabled`; with it, the request has a presentation context provider. */
  readonly userInterface: boolean;
  /** The pointer to the `NSView` whose window is the presentation anchor, 8 bytes, as Electron's `getNativeWindowHandle()` gives it. */
  readonly view?: Uint8Array;
  /** Milliseconds, up to 4294967295, until the operation rejects with code `timeout`; 0 waits for ever. */
  readonly timeoutMs: number;
}

/** What the extension answered: the header fields of an `NSHTTPURLResponse`. */
export interface SsoAnswer {
  /** The status code. */
  readonly status: number;
  /** As they came, in any letter case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An operation on its way. */
export interface Pending {
  /** Names the operation in {@link Addon.cancel}. */
  readonly id: number;
  /** Rejects with an {@link AddonError}. */
  readonly answer: Promise<SsoAnswer>;
}

/** An `NSError`, as deep as `NSUnderlyingErrorKey` goes. */
export interface NativeError {
  readonly domain: string;
  readonly code: number;
  /** `localizedDescription`; empty where the extension put something else than text there. */
  readonly description: string;
  /** The entries of `userInfo` that are strings or numbers, as text, or arrays of these, joined with commas. */
  readonly userInfo: Readonly<Record<string, string>>;
  readonly underlying?: NativeError;
}

/** How an operation failed. */
export interface AddonError extends Error {
  readonly code:
    /** `authorizationController:didCompleteWithError:`; `error` has it. */
    | "authorization_error"
    /** The credential is of another class, or has no HTTP response; or Apple's classes cannot read what came. */
    | "bad_credential"
    /** This macOS has no single sign-on, or refused the operation with an exception. */
    | "unsupported"
    /**
     * The view is in no window; or this is a worker thread, and the main thread, which alone may show a window, did not
     * take the operation over within five seconds: it runs no `NSApplication`, and nobody pumps it.
     */
    | "no_window"
    | "timeout"
    | "cancelled";
  readonly error?: NativeError;
}

/** What macOS says about itself and this process. */
export interface SystemFacts {
  /** Three numbers, for example `15.5.0`, from `NSProcessInfo`. */
  readonly macosVersion: string;
  /** `NSBundle.mainBundle.bundleIdentifier`; empty where the program is no bundle. */
  readonly bundleIdentifier: string;
  /** The team of the process's own code signature; empty where it is unsigned or signed ad hoc. */
  readonly teamIdentifier: string;
  /**
   * Whether `NSApplication` is there, and runs: `running` in Electron; `none` in plain Node.js, and `idle` from its first
   * operation with user interface on.
   */
  readonly application: "none" | "idle" | "running";
  /** Whether this is the process's main thread. */
  readonly mainThread: boolean;
}

/** Node.js' own timers. */
interface Timers {
  readonly setTimeout: typeof setTimeout;
  readonly clearTimeout: typeof clearTimeout;
}

/** The native part: an asynchronous pipe to Apple's single sign-on extensions. It knows no Entra and reads no token. */
export interface Addon {
  systemFacts(): SystemFacts;
  /** `CFBundleShortVersionString` of an application by its bundle identifier; undefined where it is not installed. */
  applicationVersion(bundleIdentifier: string): string | undefined;
  /** `canPerformAuthorization` of the provider for a URL. */
  canPerform(url: string): boolean;
  /**
   * Starts an operation. It holds the event loop open until it settles. A silent one is asked on this thread, one with
   * user interface on the main thread. The extension answers on the main thread, or in the background, as it likes.
   *
   * @throws TypeError that names the field, when one has the wrong type or holds what an NSString may not.
   */
  start(request: SsoRequest): Pending;
  /**
   * Cancels an operation: its `answer` rejects with `cancelled` at once. Does nothing when it has settled. macOS is told
   * from version 13 on; before, the extension's window stays until the person closes it, and the answer is dropped.
   */
  cancel(id: number): void;
  /**
   * Whether {@link Addon.pump} is to be called, every 10 ms or so: an operation that this thread started is pending, this is
   * the main thread, and no application runs its run loop. True right after `start()`, false when all have settled.
   */
  needsPump(): boolean;
  /** Serves what is waiting for the main thread and returns at once. Does nothing on other threads. */
  pump(): void;
  /**
   * Time limits are kept with these, and not with the global ones, in whose place an application's tests may have put
   * timers that never run out. To be called while nothing is pending.
   *
   * @throws TypeError when one is no function.
   */
  useTimers(timers: Timers): void;
}

const FUNCTIONS = [
  "systemFacts",
  "applicationVersion",
  "canPerform",
  "start",
  "cancel",
  "needsPump",
  "pump",
  "useTimers",
] as const;

/** Whether that is what the file of the addon exports. */
export function isAddon(value: unknown): value is Addon {
  if (typeof value !== "object" || value === null) return false;
  const found: Readonly<Record<string, unknown>> = { ...value };
  return FUNCTIONS.every((name) => typeof found[name] === "function");
}
