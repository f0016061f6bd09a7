import type { BrokerError } from "../errors/broker-error.js";
import type { ErrorContext } from "../errors/oauth-error.js";
import type { DeviceCodePolling, DeviceCodeResponse } from "./device-code-answers.js";

/** What one call of this library expects of its HTTP requests. */
export interface Exchange extends ErrorContext {
  /** Aborted when the call has ended: every request in flight is dropped. */
  readonly signal: AbortSignal;
  /** What the ID token of the answer must say. */
  readonly expected: {
    /** `uid.utid`, as msal-node's account has it. */
    readonly homeAccountId?: string | undefined;
    /** The `nonce` of the authorize request. */
    readonly nonce?: string | undefined;
    /** The tenant that was asked, a GUID. */
    readonly tenantId?: string | undefined;
  };
  /** Told the device code, with the interval that the server asks for. */
  readonly onDeviceCode?: ((response: DeviceCodeResponse) => void) | undefined;
}

/** An exchange that is under way. */
export interface Call {
  readonly exchange: Exchange;
  /** What the last request failed with, which msal-node may have put into other words. */
  failure: BrokerError | undefined;
  /** The device code that is waited for. */
  polling: DeviceCodePolling | undefined;
}
