import { approveUserCode, type Authority } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { authorityForTest, clientIdOf, post, type TokenAnswer } from "./support.js";

const URN = "urn:ietf:params:oauth:grant-type:device_code";

async function start(
  authority: Authority,
): Promise<{ deviceCode: string; userCode: string; body: TokenAnswer["body"] }> {
  const { body } = await post(authority, "devicecode", {
    client_id: clientIdOf(authority),
    scope: "openid offline_access User.Read",
  });
  return { deviceCode: String(body["device_code"]), userCode: String(body["user_code"]), body };
}

function poll(authority: Authority, deviceCode: string, grantType = URN): Promise<TokenAnswer> {
  const fields = { client_id: clientIdOf(authority), grant_type: grantType, device_code: deviceCode };
  return post(authority, "token", fields);
}

function control(
  authority: Authority,
  path: string,
  fields: Record<string, string>,
  token?: string,
): Promise<Response> {
  return fetch(`${authority.base}/_emulator/${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { authorization: `Bearer ${token ?? authority.controlToken}` },
  });
}

describe("the device code flow", () => {
  test("starts with the fields that clients need", async () => {
    const authority = await authorityForTest();
    const { body, userCode } = await start(authority);
    expect(body).toMatchObject({
      expires_in: 900,
      interval: 5,
      verification_uri: `${authority.base}/common/oauth2/deviceauth`,
    });
    expect(body["message"]).toContain(userCode);
  });

  test.for([URN, "device_code"])("answers %s when the person signed in, once", async (grantType) => {
    const authority = await authorityForTest();
    const { deviceCode, userCode } = await start(authority);
    expect((await poll(authority, deviceCode, grantType)).body["error"]).toBe("authorization_pending");
    const page = await approveUserCode(authority.base, userCode.toLowerCase());
    expect(page.text).toContain("You have signed in");
    const tokens = await poll(authority, deviceCode, grantType);
    expect(tokens.body).toHaveProperty("refresh_token");
    expect((await poll(authority, deviceCode, grantType)).body["error"]).toBe("bad_verification_code");
  });

  test("tells the device that the person declined", async () => {
    const authority = await authorityForTest();
    const { deviceCode, userCode } = await start(authority);
    const page = await approveUserCode(authority.base, userCode, { cancel: true });
    expect(page.text).toContain("You declined");
    const { status, body } = await poll(authority, deviceCode);
    expect(status).toBe(400);
    expect(body["error"]).toBe("authorization_declined");
  });

  test("asks somebody who is signed in too, for the code may be a stranger's", async () => {
    const authority = await authorityForTest();
    const cookies = new Map<string, string>();
    await approveUserCode(authority.base, (await start(authority)).userCode, { cookies });
    const { deviceCode, userCode } = await start(authority);
    await approveUserCode(authority.base, userCode, { cookies, cancel: true });
    expect((await poll(authority, deviceCode)).body["error"]).toBe("authorization_declined");
  });

  test("ends when the code's time is over", async () => {
    const authority = await authorityForTest({ config: { authority: { deviceCode: { expiresIn: 0 } } } });
    const { deviceCode, userCode } = await start(authority);
    expect((await poll(authority, deviceCode)).body["error"]).toBe("expired_token");
    const page = await fetch(`${authority.base}/common/oauth2/deviceauth`, {
      method: "POST",
      body: new URLSearchParams({ otc: userCode, step: "code" }),
    });
    expect(await page.text()).toContain("That code didn’t work");
  });
});

describe("the control endpoints", () => {
  test("approve and decline a user code without a page", async () => {
    const authority = await authorityForTest();
    const one = await start(authority);
    const approved = await control(authority, "devicecode/approve", {
      user_code: one.userCode,
      username: "lee@contoso.example",
    });
    expect(await approved.json()).toEqual({ username: "lee@contoso.example" });
    expect((await poll(authority, one.deviceCode)).status).toBe(200);
    const two = await start(authority);
    await control(authority, "devicecode/decline", { user_code: two.userCode });
    expect((await poll(authority, two.deviceCode)).body["error"]).toBe("authorization_declined");
  });

  test("set and clear faults, and list what was asked", async () => {
    const authority = await authorityForTest();
    expect((await control(authority, "faults", { fault: "devicecode:html-502" })).status).toBe(200);
    await expect(start(authority)).rejects.toThrow("JSON");
    await control(authority, "faults/clear", {});
    expect((await start(authority)).userCode).toHaveLength(9);
    expect((await control(authority, "faults", { fault: "nonsense" })).status).toBe(400);
    const listed = await (await control(authority, "requests", {})).text();
    expect(JSON.parse(listed).requests).toHaveLength(authority.requests.length);
  });

  test.for(["", "wrong", "x".repeat(32)])("refuse the token %o", async (token) => {
    const authority = await authorityForTest();
    const { userCode, deviceCode } = await start(authority);
    const answer = await control(authority, "devicecode/approve", { user_code: userCode }, token);
    expect(answer.status).toBe(401);
    expect((await poll(authority, deviceCode)).body["error"]).toBe("authorization_pending");
  });
});
