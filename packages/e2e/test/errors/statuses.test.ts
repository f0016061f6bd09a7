import { type BrokerError, PublicClientApplication } from "@authbroker/core";
import { createEmulatedBroker, startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test, vi } from "vitest";
import { rejection, SCOPES } from "../support/browser-user.js";

/** What an application is told of a failure of the broker. */
const told = ({ errorCode, errorMessage, hint, broker }: BrokerError): object => ({
  errorCode,
  errorMessage,
  hint,
  status: broker?.status,
});

test("every status of the broker is reported the same in process as by the broker of Linux", async () => {
  const emulator = await startEmulator({ authority: false });
  onTestFinished(() => emulator.stop());
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  const inProcess = createEmulatedBroker();
  const auth = { clientId: inProcess.clientId };
  const onTheBus = await PublicClientApplication.create({ auth, enableBrokerOnLinux: true });
  const emulated = await PublicClientApplication.create({
    auth,
    broker: { implementation: inProcess.broker },
  });
  for (let value = 0; value <= 22; value += 1) {
    const fault = { fault: "status", value, times: 1 } as const;
    emulator.broker.faults.add(fault);
    inProcess.faults.add(fault);
    const request = { scopes: SCOPES, account: "os" } as const;
    const [bus, process] = await Promise.all(
      [onTheBus, emulated].map((app) => rejection(app.acquireTokenSilent(request))),
    );
    if (bus === undefined || process === undefined) throw new Error("nothing was rejected");
    expect(told(process), `status ${value}`).toEqual(told(bus));
  }
});
