import { BROKERS } from "./brokers.js";

/** The values of `--route`. */
export const ROUTES = ["auto", "broker", "browser", "device-code"];

/** What `--help` prints. */
export const HELP = `Signs in to Microsoft Entra ID and shows which way the token came.

  node index.js --client-id ID [options]

  --client-id ID       the application (client) ID (default: AUTHBROKER_CLIENT_ID)
  --authority URL      who signs people in (default: AUTHBROKER_AUTHORITY, else
                       https://login.microsoftonline.com/common)
  --scope SCOPE        a scope to ask for, repeatable (default: User.Read of Microsoft Graph)
  --route ROUTE        auto          the broker, else the browser, else a device code (default)
                       broker        the operating system's broker or nothing
                       browser       the system's browser
                       device-code   a code to enter on any device
  --broker PACKAGE     the broker of this package, whatever the system:
${BROKERS.map((name) => `                       ${name}`).join("\n")}
  --no-launch-browser  print the address of the sign-in page instead of opening the browser
  --sign-out           sign the account out of this application at the end
  --json               print one JSON object as the last line
  --help               this text

Exit codes: 0 signed in, 1 failed, 2 a wrong argument, 130 ended by Ctrl-C.
`;
