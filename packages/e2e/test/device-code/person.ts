import type { DeviceCodeRequest } from "@authbroker/core";
import { approveUserCode, type ScriptedPerson, type ScriptedResult } from "@authbroker/emulator";

/** What the application is to show. */
export type Shown = Parameters<DeviceCodeRequest["deviceCodeCallback"]>[0];

/** A person with another device at hand. */
export interface PersonElsewhere {
  /** What the application showed, each time. */
  readonly shown: readonly Shown[];
  /** The last page of each time. */
  readonly seen: readonly Promise<ScriptedResult>[];
  readonly deviceCodeCallback: (shown: Shown) => void;
}

/** A person who opens the address, types the code, and does as scripted. */
export function personElsewhere(script: ScriptedPerson = {}): PersonElsewhere {
  const shown: Shown[] = [];
  const seen: Promise<ScriptedResult>[] = [];
  return {
    shown,
    seen,
    deviceCodeCallback: (response) => {
      shown.push(response);
      seen.push(approveUserCode(response.verificationUri, response.userCode, script));
    },
  };
}
