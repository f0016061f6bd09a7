import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createDirectory, type Directory, type User } from "@authbroker/emulator";
import { ADELE, CLIENT_ID, LEE } from "./support/requests.js";

const OTHER_APP = "00000000-0000-4000-8000-000000000000";
const REDIRECT_URI = "http://localhost:43210";
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** A directory whose time stands still until it is told. */
function setUp() {
  let time = 1_800_000_000;
  const directory = createDirectory({}, { now: () => time });
  return {
    directory,
    pass: (seconds: number): void => {
      time += seconds;
    },
  };
}

function userOf(directory: Directory, username: string): User {
  const user = directory.findUser(username);
  if (user === undefined) throw new Error(`no user ${username}`);
  return user;
}

function refreshTokenOf(directory: Directory, username = ADELE): string {
  const user = userOf(directory, username);
  return directory.refreshTokens.issue({ user, clientId: CLIENT_ID, session: directory.startSession(user) });
}

describe("an authorization code", () => {
  const redemption = { clientId: CLIENT_ID, redirectUri: REDIRECT_URI, codeVerifier: VERIFIER };

  function codeOf(directory: Directory, more: object = {}): string {
    const user = userOf(directory, ADELE);
    return directory.authorizationCodes.issue({
      user,
      tenantId: user.tenantId,
      clientId: CLIENT_ID,
      redirectUri: REDIRECT_URI,
      scopes: ["User.Read"],
      claims: "",
      codeChallenge: { method: "S256", value: CHALLENGE },
      session: directory.startSession(user),
      ...more,
    });
  }

  test("is redeemed once for what the person allowed", () => {
    const { directory } = setUp();
    const code = codeOf(directory, { nonce: "n-0S6_WzA2Mj" });
    expect(directory.authorizationCodes.redeem(code, redemption)).toMatchObject({
      user: { username: ADELE },
      scopes: ["User.Read"],
      nonce: "n-0S6_WzA2Mj",
    });
    expect(() => directory.authorizationCodes.redeem(code, redemption)).toThrow(/^AADSTS54005: /);
  });

  test.each([
    ["another verifier", { codeVerifier: `${VERIFIER}x` }, 501481],
    ["no verifier", { codeVerifier: "" }, 501481],
    ["another redirect URI", { redirectUri: "http://localhost:43211" }, 50011],
    ["another application", { clientId: OTHER_APP }, 70000],
  ])("is refused with %s, and not used up", (_what, wrong, number) => {
    const { directory } = setUp();
    const code = codeOf(directory);
    expect(() => directory.authorizationCodes.redeem(code, { ...redemption, ...wrong })).toThrow(
      new RegExp(`^AADSTS${number}: `),
    );
    expect(directory.authorizationCodes.redeem(code, redemption).user.username).toBe(ADELE);
  });

  test("takes the verifier itself for a plain challenge, and none where none was announced", () => {
    const { directory } = setUp();
    const plain = codeOf(directory, { codeChallenge: { method: "plain", value: VERIFIER } });
    expect(directory.authorizationCodes.redeem(plain, redemption).clientId).toBe(CLIENT_ID);
    const without = codeOf(directory, { codeChallenge: undefined });
    expect(() => directory.authorizationCodes.redeem(without, redemption)).toThrow(/^AADSTS501481: /);
    const bare = { ...redemption, codeVerifier: "" };
    expect(directory.authorizationCodes.redeem(without, bare).clientId).toBe(CLIENT_ID);
  });

  test("is worth nothing after ten minutes", () => {
    const { directory, pass } = setUp();
    const [early, late] = [codeOf(directory), codeOf(directory)];
    pass(599);
    expect(directory.authorizationCodes.redeem(early, redemption).clientId).toBe(CLIENT_ID);
    pass(1);
    expect(() => directory.authorizationCodes.redeem(late, redemption)).toThrow(/^AADSTS70008: /);
  });

  test("that nobody issued is refused", () => {
    const { directory } = setUp();
    expect(() => directory.authorizationCodes.redeem("1.AAAA", redemption)).toThrow(/^AADSTS70000: /);
  });
});

