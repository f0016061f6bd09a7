/** What `--help` prints. */
export const HELP = `Signs in through this system's broker in every way there is, and prints a report without secrets: no token, no name, no
tenant. docs/verifying-on-macos.md and docs/verifying-on-windows.md say what each line settles.

  node index.js --client-id ID [options]

  --client-id ID       the application (client) ID (default: AUTHBROKER_CLIENT_ID)
  --authority URL      who signs people in (default: AUTHBROKER_AUTHORITY, else
                       https://login.microsoftonline.com/common)
  --scope SCOPE        a scope to ask for, repeatable (default: User.Read of Microsoft Graph)
  --redirect-uri URI   instead of the one that the broker takes by itself
  --client-sku SKU     macOS: the kind of Microsoft's client to be taken for; "" for none
  --no-windows         leave out what opens a window
  --sign-out           sign the account out of this application at the end
  --probe-only         load the broker and ask whether it can be used, nothing more; needs no --client-id
  --out FILE           write the report there, too
  --help               this text

Exit codes: 0 everything went as it should, 1 something did not, 2 a wrong argument.
`;
