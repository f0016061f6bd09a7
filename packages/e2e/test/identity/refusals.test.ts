import { BrokerError } from "@authbroker/core";
import { describe, expect, test, vi } from "vitest";
import {
  ADELE,
  credential,
  LEE,
  machine,
  ON,
  rejection,
  SCOPE,
  TENANT,
  use,
  VERSIONS,
} from "./credentials.js";

/** The broker's statuses, as the wire has them. */
const INTERACTION_REQUIRED = 2;
const NO_NETWORK = 3;
const AUTHORITY_UNTRUSTED = 11;

describe.each(VERSIONS)("with identity %s", (version, identity) => {
  /** 4.14 hands on the error that it met; before, identity kept the message alone. */
  const keepsCause = version.startsWith("4.14");

  test("a broker that is not there is named as the reason, with what mends it", async () => {
    const { clientId } = await machine([], { startBroker: false });
    const plugin = use(identity);
    const error = await rejection(credential(identity, clientId).getToken(SCOPE));
    expect(error.name).toBe("AuthenticationRequiredError");
    expect(error.message).toContain("apt-get install microsoft-identity-broker");
    expect(error.cause instanceof BrokerError).toBe(keepsCause);
    expect(await plugin.probe()).toMatchObject({ available: false, reason: "broker_not_installed" });
  });

  test("a flag that is off is named as the reason", async () => {
    const { clientId } = await machine();
    const plugin = use(identity, {});
    const error = await rejection(credential(identity, clientId).getToken(SCOPE));
    expect(error.message).toContain("route_unavailable");
    expect(error.message).toContain("Pass enableBrokerOnLinux: true to authbrokerPlugin()");
    expect(await plugin.probe()).toMatchObject({ available: false, reason: "broker_disabled" });
  });

  test("a wrong option is named by the first call, and by the probe", async () => {
    const { clientId } = await machine();
    const plugin = use(identity, { ...ON, clientCapabilities: [""] });
    const named = /"clientCapabilities\[0\]"/;
    expect((await rejection(credential(identity, clientId).getToken(SCOPE))).message).toMatch(named);
    expect(await rejection(plugin.probe())).toBeInstanceOf(TypeError);
  });

  test("with broker.required the error is that of a required broker, and the probe still answers", async () => {
    const { clientId } = await machine([], { startBroker: false });
    const plugin = use(identity, { ...ON, broker: { required: true } });
    const { message } = await rejection(credential(identity, clientId).getToken(SCOPE));
    expect(message).toContain("the broker is required and cannot be used (broker_not_installed)");
    expect(await plugin.probe()).toMatchObject({ available: false, reason: "broker_not_installed" });
  });

  test.each([false, true])(
    "a broker that comes later serves the same credential (required: %s)",
    async (required) => {
      const { clientId, emulator } = await machine([ADELE], { startBroker: false });
      const plugin = use(identity, { ...ON, broker: { required } });
      const adele = credential(identity, clientId);
      await rejection(adele.getToken(SCOPE));
      await emulator.broker.start();
      expect(await adele.getToken(SCOPE)).toMatchObject({ tokenType: "Bearer" });
      expect(await plugin.probe()).toMatchObject({ available: true });
    },
  );

  test("DefaultAzureCredential counts a broker that is not there among the ways it tried", async () => {
    const { asked } = await machine([], { startBroker: false });
    vi.stubEnv("AZURE_TOKEN_CREDENTIALS", "dev");
    use(identity);
    const error = await rejection(new identity.DefaultAzureCredential().getToken(SCOPE));
    expect(error).toMatchObject({
      name: "AggregateAuthenticationError",
      errors: expect.arrayContaining([expect.objectContaining({ name: "AuthenticationRequiredError" })]),
    });
    expect(asked()).toEqual([]);
  });

  test.each([
    { status: "where a person is needed", value: INTERACTION_REQUIRED },
    { status: "where the network failed", value: NO_NETWORK },
  ])("$status, identity opens the window", async ({ value }) => {
    const { clientId, emulator, asked } = await machine([ADELE]);
    use(identity);
    const adele = credential(identity, clientId, { useDefaultBrokerAccount: true });
    await adele.getToken(SCOPE);
    const fault = { fault: "status", value, method: "acquireTokenSilently" } as const;
    emulator.broker.faults.add(fault);
    expect(await adele.getToken(SCOPE)).toMatchObject({ tokenType: "Bearer" });
    expect(asked().slice(1)).toEqual([
      "acquireTokenSilently",
      "acquireTokenSilently",
      "acquireTokenInteractively",
    ]);
  });

  test("with disableAutomaticAuthentication it does not, and identity says that one is needed", async () => {
    const { clientId, emulator, asked } = await machine([ADELE]);
    use(identity);
    const adele = credential(identity, clientId, { disableAutomaticAuthentication: true });
    expect(await rejection(adele.getToken(SCOPE))).toMatchObject({ name: "AuthenticationRequiredError" });
    expect(asked()).toEqual([]);
    await adele.authenticate(SCOPE);
    emulator.broker.faults.add({ fault: "status", value: INTERACTION_REQUIRED });
    expect(await rejection(adele.getToken(SCOPE))).toMatchObject({
      name: "AuthenticationRequiredError",
      scopes: [SCOPE],
    });
    expect(asked()).toEqual(["acquireTokenInteractively", "acquireTokenSilently"]);
  });

  test.each([true, false])(
    "a person who closes the window is asked once (default user: %s)",
    async (byDefault) => {
      let windows = 0;
      const onInteraction = () => {
        windows += 1;
        return { cancel: true } as const;
      };
      const { clientId } = await machine([], { onInteraction });
      use(identity);
      const nobody = credential(identity, clientId, { useDefaultBrokerAccount: byDefault });
      const error = await rejection(nobody.getToken(SCOPE));
      expect(error.message).toContain("user_canceled");
      expect(windows).toBe(1);
    },
  );

  test("an authority that the broker does not trust is its own error", async () => {
    const { clientId, emulator } = await machine([ADELE]);
    use(identity);
    emulator.broker.faults.add({ fault: "status", value: AUTHORITY_UNTRUSTED });
    const error = await rejection(credential(identity, clientId).getToken(SCOPE));
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toMatchObject({ name: "ClientConfigurationError", errorCode: "untrusted_authority" });
  });

  test("another user's token is never given silently", async () => {
    const { clientId, emulator, asked } = await machine([ADELE, LEE]);
    use(identity);
    const adele = credential(identity, clientId, { disableAutomaticAuthentication: true });
    await adele.authenticate(SCOPE);
    emulator.broker.faults.add({ fault: "wrong-identity", method: "acquireTokenSilently" });
    expect((await rejection(adele.getToken(SCOPE))).message).not.toMatch(/eyJ/);
    expect(asked()).toEqual(["acquireTokenInteractively", "acquireTokenSilently"]);
  });

  test("an authentication record is not taken for the machine's user", async () => {
    const { clientId, asked } = await machine([ADELE, LEE]);
    use(identity);
    const authenticationRecord = {
      authority: "login.microsoftonline.com",
      homeAccountId: `${LEE.oid}.${TENANT.id}`,
      tenantId: TENANT.id,
      username: LEE.username,
      clientId,
    };
    const lee = credential(identity, clientId, { authenticationRecord, loginHint: LEE.username });
    expect(await lee.getToken(SCOPE)).toMatchObject({ tokenType: "Bearer" });
    expect(asked()).toEqual(["acquireTokenInteractively"]);
  });

  test("an authority that no broker serves is refused by name", async () => {
    const { clientId, asked } = await machine([ADELE]);
    use(identity);
    const authorityHost = "https://contoso.b2clogin.com";
    const customer = credential(identity, clientId, { authorityHost, tenantId: "contoso.onmicrosoft.com" });
    const error = await rejection(customer.getToken(SCOPE));
    expect(error.message).toContain("the broker was passed over (authority_not_entra)");
    expect(asked()).toEqual([]);
  });
});
