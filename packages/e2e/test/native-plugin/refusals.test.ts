import { describe, expect, test } from "vitest";
import { MAJORS } from "./support/majors.js";
import {
  accountOf,
  asked,
  interactive,
  pluginWorld,
  SCOPES,
  signIn,
  withoutBroker,
} from "./support/world.js";

/** Fields that a broker's request has no place for, in either call. */
const COMMON: readonly (readonly [string, object])[] = [
  ["authenticationScheme", { authenticationScheme: "ssh-cert" }],
  ["sshJwk", { sshJwk: "{}" }],
  ["sshKid", { sshKid: "a-key" }],
  ["azureCloudOptions", { azureCloudOptions: { azureCloudInstance: "none" } }],
  ["maxAge", { maxAge: 0 }],
  ["attributeTokens", { attributeTokens: ["a"] }],
  ["shrNonce", { shrNonce: "without the scheme" }],
];

const INTERACTIVE: readonly (readonly [string, object])[] = [
  ["sid", { sid: "a-session" }],
  ["nonce", { nonce: "a-nonce" }],
  ["deviceCodeCallback", { deviceCodeCallback: (): void => {} }],
  ["extraScopesToConsent", { extraScopesToConsent: ["api://another/Read"] }],
];

const SILENT: readonly (readonly [string, object])[] = [
  ["loginHint", { loginHint: "lee@contoso.example" }],
  ["prompt", { prompt: "login" }],
  ["refreshTokenExpirationOffsetSeconds", { refreshTokenExpirationOffsetSeconds: 60 }],
];

/** Authorities that brokers do not serve. */
const OTHER_AUTHORITIES = [
  ["B2C", "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_sign_in"],
  ["AD FS", "https://adfs.contoso.example/adfs"],
  ["External ID", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com"],
] as const;

describe.each(MAJORS)("msal-node $major", ({ major, msal }) => {
  test.each([...COMMON, ...INTERACTIVE])("interactively, %s is refused by name", async (name, fields) => {
    const { app, emulated } = await pluginWorld({ msal });
    const call = app.acquireTokenInteractive({ ...interactive(), ...fields });
    await expect(call).rejects.toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(asked(emulated)).toEqual([]);
  });

  test.each([...COMMON, ...SILENT])("silently, %s is refused by name", async (name, fields) => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    const call = app.acquireTokenSilent({ scopes: SCOPES, account, ...fields });
    await expect(call).rejects.toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(asked(emulated)).not.toContain("acquireTokenSilent");
  });

  test.each([
    ["scopes", { scopes: ["two scopes"] }],
    ["correlationId", { correlationId: "no UUID" }],
    ["prompt", { prompt: "please" }],
    ["windowHandle", { windowHandle: Buffer.from([1, 2, 3]) }],
    ["timeoutMs", { timeoutMs: -1 }],
    ["signal", { signal: "stop" }],
    ["claims", { claims: "{" }],
    ["resourceRequestUri", { authenticationScheme: "pop", resourceRequestMethod: "GET" }],
  ] as const)("a wrong %s is a TypeError that names it", async (name, fields) => {
    const { app, emulated } = await pluginWorld({ msal });
    const request = Object.assign(interactive(), fields);
    const error: unknown = await app.acquireTokenInteractive(request).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringContaining(`"${name}`) });
    expect(asked(emulated)).toEqual([]);
  });

  test.each(OTHER_AUTHORITIES)(
    "an authority of %s is refused by name, and the broker is not asked",
    async (_, authority) => {
      const { app, emulated } = await pluginWorld({ msal });
      const account = await signIn(app);
      const refusal = {
        errorCode: "route_unavailable",
        message: expect.stringContaining("authority_not_entra"),
      };
      await expect(app.acquireTokenInteractive(interactive({ authority }))).rejects.toMatchObject(refusal);
      await expect(app.acquireTokenSilent({ scopes: SCOPES, account, authority })).rejects.toMatchObject(
        refusal,
      );
      const other = await pluginWorld(
        { msal },
        { auth: { authority, knownAuthorities: [new URL(authority).host] } },
      );
      await expect(other.app.acquireTokenInteractive(interactive())).rejects.toMatchObject(refusal);
      expect([asked(emulated), asked(other.emulated)]).toEqual([["acquireTokenInteractive"], []]);
    },
  );

  test("a field that this version does not know is refused with the versions of both", async () => {
    const { app } = await pluginWorld({ msal });
    const request = { ...interactive(), fieldOfTomorrow: true };
    const call = app.acquireTokenInteractive(request);
    await expect(call).rejects.toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringMatching(
        new RegExp(`"fieldOfTomorrow".*@authbroker/core \\d.*@azure/msal-node ${major}\\.\\d`),
      ),
      hint: expect.stringContaining("update @authbroker/core"),
    });
  });

  test("an account that is not the broker's is refused interactively, too, with what to do instead", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = withoutBroker(await signIn(app));
    await expect(app.acquireTokenInteractive(interactive({ account }))).rejects.toMatchObject({
      errorCode: "route_unavailable",
      hint: expect.stringContaining("loginHint"),
    });
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
  });

  test('"os" is no account, for msal-node would share its answer with other accounts', async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    const request = Object.assign({ scopes: SCOPES, account }, { account: "os" });
    const call = app.acquireTokenSilent(request);
    await expect(call).rejects.toMatchObject({ errorCode: "request_unsupported" });
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
  });

  test("a token of another user than the one asked for is an error, with a window and without", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    emulated.faults.add({ fault: "wrong-identity" });
    const mismatch = { errorCode: "account_mismatch" };
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toMatchObject(mismatch);
    await expect(app.acquireTokenInteractive(interactive({ account }))).rejects.toMatchObject(mismatch);
  });

  test("a person who is asked to choose an account may choose another one", async () => {
    const { app } = await pluginWorld(
      { msal },
      { emulator: { onInteraction: ({ loginHint }) => ({ user: loginHint ?? "lee@contoso.example" }) } },
    );
    const account = await signIn(app);
    const result = await app.acquireTokenInteractive(interactive({ account, prompt: "select_account" }));
    expect(accountOf(result).username).toBe("lee@contoso.example");
  });
});
