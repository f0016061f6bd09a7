// An authority on this machine, and a person in front of the browser, for calls that leave the broker's route.
import { PublicClientApplication } from "@authbroker/core";
import { createEmulatedBroker, signInWith, startAuthority } from "@authbroker/emulator";
import { Agent, setGlobalDispatcher } from "undici";

// Wine 8 does not know the socket option of TCP's keep-alive, and Node.js ends a connection that it cannot set it for.
setGlobalDispatcher(new Agent({ connect: { keepAlive: false } }));

/**
 * Starts the authority, and makes an application of its directory that takes the broker of Windows.
 *
 * @param {Partial<import("@authbroker/core").Configuration>} [configuration]
 */
export async function startBrowserWorld(configuration) {
  const authority = await startAuthority();
  const { clientId } = createEmulatedBroker({ directory: authority.directory });
  const app = await PublicClientApplication.create({
    auth: { clientId, authorityMetadata: JSON.stringify(authority.metadata()) },
    enableBrokerOnWindows: true,
    ...configuration,
  });
  return { app, close: () => authority.close() };
}

/** Opens the browser, where somebody signs in. @param {string} url */
export async function openBrowser(url) {
  await signInWith(url);
}
