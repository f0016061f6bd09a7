import { setTimeout as delay } from "node:timers/promises";
import type { Method } from "../config/faults.js";
import type { EmulatorConfig } from "../config/schema.js";
import type { Directory } from "../directory/directory.js";
import { notify } from "../notify.js";
import { answerCall, completedCall, readCall } from "./calls.js";
import { BusConnection, type MethodCall } from "./connection.js";
import { type Answer, internalError } from "./answers.js";
import { FaultList, type Faults } from "./faults.js";
import { configuredPerson, Interactions, type OnInteraction } from "./interactions.js";
import { MANNERS } from "./manners.js";
import type { MethodContext } from "./methods/context.js";
import { isMethod } from "./methods/index.js";
import { BROKER_NAME, REQUEST_SIGNATURE } from "./names.js";
import { ownName } from "./own-name.js";
import { type CompletedCall, type RecordedRequest, RequestLog } from "./request-log.js";
import { answerPeer, answerStranger, invalidArgs, isPeerCall, isPing, unknownMethod } from "./standard.js";

/** The broker on its bus. */
export interface BrokerService {
  /** The last calls, up to 5,000 of them, the oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** What it does wrong. */
  readonly faults: Faults;
  /** Whether it owns its name now. */
  readonly running: boolean;
  /**
   * Connects and takes the broker's name. Does nothing when it runs, or when the fault `absent` is set.
   *
   * @throws EmulatorError `name_owned`, `bus_unreachable`.
   */
  start(): Promise<void>;
  /** Drops the connection at once and answers nothing more, as when the process dies. */
  crash(): Promise<void>;
  /** Sends the answers already made and leaves the bus. */
  stop(): Promise<void>;
}

/** What those who run a broker are asked and told. */
export interface BrokerListeners {
  /** Plays the person in front of the broker's sign-in window; without it the configuration's `interaction` does. */
  readonly onInteraction?: OnInteraction;
  /** Told of each call before it is answered. */
  readonly onRequest?: (request: RecordedRequest) => void;
  /** Told of each call after it was answered. */
  readonly onCompleted?: (call: CompletedCall) => void;
  /** Told when the broker is off the bus although nobody stopped it: the bus ended, or the fault `exit` came up. */
  readonly onLeave?: () => void;
}

/** What a broker is made of. */
export interface BrokerServiceOptions {
  /** The D-Bus address of the bus. */
  readonly address: string;
  readonly directory: Directory;
  readonly config: Pick<EmulatorConfig, "broker" | "interaction" | "faults">;
  readonly listeners: BrokerListeners;
}

/** Serves the broker's interface on a bus. */
export class DBusBroker implements BrokerService {
  readonly faults: FaultList;
  readonly #options: BrokerServiceOptions;
  readonly #log = new RequestLog();
  readonly #interactions = new Interactions();
  readonly #context: Omit<MethodContext, "sender" | "answerAs">;
  #connection: BusConnection | undefined;
  #leaving = new AbortController();

  constructor(options: BrokerServiceOptions) {
    const { config, directory } = options;
    this.#options = options;
    this.faults = new FaultList(config.faults);
    this.#context = {
      directory,
      manner: MANNERS[config.broker.version],
      interactions: this.#interactions,
      person: options.listeners.onInteraction ?? configuredPerson(directory, config.interaction),
    };
  }

  get requests(): readonly RecordedRequest[] {
    return this.#log.requests;
  }

  get running(): boolean {
    return this.#connection !== undefined;
  }

  async start(): Promise<void> {
    if (this.running || this.faults.absent) return;
    const leaving = new AbortController();
    const connection = await BusConnection.open(this.#options.address, {
      onCall: (call) => void this.#serve(connection, call, leaving.signal),
      onPeerGone: (name) => this.#interactions.leave(name),
      onClose: () => this.#gone(leaving),
    });
    this.#leaving = leaving;
    this.#connection = connection;
    try {
      await ownName(connection, BROKER_NAME);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async crash(): Promise<void> {
    const connection = this.#detach();
    await connection?.drop();
  }

  async stop(): Promise<void> {
    const connection = this.#detach();
    await connection?.close();
  }

  /** Lets go of the connection, so that its end is not taken for a loss. */
  #detach(): BusConnection | undefined {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#leaving.abort();
    this.#interactions.leaveAll();
    return connection;
  }

  #gone(leaving: AbortController): void {
    if (this.#leaving !== leaving || leaving.signal.aborted) return;
    this.#detach();
    notify("onLeave", this.#options.listeners.onLeave, undefined);
  }

  /** Answers one call; never throws, whatever the call holds. */
  async #serve(connection: BusConnection, call: MethodCall, leaving: AbortSignal): Promise<void> {
    try {
      if (isPeerCall(call)) {
        await hold(isPing(call) ? this.faults.takePingDelay() : 0, leaving);
        return await this.#send(connection, call, await answerPeer(call));
      }
      const stranger = answerStranger(call, this.#context.manner);
      if (stranger !== undefined) return await this.#send(connection, call, stranger);
      if (!isMethod(call.member)) return await this.#send(connection, call, unknownMethod(call));
      if (call.signature !== REQUEST_SIGNATURE) return await this.#send(connection, call, invalidArgs(call));
      await this.#serveMethod(connection, call, call.member, leaving);
    } catch (error) {
      if (leaving.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      await this.#send(connection, call, internalError(`The emulator failed: ${why}`));
    }
  }

  /**
   * Runs without a pause up to the method's own first wait: the caller's departure, or its cancelling, may be the very
   * next message, and must find the interactive flow open.
   */
  async #serveMethod(
    connection: BusConnection,
    message: MethodCall,
    method: Method,
    leaving: AbortSignal,
  ): Promise<void> {
    const call = readCall(method, message);
    this.#log.add(call.request);
    const { onRequest, onCompleted } = this.#options.listeners;
    notify("onRequest", onRequest, call.request);
    const plan = this.faults.take(method);
    const { answer, ...outcome } = await answerCall(call, plan, { ...this.#context, sender: message.sender });
    await hold(plan.delayMs, leaving);
    await this.#send(connection, message, answer);
    notify("onCompleted", onCompleted, completedCall(call, outcome));
  }

  async #send(connection: BusConnection, call: MethodCall, answer: Answer): Promise<void> {
    switch (answer.kind) {
      case "reply":
        connection.reply(call, answer.signature, answer.body);
        break;
      case "dbus-error":
        connection.replyError(call, answer.name, answer.text);
        break;
      case "silence":
        break;
      case "exit":
        await this.crash();
        notify("onLeave", this.#options.listeners.onLeave, undefined);
        break;
    }
  }
}

/** Waits; rejects when the broker leaves the bus meanwhile. */
async function hold(ms: number, leaving: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: leaving });
}
