import { describe, expect, test } from "vitest";
import { createDirectory, type EmulatorConfigInput, type PolicyConfig } from "@authbroker/emulator";
import { accessClaims, FACES } from "./support/faces.js";
import { ADELE, ADELE_SIGNED_IN, CLIENT_ID, LEE } from "./support/requests.js";

const POLICY_ID = "9f2b7c1e-4d3a-4b6f-8e21-5a7c9d0b3e14";
const ACRS_C1 = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });

/** A directory with Adele signed in, and policies. */
function configOf(policies: readonly PolicyConfig[], more: EmulatorConfigInput = {}): EmulatorConfigInput {
  return { ...ADELE_SIGNED_IN, policies, ...more };
}

describe.each(FACES)("the broker %s", (_name, setUp) => {
  test.each([
    ["a policy that blocks", 53003, { blocked: true }, {}],
    ["MFA", 50076, { requireMfa: true }, {}],
    ["a device that is not registered", 50097, { requireDevice: true }, { registered: false }],
    ["a device that is not compliant", 53000, { requireCompliantDevice: true }, { compliant: false }],
    ["no device to comply", 50097, { requireCompliantDevice: true }, { registered: false }],
  ] as const)("refuses silently for %s, with AADSTS%i", async (_what, code, policy, device) => {
    const face = await setUp({ config: configOf([policy], { broker: { device } }) });
    expect(await face.silent()).toMatchObject({ refused: code });
    face.directory.setPolicies([]);
    expect(accessClaims(await face.silent())["oid"]).toBeDefined();
  });

  test("hands out what it has cached when its refresh token expired, and nothing new until the next sign-in", async () => {
    const face = await setUp({ config: ADELE_SIGNED_IN });
    accessClaims(await face.silent());
    face.directory.expireRefreshTokens(ADELE);
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
    expect(await face.silent({ forceRefresh: true })).toMatchObject({ refused: 700082 });
    expect(await face.silent({ scopes: ["Mail.Read"] })).toMatchObject({ refused: 700082 });
    accessClaims(await face.interactive());
    expect(accessClaims(await face.silent({ forceRefresh: true }))["preferred_username"]).toBe(ADELE);
  });

  test("has nothing new while the directory is throttled, and hands out what it has cached", async () => {
    let now = 1_800_000_000;
    const face = await setUp({ config: ADELE_SIGNED_IN, now: () => now });
    accessClaims(await face.silent());
    face.directory.throttle(30);
    expect(await face.silent({ forceRefresh: true })).toMatchObject({ refused: 90055 });
    expect(await face.interactive()).toMatchObject({ refused: 90055 });
    accessClaims(await face.silent());
    now += 30;
    accessClaims(await face.silent({ forceRefresh: true }));
  });

  test("satisfies policies of devices by its own device", async () => {
    const face = await setUp({ config: configOf([{ requireDevice: true, requireCompliantDevice: true }]) });
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
  });

  test("satisfies MFA at its window, and silently from then on", async () => {
    const face = await setUp({ config: configOf([{ requireMfa: true }]) });
    expect(await face.silent()).toMatchObject({ refused: 50076 });
    expect(accessClaims(await face.interactive())["preferred_username"]).toBe(ADELE);
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
  });

  test("signs nobody in whose MFA was not approved", async () => {
    const face = await setUp({
      config: { policies: [{ requireMfa: true }] },
      onInteraction: () => ({ user: ADELE, mfa: false }),
    });
    expect(await face.interactive()).toMatchObject({ refused: 50076 });
    expect(face.directory.signedIn).toEqual([]);
  });

  test.each([
    ["another user", { user: LEE }],
    ["another resource", { resource: "api://notes" }],
  ] as const)("ignores a policy about %s", async (_what, about) => {
    const face = await setUp({ config: configOf([{ blocked: true, ...about }]) });
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
  });

  test.each([
    ["the user", { user: ADELE.toUpperCase() }],
    ["the app", { app: CLIENT_ID.toUpperCase() }],
    ["the resource", { resource: "https://graph.microsoft.com" }],
  ] as const)("heeds a policy about %s", async (_what, about) => {
    const face = await setUp({ config: configOf([{ blocked: true, ...about }]) });
    expect(await face.silent()).toMatchObject({ refused: 53003 });
  });

  test("asks for a new sign-in when the sign-in frequency is over, and takes it", async () => {
    let now = 1_800_000_000;
    const face = await setUp({ config: configOf([{ signInFrequency: 60 }]), now: () => now });
    expect(accessClaims(await face.silent())["iat"]).toBe(now);
    now += 60;
    expect(await face.silent()).toMatchObject({ refused: 70043 });
    expect(accessClaims(await face.interactive())["preferred_username"]).toBe(ADELE);
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
  });

  test("refuses a session that was revoked, until somebody signs in again", async () => {
    const face = await setUp({ config: configOf([]) });
    const before = accessClaims(await face.silent());
    face.directory.revokeSessions(ADELE);
    expect(await face.silent()).toMatchObject({ refused: 50173 });
    expect(accessClaims(await face.interactive())["uti"]).not.toBe(before["uti"]);
    expect(accessClaims(await face.silent())["preferred_username"]).toBe(ADELE);
  });

  test("gives an authentication context for MFA, and its acrs in the access token", async () => {
    const face = await setUp({ config: configOf([{ id: POLICY_ID, authContexts: ["c1", "c2"] }]) });
    expect(accessClaims(await face.silent())).not.toHaveProperty("acrs");
    expect(await face.silent({ claims: ACRS_C1 })).toMatchObject({ refused: 50076 });
    expect(accessClaims(await face.interactive({ claims: ACRS_C1 }))["acrs"]).toEqual(["c1"]);
    expect(accessClaims(await face.silent({ claims: ACRS_C1 }))["acrs"]).toEqual(["c1"]);
    expect(accessClaims(await face.silent())).not.toHaveProperty("acrs");
  });

  test("gives a token issued no earlier than the claims challenge asks for", async () => {
    let now = 1_800_000_000;
    const face = await setUp({ config: configOf([]), now: () => now });
    expect(accessClaims(await face.silent())["iat"]).toBe(1_800_000_000);
    now += 10;
    const nbf = (value: number): string =>
      JSON.stringify({ access_token: { nbf: { essential: true, value: String(value) } } });
    expect(accessClaims(await face.silent())["iat"]).toBe(1_800_000_000);
    expect(accessClaims(await face.silent({ claims: nbf(now) }))["iat"]).toBe(1_800_000_010);
    now += 10;
    expect(accessClaims(await face.silent({ claims: nbf(now) }))["iat"]).toBe(1_800_000_020);
  });

  test("grants a scope that needs consent only after its window", async () => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentRequired: true }];
    const face = await setUp({ config: configOf([], { apps }) });
    expect(await face.silent({ scopes: ["Mail.Read"] })).toMatchObject({ refused: 65001 });
    expect(accessClaims(await face.interactive({ scopes: ["Mail.Read"] }))["scp"]).toBe("Mail.Read");
    expect(accessClaims(await face.silent({ scopes: ["mail.read"] }))["scp"]).toBe("mail.read");
    expect(await face.silent({ scopes: ["Mail.Read", "Mail.Send"] })).toMatchObject({ refused: 65001 });
  });

  test("takes a person who declines consent for one who cancelled", async () => {
    const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentRequired: true }];
    const face = await setUp({
      config: { apps },
      onInteraction: () => ({ user: ADELE, consent: false }),
    });
    const refused = await face.interactive();
    expect(refused).toMatchObject({ refused: 65004 });
    expect([7, "user_canceled"]).toContain("status" in refused && refused.status);
    expect(face.directory.signedIn).toEqual([]);
  });

  test("lets a guest into the other tenant, with another object id there", async () => {
    const tenants = [
      { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" },
      { id: "fab11ca0-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "fabrikam" },
    ];
    const [adele] = ADELE_SIGNED_IN.users;
    const face = await setUp({ config: { tenants, users: [{ ...adele, guestOf: ["fabrikam"] }] } });
    const home = accessClaims(await face.silent());
    const guest = accessClaims(await face.silent({ tenant: "fabrikam" }));
    expect(home["tid"]).toBe(tenants[0]?.id);
    expect(guest["tid"]).toBe(tenants[1]?.id);
    expect(guest["iss"]).toBe(`https://login.microsoftonline.com/${tenants[1]?.id}/v2.0`);
    expect(guest["oid"]).not.toBe(home["oid"]);
    expect(guest["sub"]).not.toBe(home["sub"]);
    expect(guest["idp"]).toBe(`https://sts.windows.net/${tenants[0]?.id}/`);
    expect(home).not.toHaveProperty("idp");
  });
});

test.each([
  [
    "an app that is not there",
    [{ app: "00000000-0000-4000-8000-000000000000", blocked: true }],
    /policies\.0\.app/,
  ],
  ["a user who is not there", [{}, { user: "mallory@contoso.example" }], /policies\.1\.user: mallory/],
] as const)("a policy about %s is refused by name", (_what, policies, message) => {
  expect(() => createDirectory({ policies })).toThrow(message);
  expect(() => createDirectory().setPolicies(policies)).toThrow(message);
});

test("a policy with an unknown key is refused by name", () => {
  const policies = [{ requireMFA: true }] as never;
  expect(() => createDirectory().setPolicies(policies)).toThrow(/unknown key "requireMFA"/);
});

test("a user who is a guest of a tenant that is not there is refused by name", () => {
  const users = [{ ...ADELE_SIGNED_IN.users[0], guestOf: ["fabrikam"] }];
  expect(() => createDirectory({ users })).toThrow(/guest of the tenant "fabrikam"/);
});
