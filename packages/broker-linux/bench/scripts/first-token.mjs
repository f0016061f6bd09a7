// What an application does that remembers its user: one client, one silent token.
import { PublicClientApplication } from "@authbroker/core";

const app = await PublicClientApplication.create({
  auth: { clientId: process.env["AUTHBROKER_CLIENT_ID"] },
  enableBrokerOnLinux: true,
});
await app.acquireTokenSilent({
  scopes: ["https://graph.microsoft.com/User.Read"],
  account: JSON.parse(process.argv[2]),
});
