import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { createDirectory } from "@authbroker/emulator";
import { ADELE, CLIENT_ID } from "./support/requests.js";

/** What the issuer is asked for in each test, for Adele. */
async function issue(more: object = {}) {
  const directory = createDirectory();
  const user = directory.findUser(ADELE);
  if (user === undefined) throw new Error("no user");
  const tokens = await directory.issuer.issue({
    user,
    tenantId: user.tenantId,
    clientId: CLIENT_ID,
    scopes: ["api://notes/Read", "api://notes/Write"],
    acrs: [],
    claims: "",
    renew: false,
    ...more,
  });
  return {
    directory,
    tokens,
    access: decodeJwt<Record<string, unknown>>(tokens.accessToken),
    id: decodeJwt<Record<string, unknown>>(tokens.idToken),
  };
}

test("both tokens are signed by the directory's key, and say that they are emulated", async () => {
  const { directory, tokens, access, id } = await issue();
  const keys = createLocalJWKSet(await directory.jwks());
  await jwtVerify(tokens.accessToken, keys, { audience: "api://notes" });
  await jwtVerify(tokens.idToken, keys, { audience: CLIENT_ID });
  expect([access["xms_emulated"], id["xms_emulated"]]).toEqual([true, true]);
  expect(access["scp"]).toBe("Read Write");
});

test("the claims that a request asks for are there, and not without it", async () => {
  const claims = JSON.stringify({
    access_token: { xms_cc: { values: ["CP1"] } },
    id_token: { signin_state: { essential: false }, login_hint: { essential: false } },
  });
  const asked = await issue({ claims, nonce: "n-0S6_WzA2Mj", acrs: ["c1"] });
  expect(asked.access).toMatchObject({ xms_cc: ["CP1"], acrs: ["c1"] });
  expect(asked.id).toMatchObject({
    nonce: "n-0S6_WzA2Mj",
    signin_state: ["kmsi"],
    login_hint: expect.stringMatching(/^O\.[\w-]+$/),
  });
  const bare = await issue();
  for (const claim of ["nonce", "signin_state", "login_hint"]) expect(bare.id).not.toHaveProperty(claim);
  for (const claim of ["xms_cc", "acrs", "cnf", "nonce"]) expect(bare.access).not.toHaveProperty(claim);
});

test("the issuer is that of real tokens, or at the origin that a face gives", async () => {
  const tenant = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";
  expect((await issue()).id["iss"]).toBe(`https://login.microsoftonline.com/${tenant}/v2.0`);
  const local = await issue({ issuer: "http://localhost:8400" });
  expect([local.id["iss"], local.access["iss"]]).toEqual(
    Array(2).fill(`http://localhost:8400/${tenant}/v2.0`),
  );
});

test("a token lives as long as it is asked to", async () => {
  const { access, tokens } = await issue({ lifetime: 301 });
  expect(Number(access["exp"]) - Number(access["iat"])).toBe(301);
  expect(tokens.expiresOn).toBe(Number(access["exp"]) * 1000);
});

test.each(["[]", "null", '"x"', "{", '{"access_token":[]}', '{"access_token":{"acrs":{"values":[1,null]}}}'])(
  "the claims request %s asks for nothing",
  async (claims) => {
    const { access } = await issue({ claims });
    for (const claim of ["xms_cc", "acrs"]) expect(access).not.toHaveProperty(claim);
  },
);