describe("a refresh token", () => {
  test("stays good after its use, unless rotation is strict", () => {
    const { directory } = setUp();
    const token = refreshTokenOf(directory);
    expect(directory.refreshTokens.redeem(token, CLIENT_ID).user.username).toBe(ADELE);
    expect(directory.refreshTokens.redeem(token, CLIENT_ID.toUpperCase()).user.username).toBe(ADELE);
    directory.refreshTokens.rotateStrictly = true;
    expect(directory.refreshTokens.redeem(token, CLIENT_ID).user.username).toBe(ADELE);
    expect(() => directory.refreshTokens.redeem(token, CLIENT_ID)).toThrow(/^AADSTS70000: /);
  });

  test("ends after 90 days without use, and each use starts them anew", () => {
    const { directory, pass } = setUp();
    const token = refreshTokenOf(directory);
    for (const days of [89, 89]) {
      pass(days * 86_400);
      expect(directory.refreshTokens.redeem(token, CLIENT_ID).user.username).toBe(ADELE);
    }
    pass(90 * 86_400);
    expect(() => directory.refreshTokens.redeem(token, CLIENT_ID)).toThrow(/^AADSTS700082: /);
  });

  test.each([
    ["revoked", 50173, (directory: Directory) => directory.revokeSessions(ADELE)],
    ["expired", 700082, (directory: Directory) => directory.expireRefreshTokens(ADELE)],
  ] as const)("that was %s is refused with AADSTS%i; a later one and another user's are not", (...row) => {
    const [, number, end] = row;
    const { directory } = setUp();
    const [token, lees] = [refreshTokenOf(directory), refreshTokenOf(directory, LEE)];
    end(directory);
    expect(() => directory.refreshTokens.redeem(token, CLIENT_ID)).toThrow(new RegExp(`^AADSTS${number}: `));
    const later = refreshTokenOf(directory);
    expect(directory.refreshTokens.redeem(later, CLIENT_ID).user.username).toBe(ADELE);
    expect(directory.refreshTokens.redeem(lees, CLIENT_ID).user.username).toBe(LEE);
  });

  test("serves no other application", () => {
    const { directory } = setUp();
    const token = refreshTokenOf(directory);
    expect(() => directory.refreshTokens.redeem(token, OTHER_APP)).toThrow(/^AADSTS70000: /);
  });
});

describe("a device code", () => {
  const request = {
    clientId: CLIENT_ID,
    tenant: "common",
    scopes: ["User.Read"],
    claims: "",
    expiresIn: 900,
  };

  test("is pending until a person approves its user code, and given out once", () => {
    const { directory } = setUp();
    const { deviceCode, userCode } = directory.deviceCodes.start(request);
    expect(userCode).toMatch(/^[A-Z]{9}$/);
    expect(() => directory.deviceCodes.redeem(deviceCode, CLIENT_ID)).toThrow(/^AADSTS70016: /);
    const adele = userOf(directory, ADELE);
    const typed = ` ${userCode.toLowerCase()} `;
    expect(directory.deviceCodes.find(typed)?.scopes).toEqual(["User.Read"]);
    expect(directory.deviceCodes.approve(typed, adele, directory.startSession(adele))).toBe(true);
    expect(directory.deviceCodes.find(userCode)).toBeUndefined();
    expect(directory.deviceCodes.redeem(deviceCode, CLIENT_ID).user.username).toBe(ADELE);
    expect(() => directory.deviceCodes.redeem(deviceCode, CLIENT_ID)).toThrow(/^AADSTS70018: /);
  });

  test("that the person declined says so", () => {
    const { directory } = setUp();
    const { deviceCode, userCode } = directory.deviceCodes.start(request);
    expect(directory.deviceCodes.decline(userCode)).toBe(true);
    expect(() => directory.deviceCodes.redeem(deviceCode, CLIENT_ID)).toThrow(
      expect.objectContaining({ error: "authorization_declined" }),
    );
    expect(directory.deviceCodes.decline(userCode)).toBe(false);
  });

  test("ends with its time, for the person too", () => {
    const { directory, pass } = setUp();
    const { deviceCode, userCode } = directory.deviceCodes.start(request);
    pass(900);
    expect(directory.deviceCodes.find(userCode)).toBeUndefined();
    expect(() => directory.deviceCodes.redeem(deviceCode, CLIENT_ID)).toThrow(/^AADSTS70020: /);
  });

  test("serves no other application", () => {
    const { directory } = setUp();
    const { deviceCode } = directory.deviceCodes.start(request);
    expect(() => directory.deviceCodes.redeem(deviceCode, OTHER_APP)).toThrow(/^AADSTS70018: /);
  });
});

test("the directory keeps every secret it issued, and no user code", async () => {
  const { directory } = setUp();
  const adele = userOf(directory, ADELE);
  const { deviceCode, userCode } = directory.deviceCodes.start({
    clientId: CLIENT_ID,
    tenant: "common",
    scopes: [],
    claims: "",
    expiresIn: 900,
  });
  const refreshToken = refreshTokenOf(directory);
  const { accessToken, idToken } = await directory.issuer.issue({
    user: adele,
    tenantId: adele.tenantId,
    clientId: CLIENT_ID,
    scopes: ["User.Read"],
    acrs: [],
    claims: "",
    renew: true,
  });
  expect(directory.issuedSecrets).toEqual(
    expect.arrayContaining([deviceCode, refreshToken, accessToken, idToken]),
  );
  expect(directory.issuedSecrets).not.toContain(userCode);
});
