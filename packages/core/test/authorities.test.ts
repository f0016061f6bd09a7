import { describe, expect, test } from "vitest";
import { createApp, fakeBroker, INES, TENANT_ID } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const scopes = ["User.Read"];

describe("the clouds of Microsoft Entra ID are served:", () => {
  test.each([
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
    "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn",
    "login.microsoftonline.us",
    "login.usgovcloudapi.net",
    "login-us.microsoftonline.com",
  ])("%s", async (host) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker, { authority: `https://${host}/${TENANT_ID}` });

    await app.acquireTokenSilent({ scopes, account: INES });
    await app.acquireTokenInteractive({ scopes, authority: `https://${host.toUpperCase()}/organizations//` });

    expect(calls.map(({ request }) => request)).toMatchObject([
      { authority: `https://${host}/${TENANT_ID}` },
      { authority: `https://${host}/organizations` },
    ]);
  });
});

describe("no broker is asked for a token of any other authority:", () => {
  test.each([
    ["B2C", "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin"],
    ["B2C at Entra's host", "https://login.microsoftonline.com/tfp/contoso.onmicrosoft.com/B2C_1_signin"],
    ["AD FS", "https://fs.contoso.example/adfs"],
    ["AD FS at Entra's host", "https://login.microsoftonline.com/ADFS/"],
    ["External ID", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com"],
    ["an unknown host", "https://login.contoso.example/common"],
    ["a host that begins like Entra's", "https://login.microsoftonline.com.contoso.example/common"],
    ["a host that ends like Entra's", "https://notlogin.microsoftonline.com/common"],
    ["another port", "https://login.microsoftonline.com:8443/common"],
  ])("%s", async (_kind, authority) => {
    const { broker, calls } = fakeBroker();
    const byClient = await createApp(broker, { authority });
    const byRequest = await createApp(broker);

    const errors = [
      await brokerError(byClient.acquireTokenSilent({ scopes, account: INES })),
      await brokerError(byClient.acquireTokenSilent({ scopes, account: "os" })),
      await brokerError(byRequest.acquireTokenInteractive({ scopes, authority, account: INES })),
    ];

    for (const error of errors) {
      expect(error.errorCode).toBe("route_unavailable");
      expect(error.message).toContain("Microsoft Entra ID only");
      expect(error.hint).toContain("https://login.microsoftonline.com/common");
    }
    expect(calls).toStrictEqual([]);
  });
});
