import { randomInt } from "node:crypto";
import { same } from "../../config/identifiers.js";
import { refuse, refuseDeclined } from "../catalogue.js";
import type { User } from "../directory.js";
import { dropOldest, type IssuedSecrets } from "../secrets.js";
import type { Clock, Session } from "../session.js";

/** Flows kept at most. */
const LIMIT = 10_000;

/** What user codes are made of: no vowels, so that they spell nothing, and nothing that is read as something else. */
const USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

/** Characters of a user code; Entra's have as many. */
const USER_CODE_LENGTH = 9;

/** What a device asks for. */
export interface DeviceRequest {
  /** The application (client) ID. */
  readonly clientId: string;
  /** The first segment of the authority's path: whose people may sign in. */
  readonly tenant: string;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  /** Seconds that the person has. */
  readonly expiresIn: number;
}

/** A flow that was started: what the device asked for, and its two codes. */
export interface DeviceFlow extends DeviceRequest {
  /** What the device polls with; a secret. */
  readonly deviceCode: string;
  /** What the person types. */
  readonly userCode: string;
}

/** A flow that a person approved. */
export interface ApprovedDeviceFlow extends DeviceFlow {
  readonly user: User;
  readonly session: Session;
}

interface Entry {
  readonly flow: DeviceFlow;
  readonly expiresAt: number;
  decision: "pending" | "declined" | { readonly user: User; readonly session: Session };
}

/** The device-code flows of one directory (RFC 8628). */
export class DeviceCodes {
  readonly #flows = new Map<string, Entry>();
  readonly #secrets: IssuedSecrets;
  readonly #now: Clock;

  constructor(secrets: IssuedSecrets, now: Clock) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Starts a flow. */
  start(request: DeviceRequest): DeviceFlow {
    const flow = { ...request, deviceCode: this.#secrets.create(), userCode: this.#freeUserCode() };
    this.#flows.set(flow.deviceCode, {
      flow,
      expiresAt: this.#now() + request.expiresIn,
      decision: "pending",
    });
    dropOldest(this.#flows, LIMIT);
    return flow;
  }

  /** The flow that waits for a person with this user code, whatever its case; undefined when none does. */
  find(userCode: string): DeviceFlow | undefined {
    return this.#pending(userCode)?.flow;
  }

  /** Lets the device of a user code in as this person. False when no flow waits for that code. */
  approve(userCode: string, user: User, session: Session): boolean {
    return this.#decide(userCode, { user, session });
  }

  /** Refuses the device of a user code. False when no flow waits for that code. */
  decline(userCode: string): boolean {
    return this.#decide(userCode, "declined");
  }

  /**
   * What a device gets for its code; once it was given, the code is worth nothing.
   *
   * @throws Refusal AADSTS70016 while nobody has decided, 70020 too late, 70018 for a code that is unknown, used, or
   * another application's, and `authorization_declined`.
   */
  redeem(deviceCode: string, clientId: string): ApprovedDeviceFlow {
    const entry = this.#flows.get(deviceCode);
    if (entry === undefined || !same(entry.flow.clientId, clientId)) throw refuse(70018);
    if (entry.expiresAt <= this.#now()) throw refuse(70020);
    if (entry.decision === "pending") throw refuse(70016);
    this.#flows.delete(deviceCode);
    if (entry.decision === "declined") throw refuseDeclined();
    return { ...entry.flow, ...entry.decision };
  }

  #decide(userCode: string, decision: Entry["decision"]): boolean {
    const entry = this.#pending(userCode);
    if (entry === undefined) return false;
    entry.decision = decision;
    return true;
  }

  #pending(userCode: string): Entry | undefined {
    const now = this.#now();
    return [...this.#flows.values()].find(
      ({ flow, decision, expiresAt }) =>
        decision === "pending" && expiresAt > now && same(flow.userCode, userCode.trim()),
    );
  }

  #freeUserCode(): string {
    const code = Array.from({ length: USER_CODE_LENGTH }, () =>
      USER_CODE_ALPHABET.charAt(randomInt(USER_CODE_ALPHABET.length)),
    ).join("");
    return this.#pending(code) === undefined ? code : this.#freeUserCode();
  }
}
