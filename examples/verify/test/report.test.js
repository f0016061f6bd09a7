import { expect, test } from "vitest";
import { recordedRun } from "./recorded.js";

const SYSTEMS = /** @type {const} */ (["macos", "windows"]);

test.each(SYSTEMS)("on %s every step is taken, and the report says how it went", async (system) => {
  const { report, ok } = await recordedRun({ system });
  expect(ok).toBe(true);
  expect(report).toContain(`# Authbroker on ${system}`);
  expect(report).toMatch(/^\| probe \| ok \| \d+ ms \| \d+ ms \| available, version /m);
  expect(report).toMatch(/^\| sign in, in a window \| ok .* the window came to the front: yes;/m);
  expect(report).toMatch(/^\| token, silently \| ok .* Bearer for \d+ minutes; 1 of 1 scopes/m);
  expect(report).toMatch(/^\| token, renewed \| ok .* another token: yes/m);
  expect(report).toMatch(/^\| native part \| ok .* the native part is another test's/m);
  expect(report).toMatch(/^\| sign out \| ok .* 0 accounts left; the account is still listed: no/m);
});

test.each(SYSTEMS)(
  "on %s nothing that the broker answered is in the report, or shown meanwhile",
  async (system) => {
    const { told, answered } = await recordedRun({ system });
    // Tokens, their claims, names, tenants and ids of several answers.
    expect(answered.length).toBeGreaterThan(15);
    expect(answered.filter((text) => told.includes(text) && !text.startsWith("https://graph."))).toEqual([]);
    expect(told).not.toMatch(/eyJ|\w@|[\da-f]{8}-[\da-f]{4}|Adele|Vance|contoso/i);
  },
);

test("nothing of what a broker says in an error tells who it is about", async () => {
  const { told, ok, emulated } = await recordedRun({
    prepare: ({ faults, directory }) => {
      const [user] = directory.users;
      const context = [
        "AADSTS50011: The redirect URI of adele@contoso.example (Adele Vance, ADELE@CONTOSO.EXAMPLE, CONTOSO\\adele)",
        `in tenant ${user?.tenantId} of Contoso, contoso.onmicrosoft.com, is not registered for '${user?.oid}'.`,
        "login_hint=adele%40contoso.example&name=Adele%20Vance eyJhbGciOiJub25lIn0.eyJuYW1lIjoiQWRlbGUifQ.",
      ].join(" ");
      faults.add({ fault: "status", method: "acquireTokenSilently", value: 0, context });
    },
  });
  expect(ok).toBe(false);
  expect(told).toContain("**token, silently** ended with");
  expect(told).toContain("errorCode: redirect_uri_mismatch");
  expect(told).toContain("AADSTS50011");
  for (const { username, oid, tenantId } of emulated.directory.users) {
    for (const text of [username, oid, tenantId])
      expect(told.toLowerCase()).not.toContain(text.toLowerCase());
  }
  expect(told).not.toMatch(/eyJ|\w@|%40|Adele|Vance|contoso\./i);
});

test("a token of another user is a failure", async () => {
  const { report, ok } = await recordedRun({
    prepare: ({ faults }) => faults.add({ fault: "wrong-identity", method: "acquireTokenSilently" }),
  });
  expect(ok).toBe(false);
  expect(report).toMatch(/^\| token, silently \| failed /m);
  expect(report).toContain("errorCode: account_mismatch");
});

test("where there is no broker the report says why, and nothing more is asked", async () => {
  const { report, ok, emulated } = await recordedRun({ prepare: ({ setAvailable }) => setAvailable(false) });
  expect(ok).toBe(false);
  expect(report).toContain(
    "message: unavailable: broker_not_installed: the test took the emulated broker away",
  );
  expect(report).toMatch(/^\| token, silently \| left out \| {2}\| {2}\| there is no broker \|$/m);
  expect(emulated.requests).toEqual([]);
});

test("with --probe-only a broker that is not there is no failure", async () => {
  const { report, ok } = await recordedRun({
    prepare: ({ setAvailable }) => setAvailable(false),
    wishes: { probeOnly: true },
  });
  expect(ok).toBe(true);
  expect(report).toMatch(/^\| probe \| ok .* unavailable: broker_not_installed/m);
});

test("with --probe-only a broker that is there is asked for nothing, through its package or beside it", async () => {
  const { report, ok, emulated } = await recordedRun({
    wishes: {
      probeOnly: true,
      native: () => {
        throw new Error("asked");
      },
    },
  });
  expect(ok).toBe(true);
  expect(report).toMatch(/^\| native part \| left out .* --probe-only/m);
  expect(emulated.requests).toEqual([]);
});

test("a broker that does not load is reported, and what it would be asked is not there", async () => {
  const { report, ok } = await recordedRun({
    wishes: {
      // @ts-expect-error -- of another version of core
      configuration: { auth: { clientId: "app" }, broker: { implementation: { contractVersion: 2 } } },
    },
  });
  expect(ok).toBe(false);
  expect(report).toMatch(/^\| load \| failed /m);
  expect(report).not.toContain("| probe |");
});

test("without windows and without --sign-out, only what needs neither is done", async () => {
  const { report, ok, emulated } = await recordedRun({
    prepare: ({ directory }) => {
      const [user] = directory.users;
      if (user) directory.signIn(user.username);
    },
    wishes: { windows: false, signOut: false },
  });
  expect(ok).toBe(true);
  expect(report).toMatch(/^\| sign in, in a window \| left out .* --no-windows/m);
  expect(report).toMatch(/^\| sign out \| left out .* asked for by --sign-out/m);
  expect(emulated.requests.map(({ method }) => method)).not.toContain("acquireTokenInteractive");
});
