import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import { OTHER_BUILD } from "../../../../scripts/lib/other-build.mjs";

/** An error of a script. The domain is Apple's where none is given. */
interface ScriptedError {
  readonly domain?: string;
  readonly code: number;
  /** What stands in the place of its words: text, where an extension does nothing wrong. */
  readonly description?: unknown;
  readonly userInfo?: Readonly<Record<string, unknown>>;
  readonly underlying?: ScriptedError;
}

/** How an operation goes. Without a word of how, it is answered once, on the main thread, with what `headers` has. */
export interface Step {
  readonly deliver?: "main" | "background" | "atOnce" | "event" | "never";
  readonly delayMs?: number;
  /** How often it is answered, on as many threads. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly headerCase?: "lower" | "upper";
  /** Options that come back as headers. */
  readonly echo?: readonly string[];
  readonly error?: ScriptedError;
  readonly needsUserInterface?: boolean;
  readonly credential?: "otherClass" | "noResponse" | "none";
  /** The reason of an NSException that follows the answer. */
  readonly thenThrows?: string;
  /** The reason of an NSException of `performRequests`. */
  readonly throws?: string;
}

/** What the stand-in for Apple's frameworks is told. README.md has every entry. */
export interface Script {
  readonly macosVersion?: string;
  readonly bundleIdentifier?: string;
  readonly teamIdentifier?: string;
  readonly applications?: Readonly<Record<string, string>>;
  readonly keyWindow?: string;
  /** The key window is told once the script does not say so any more. */
  readonly keyWindowBusy?: boolean;
  /** From a method to the reason of its NSException. */
  readonly exceptions?: Readonly<Record<string, string>>;
  readonly singleSignOn?: boolean;
  readonly hosts?: readonly string[];
  readonly operations?: Readonly<Record<string, Step | readonly Step[]>>;
}

/** A line of the stand-in's record. */
export interface RecordedEvent {
  readonly event: string;
  readonly thread: "main" | "background";
  readonly [detail: string]: unknown;
}

/** A request, as the stand-in recorded it. */
export interface RecordedRequest extends RecordedEvent {
  /** Which one in its process. What happens to it later has the same number. */
  readonly controller: number;
  readonly event: "performRequests";
  readonly operation: string;
  readonly url: string;
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly userInterfaceEnabled: boolean;
  readonly presentationContextProvider: boolean;
}

/** An addon that stands in for a host with an application of its own, as Electron is. */
interface Host {
  /** The application runs its run loop from now on, or has stopped. */
  setRunning(running: boolean): void;
  /** One turn of that run loop. */
  serve(): void;
  /** A view in a window with that title, or in none, as `getNativeWindowHandle()` gives it. */
  createView(window?: string): Buffer;
  destroyView(view: Buffer): void;
}

/** The build for GNUstep; the sanitized one when the environment says so. */
const build = (process.env["AUTHBROKER_TEST_BUILD"] ??= fileURLToPath(
  new URL("../../.cache/gnustep", import.meta.url),
));

// This process has it loaded by the import above.
process.env["NODE_OPTIONS"] = `${process.env["NODE_OPTIONS"] ?? ""} --import=${OTHER_BUILD}`;

// Loaded first, and here on the main thread: the thread that loads GNUstep is the main one to it.
export const host = createRequire(import.meta.url)(path.join(build, "host", "host.node")) as Host;

/** The script and the record of the stand-in, for this process and those it starts. */
export class StandIn {
  static readonly URL = "https://login.microsoftonline.com/common";

  readonly #folder = mkdtempSync(path.join(tmpdir(), "authbroker-stand-in-"));
  readonly #script = path.join(this.#folder, "script.json");
  readonly #record = path.join(this.#folder, "record");

  constructor() {
    process.env["AUTHBROKER_STAND_IN_SCRIPT"] = this.#script;
    process.env["AUTHBROKER_STAND_IN_RECORD"] = this.#record;
    // Not at the process's exit: Vitest ends its workers by a signal.
    afterAll(() => rmSync(this.#folder, { recursive: true, force: true }));
    this.play({});
  }

  /** Starts a script, and the record anew. */
  play(script: Script): void {
    // Threads of the stand-in may be reading it, for what is still on its way: they find the old one or the new one.
    writeFileSync(`${this.#script}.new`, JSON.stringify({ hosts: [new URL(StandIn.URL).host], ...script }));
    renameSync(`${this.#script}.new`, this.#script);
    writeFileSync(this.#record, "");
  }

  /** What happened since, in its order. */
  events(): readonly RecordedEvent[] {
    const lines = readFileSync(this.#record, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as RecordedEvent);
  }

  /** The events of that name. */
  eventsOf(event: string): readonly RecordedEvent[] {
    return this.events().filter((recorded) => recorded.event === event);
  }

  requests(): readonly RecordedRequest[] {
    return this.events().filter((event): event is RecordedRequest => event.event === "performRequests");
  }

  /** The requests whose controllers are still there, with all that they hold. */
  unreleased(): readonly RecordedRequest[] {
    const gone = new Set(this.eventsOf("controllerGone").map(({ controller }) => controller));
    return this.requests().filter(({ controller }) => !gone.has(controller));
  }

  /** The only request since the script began. */
  request(): RecordedRequest {
    const [request, ...more] = this.requests();
    if (request === undefined || more.length > 0)
      throw new Error(`there were ${more.length} requests more than one`);
    return request;
  }
}

/** Plays Electron until the test is over: an application runs, and its run loop is turned by a timer. */
export function playElectron(): void {
  host.setRunning(true);
  const turning = setInterval(() => host.serve(), 1);
  onTestFinished(() => {
    clearInterval(turning);
    host.setRunning(false);
  });
}
