#!/usr/bin/env node
// A credential of @azure/identity that signs in through the operating system's broker: with the user of the machine where
// it can, else in the broker's window. The second token comes silently.
import { authbrokerPlugin } from "@authbroker/core";
import { InteractiveBrowserCredential, useIdentityPlugin } from "@azure/identity";

const SCOPE = "https://graph.microsoft.com/User.Read";

/** @param {string} clientId */
async function main(clientId) {
  const plugin = authbrokerPlugin({
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
    enableBrokerOnWsl: true,
  });
  useIdentityPlugin(plugin);

  const probe = await plugin.probe();
  if (!probe.available) {
    // An application that has a browser leaves brokerOptions out here, and signs in there.
    console.error(["There is no broker: " + probe.message, probe.fix].filter(Boolean).join("\n"));
    return 1;
  }

  const credential = new InteractiveBrowserCredential({
    clientId,
    brokerOptions: {
      enabled: true,
      useDefaultBrokerAccount: true,
      // In Electron: mainWindow.getNativeWindowHandle(). A console application has no window of its own.
      parentWindowHandle: new Uint8Array(0),
    },
  });

  const record = await credential.authenticate(SCOPE);
  const token = await credential.getToken(SCOPE);
  console.log(`Signed in as ${record?.username}`);
  console.log(
    `The token is of type ${token.tokenType} and ends ${new Date(token.expiresOnTimestamp).toISOString()}`,
  );
  return 0;
}

const clientId = process.argv[2] ?? process.env["AUTHBROKER_CLIENT_ID"];
if (clientId) {
  process.exitCode = await main(clientId).catch((error) => {
    console.error(error.message);
    return 1;
  });
} else {
  console.error("Usage: node index.js CLIENT_ID");
  process.exitCode = 2;
}
