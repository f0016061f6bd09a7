// Prints the resident memory after 1,000 silent calls.
import { PublicClientApplication } from "@authbroker/core";

const app = await PublicClientApplication.create({
  auth: { clientId: process.env["AUTHBROKER_CLIENT_ID"] },
  enableBrokerOnLinux: true,
});
const request = { scopes: ["https://graph.microsoft.com/User.Read"], account: JSON.parse(process.argv[2]) };
for (let call = 0; call < 1000; call++) await app.acquireTokenSilent(request);
process.stdout.write(String(process.memoryUsage.rss()));
