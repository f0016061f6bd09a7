import { describe, expect, test } from "vitest";
import { accountOf, ADELE, LEE, rejection, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];

describe("who is signed in in the browser", () => {
  test("is the account that was asked for, or nobody: somebody else's tokens are not kept", async () => {
    const { app } = await startBrowserWorld();
    const account = accountOf(await signInAs(app, { user: ADELE }));
    const error = await rejection(signInAs(app, { user: LEE }, { account }));
    expect(error).toMatchObject({ errorCode: "account_mismatch", retryable: false });
    expect(await app.getAllAccounts()).toMatchObject([{ username: ADELE }]);
  });

  test("is whoever the person picks, when they are to pick", async () => {
    const { app } = await startBrowserWorld();
    const account = accountOf(await signInAs(app, { user: ADELE }));
    const other = await signInAs(app, { user: LEE }, { account, prompt: "select_account" });
    expect(other.account?.username).toBe(LEE);
  });

  test("is hinted at by the account that is given", async () => {
    const { app, authority } = await startBrowserWorld();
    const account = accountOf(await signInAs(app, { user: LEE }));
    const again = await signInAs(app, { user: LEE }, { account });
    expect(again.account?.homeAccountId).toBe(account.homeAccountId);
    const authorize = authority.requests.filter(({ path }) => path.endsWith("/authorize"));
    expect(authorize.at(-1)?.parameters["login_hint"]).toBeTruthy();
  });

  test("is of the tenant that was asked for", async () => {
    const fabrikam = "fab00000-71c5-4a0d-9b1e-0a6f5d3c2b1a";
    const { createApp, emulated } = await startWorld({
      tenants: [
        { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" },
        { id: fabrikam, name: "fabrikam" },
      ],
      users: [{ oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69", username: ADELE, guestOf: ["fabrikam"] }],
    });
    const authority = `https://login.microsoftonline.com/${fabrikam}`;
    const app = await createApp({ broker: {}, auth: { clientId: emulated.clientId } });
    const guest = await signInAs(app, {}, { authority });
    expect(guest).toMatchObject({ tenantId: fabrikam, account: { username: ADELE } });
  });
});

describe("an ID token that must not be believed", () => {
  test.each([
    ["id-token-wrong-issuer", "(iss)"],
    ["id-token-wrong-audience", "(aud)"],
    ["id-token-wrong-nonce", "(nonce)"],
    ["id-token-expired", "(exp)"],
  ] as const)("%s: nobody is signed in", async (fault, claim) => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault, times: 1 });
    const error = await rejection(signInAs(app));
    expect(error).toMatchObject({ errorCode: "id_token_invalid", message: expect.stringContaining(claim) });
    expect(await app.getAllAccounts()).toEqual([]);
    expect(await signInAs(app)).toMatchObject({ route: "browser" });
  });

  test("wrong-user: tokens of another person are not taken for those of the account", async () => {
    const { app, authority } = await startBrowserWorld();
    const account = accountOf(await signInAs(app, { user: ADELE }));
    authority.faults.add({ fault: "wrong-user", times: 1 });
    const error = await rejection(signInAs(app, { user: ADELE }, { account }));
    expect(error.errorCode).toBe("account_mismatch");
    expect(await app.getAllAccounts()).toMatchObject([{ username: ADELE }]);
  });

  test("no error shows a token, a code or the verifier", async () => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault: "id-token-wrong-issuer", times: 1 });
    const { openBrowser } = personWho();
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    const shown = `${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`;
    for (const secret of authority.directory.issuedSecrets) expect(shown).not.toContain(secret);
    expect(shown).not.toContain("eyJ");
  });
});
