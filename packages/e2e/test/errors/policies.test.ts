import { InteractionRequiredAuthError } from "@azure/msal-node";
import { type AccountInfo, PublicClientApplication } from "@authbroker/core";
import {
  createDirectory,
  type Directory,
  type EmulatorConfigInput,
  type PolicyConfig,
  startEmulator,
} from "@authbroker/emulator";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ADELE, browserUser, LEE, rejection, SCOPES, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { expectNothingSecret } from "./cases.js";

const CLIENT_ID = "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d";

/** Somebody who signed in over one of the routes, and the directory behind it. */
interface SignedIn {
  readonly app: PublicClientApplication;
  readonly account: AccountInfo;
  readonly directory: Directory;
  /** Signs in again, as the person would. */
  again(request?: { readonly claims?: string; readonly scopes?: string[] }): Promise<unknown>;
}

async function inTheBrowser(config: EmulatorConfigInput): Promise<SignedIn> {
  const { app, account, authority } = await browserUser(config);
  const again = (request = {}) => signInAs(app, { user: ADELE }, { account, ...request });
  return { app, account, directory: authority.directory, again };
}

async function inProcess(config: EmulatorConfigInput): Promise<SignedIn> {
  const { createApp, emulated } = await startWorld(config);
  return signedInAtBroker(await createApp(), emulated.directory);
}

async function onTheBus(config: EmulatorConfigInput): Promise<SignedIn> {
  const directory = createDirectory(config);
  const emulator = await startEmulator({ config, directory, authority: false });
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  onTestFinished(async () => {
    vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", before);
    await emulator.stop();
  });
  const auth = { clientId: CLIENT_ID, authority: "https://login.microsoftonline.com/common" };
  return signedInAtBroker(
    await PublicClientApplication.create({ auth, enableBrokerOnLinux: true }),
    directory,
  );
}

async function signedInAtBroker(app: PublicClientApplication, directory: Directory): Promise<SignedIn> {
  // As the machine itself does: a window would have asked for everything that a policy wants.
  directory.signIn(ADELE);
  const [account] = await app.getAllAccounts();
  if (account === undefined) throw new Error("nobody is signed in");
  const again = (request = {}) => app.acquireTokenInteractive({ scopes: SCOPES, account, ...request });
  return { app, account, directory, again };
}

const ROUTES = [
  ["browser", inTheBrowser],
  ["broker in process", inProcess],
  ["broker on the bus", onTheBus],
] as const;

/** What happens to somebody who is signed in, and the number that the directory gives it. */
interface Happening {
  readonly what: string;
  readonly errorNo: number;
  readonly happen: (directory: Directory) => void;
  /** Whether signing in again mends it. */
  readonly mends: boolean;
}

const policy =
  (...policies: PolicyConfig[]) =>
  (directory: Directory): void =>
    directory.setPolicies(policies);

const HAPPENINGS: readonly Happening[] = [
  { what: "MFA is required", errorNo: 50076, happen: policy({ requireMfa: true }), mends: true },
  { what: "a policy blocks everybody", errorNo: 53003, happen: policy({ blocked: true }), mends: false },
  {
    what: "the sessions were revoked",
    errorNo: 50173,
    happen: (directory) => directory.revokeSessions(ADELE),
    mends: true,
  },
  {
    what: "the user was disabled",
    errorNo: 50057,
    happen: (directory) => directory.setEnabled(ADELE, false),
    mends: false,
  },
];

describe.each(ROUTES)("over the %s", (_route, setUp) => {
  test.each(HAPPENINGS)("where $what, the user is asked for", async ({ errorNo, happen, mends }) => {
    const { app, account, directory, again } = await setUp({});
    happen(directory);
    const correlationId = crypto.randomUUID();
    const request = { scopes: SCOPES, account, forceRefresh: true, correlationId };
    const error = await rejection(app.acquireTokenSilent(request));
    expect(error).toBeInstanceOf(InteractionRequiredAuthError);
    expect(error).toMatchObject({ errorCode: "interaction_required", correlationId });
    expect(error.message).toContain(`AADSTS${errorNo}`);
    expect(error.hint).toContain("acquireTokenInteractive");
    expectNothingSecret(error, directory.issuedSecrets, [ADELE, LEE]);
    if (!mends) return;
    await again(error.claims === undefined ? {} : { claims: error.claims });
    expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
      account: { username: ADELE },
    });
  });

  test("where a device must comply, the error says so", async () => {
    const { app, account, directory } = await setUp({ broker: { device: { compliant: false } } });
    directory.setPolicies([{ requireCompliantDevice: true }]);
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect(error.errorCode).toBe("interaction_required");
    expect(error.message).toMatch(/AADSTS(?:53000|50097)/);
  });

  test("where consent is missing, the error says so, and a sign-in brings it", async () => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentRequired: true }];
    const { app, account, again } = await setUp({ apps });
    const request = { scopes: ["Mail.Read"], account };
    const error = await rejection(app.acquireTokenSilent(request));
    expect(error).toBeInstanceOf(InteractionRequiredAuthError);
    expect(error.message).toContain("AADSTS65001");
    await again({ scopes: ["Mail.Read"] });
    expect((await app.acquireTokenSilent(request)).scopes).toContain("Mail.Read");
  });
});

test.each(ROUTES.slice(0, 2))(
  "over the %s, a challenge is met by a sign-in with its claims, and answered silently from then on",
  async (route, setUp) => {
    const { app, account, directory, again } = await setUp({});
    directory.setPolicies([{ requireMfa: true }]);
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect(error).toMatchObject({
      errorCode: "interaction_required",
      errorNo: 50076,
      subError: "basic_action",
    });
    const { claims } = error;
    if (claims === undefined) throw new Error("the error has no claims");
    await again({ claims });
    const silent = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(silent.fromCache).toBe(route === "browser");
    const forced = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true });
    expect(forced.account?.username).toBe(ADELE);
  },
);
