/** What is said where no application is named. */
export const HELP = `Name the application to sign in to, and start again:

  AUTHBROKER_CLIENT_ID       the application (client) ID
  AUTHBROKER_AUTHORITY       who signs people in, https://login.microsoftonline.com/common without it
  AUTHBROKER_API             what to ask who somebody is, https://graph.microsoft.com/v1.0/me without it

"npm run emulated" needs none of them: it signs in to an emulator.`;

/** What the environment says. */
export function settings() {
  const {
    AUTHBROKER_CLIENT_ID: clientId = "",
    AUTHBROKER_AUTHORITY: authority = "https://login.microsoftonline.com/common",
    // The emulator's; Microsoft's own is found by itself.
    AUTHBROKER_AUTHORITY_METADATA: authorityMetadata = "",
    AUTHBROKER_API: api = "https://graph.microsoft.com/v1.0/me",
  } = process.env;
  return { clientId, authority, authorityMetadata, api };
}
