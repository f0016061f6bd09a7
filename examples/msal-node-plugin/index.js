#!/usr/bin/env node
// An msal-node application that signs in through the operating system's broker, where there is one: what is marked "new"
// makes it do so, all else is as it was.
import { InteractionRequiredAuthError, PublicClientApplication } from "@azure/msal-node";
import { createNativeBrokerPlugin } from "@authbroker/core"; // new

const scopes = ["https://graph.microsoft.com/User.Read"];

async function main() {
  const clientId = process.argv[2] ?? process.env["AUTHBROKER_CLIENT_ID"];
  if (!clientId) throw new TypeError("Give the application (client) ID: node index.js 00000000-0000-…");

  // New, one flag for each system that the application is to use the broker of:
  const nativeBrokerPlugin = await createNativeBrokerPlugin({
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
  });
  const { probe } = nativeBrokerPlugin;
  if (!probe.available) console.error(`No broker (${probe.reason}): ${probe.message}. ${probe.fix ?? ""}`);

  const authorityMetadata = process.env["AUTHBROKER_AUTHORITY_METADATA"];
  const app = new PublicClientApplication({
    // The metadata is the emulator's; Microsoft's own is found by itself.
    auth: { clientId, ...(authorityMetadata ? { authorityMetadata } : {}) },
    broker: { nativeBrokerPlugin }, // new
  });

  const { account, accessToken, expiresOn, fromPlatformBroker } = await acquireToken(app);
  console.log(`Signed in as ${account?.name} <${account?.username}>`);
  console.log(`through ${fromPlatformBroker ? "the broker" : "msal-node alone"},`);
  console.log(`with a token of ${accessToken.length} characters until ${expiresOn?.toISOString()}`);
}

/**
 * A token without a window where there can be one, as every msal-node application gets it.
 *
 * @param {PublicClientApplication} app
 */
async function acquireToken(app) {
  const [account] = await app.getAllAccounts();
  try {
    if (account) return await app.acquireTokenSilent({ scopes, account });
  } catch (error) {
    // The broker's errors are of msal-node's own classes.
    if (!(error instanceof InteractionRequiredAuthError)) throw error;
  }
  return app.acquireTokenInteractive({
    scopes,
    ...(account ? { account } : {}),
    openBrowser: async (url) => console.error(`Open this page to sign in:\n${url}`),
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
