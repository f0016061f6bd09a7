import { type InteractiveRequest, PublicClientApplication as MsalClient } from "@azure/msal-node";
import { type AuthorityRequest, signInWith } from "@authbroker/emulator";
import { expect, test } from "vitest";
import { startBrowserWorld } from "./person.js";

/** A parameter of each sign-in's own, or a measure of it. */
const OWN = new Set(["client-request-id", "code_challenge", "code_verifier", "redirect_uri", "state"]);

const openBrowser = async (url: string): Promise<void> => {
  await signInWith(url, { user: "lee@contoso.example" });
};

const NONCE = "n-0S6_WzA2Mj";

/** Made anew for each client: msal-node writes into what it is given. */
const full = (): InteractiveRequest & { scopes: string[] } => ({
  scopes: ["User.Read"],
  nonce: NONCE,
  domainHint: "contoso.example",
  loginHint: "lee@contoso.example",
  prompt: "login",
  claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
  extraQueryParameters: { dc: "ESTS-PUB" },
  extraParameters: { slice: "testslice" },
  extraScopesToConsent: ["Mail.Read"],
  openBrowser,
});

const bare = (): ReturnType<typeof full> => ({ scopes: ["User.Read"], nonce: NONCE, openBrowser });

/** The two requests of a sign-in, by their names in order, and the values of those that are the same each time. */
function wire(requests: readonly AuthorityRequest[], endpoint: string): unknown {
  const { path, parameters } = requests.findLast((request) => request.path.endsWith(endpoint)) ?? {};
  const entries = Object.entries(parameters ?? {}).map(([name, value]) => [name, OWN.has(name) ? "" : value]);
  return { path, entries };
}

test.each([
  ["everything that msal-node takes", full],
  ["its scopes alone", bare],
])("a sign-in with %s sends what msal-node's own would", async (_what, request) => {
  const { app, authority, emulated } = await startBrowserWorld();
  const msal = new MsalClient({
    auth: {
      clientId: emulated.clientId,
      authority: "https://login.microsoftonline.com/common",
      authorityMetadata: JSON.stringify(authority.metadata()),
    },
  });
  await msal.acquireTokenInteractive(request());
  const theirs = ["/authorize", "/token"].map((endpoint) => wire(authority.requests, endpoint));
  await app.acquireTokenInteractive(request());
  const ours = ["/authorize", "/token"].map((endpoint) => wire(authority.requests, endpoint));
  expect(authority.requests.filter(({ path }) => path.endsWith("/token"))).toHaveLength(2);
  expect(ours).toEqual(theirs);
});
