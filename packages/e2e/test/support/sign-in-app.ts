import { type Configuration, PublicClientApplication } from "@authbroker/core";
import {
  type Authority,
  createEmulatedBroker,
  type EmulatedBroker,
  type OnInteraction,
  startAuthority,
} from "@authbroker/emulator";
import type { EmulatorConfigInput } from "@authbroker/emulator";
import { onTestFinished } from "vitest";

/** A directory with two of its faces: an authority over HTTP, and a broker in process. */
export interface World {
  readonly authority: Authority;
  readonly emulated: EmulatedBroker;
  /** Makes a client of both, or of what the configuration says. */
  createApp(configuration?: Partial<Configuration>): Promise<PublicClientApplication>;
}

/**
 * Starts an authority and a broker over one directory; they end with the test.
 *
 * @param onInteraction Plays the person in front of the broker's window.
 */
export async function startWorld(
  config: EmulatorConfigInput = {},
  onInteraction?: OnInteraction,
): Promise<World> {
  const authority = await startAuthority({ config });
  onTestFinished(() => authority.close());
  const emulated = createEmulatedBroker({
    directory: authority.directory,
    ...(onInteraction === undefined ? {} : { onInteraction }),
  });
  const { clientId } = emulated;
  return {
    authority,
    emulated,
    createApp: ({ auth, ...rest } = {}) =>
      PublicClientApplication.create({
        broker: { implementation: emulated.broker },
        ...rest,
        auth: {
          clientId,
          authority: "https://login.microsoftonline.com/common",
          authorityMetadata: JSON.stringify(authority.metadata()),
          ...auth,
        },
      }),
  };
}
