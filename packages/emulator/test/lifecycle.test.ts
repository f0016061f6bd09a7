import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { EmulatorError, startEmulator, startPrivateBus } from "@authbroker/emulator";
import { connect, errorName, setUp, tokenOf } from "./support/client.js";
import { ADELE_SIGNED_IN, interactiveRequest, LEE, silentRequest } from "./support/requests.js";

const DBUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
};

/** The file of a bus's socket. */
function socketOf(address: string): string {
  return address.replace("unix:path=", "");
}

/** Whether a process is there; one that ended and was not waited for counts as gone. */
async function isAlive(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, "ascii").catch(() => "");
  return text !== "" && !/\) [ZX] /.test(text);
}

describe("an emulator", () => {
  test("gives the environment that a client needs", async () => {
    const { emulator } = await setUp();
    expect(emulator.env).toEqual({
      DBUS_SESSION_BUS_ADDRESS: emulator.bus?.address,
      AUTHBROKER_CLIENT_ID: emulator.directory.apps[0]?.clientId,
      AUTHBROKER_EMULATOR: "1",
      AUTHBROKER_AUTHORITY: "https://login.microsoftonline.com/common",
      AUTHBROKER_AUTHORITY_METADATA: JSON.stringify(emulator.authority?.metadata()),
      AUTHBROKER_AUTHORITY_URL: emulator.authority?.url,
      AUTHBROKER_AUTHORITY_CONTROL_TOKEN: emulator.authority?.controlToken,
    });
    expect(emulator.broker.running).toBe(true);
  });

  test("leaves nothing behind, however often it is stopped", async () => {
    const emulator = await startEmulator();
    const { address = "", pid = 0 } = emulator.bus ?? {};
    expect(await isAlive(pid)).toBe(true);
    await Promise.all([emulator.stop(), emulator.stop()]);
    await emulator.stop();
    expect(await isAlive(pid)).toBe(false);
    expect(existsSync(dirname(socketOf(address)))).toBe(false);
    expect(emulator.broker.running).toBe(false);
  });

  test("is stopped by `await using`'s way", async () => {
    const emulator = await startEmulator();
    await emulator[Symbol.asyncDispose]();
    expect(await isAlive(emulator.bus?.pid ?? 0)).toBe(false);
  });

  test("runs beside others", async () => {
    const emulators = await Promise.all(Array.from({ length: 8 }, () => setUp({ config: ADELE_SIGNED_IN })));
    const replies = await Promise.all(
      emulators.map(({ client }) => client.call("acquireTokenSilently", silentRequest())),
    );
    expect(new Set(replies.map((reply) => tokenOf(reply).accessToken)).size).toBe(8);
    expect(new Set(emulators.map(({ emulator }) => emulator.bus?.address)).size).toBe(8);
  });

  test("is refused in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(startEmulator()).rejects.toMatchObject({ code: "production_refused" });
  });

  test("uses a bus that is there, and leaves it alone", async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const emulator = await startEmulator({ busAddress: bus.address });
    expect(emulator.bus).toBeUndefined();
    const client = connect(bus.address);
    expect(await client.call("getAccounts")).toEqual({ accounts: [] });
    await emulator.stop();
    expect(await errorName(client.call("getAccounts"))).toBe("org.freedesktop.DBus.Error.ServiceUnknown");
  });

  test("takes no name over, and says whose it is", async () => {
    const { emulator } = await setUp();
    const second = startEmulator({ busAddress: emulator.bus?.address ?? "" });
    await expect(second).rejects.toMatchObject({
      code: "name_owned",
      message: expect.stringContaining(`belongs to process ${process.pid} `),
    });
    expect(emulator.broker.running).toBe(true);
  });

  test("says that no bus answers", async () => {
    const emulator = startEmulator({ busAddress: "unix:path=/nonexistent/bus" });
    await expect(emulator).rejects.toBeInstanceOf(EmulatorError);
    await expect(emulator).rejects.toMatchObject({
      code: "bus_unreachable",
      message: expect.stringMatching(/unix:path=\/nonexistent\/bus: .*ENOENT/),
    });
  });

  test("says that dbus-daemon is missing, and what to install", async () => {
    vi.stubEnv("PATH", "/nonexistent");
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(startEmulator()).rejects.toMatchObject({
      code: "dbus_daemon_missing",
      message: expect.stringContaining("sudo apt-get install dbus-daemon"),
    });
  });
});

describe("the private bus", () => {
  test("is behind a directory that only its user can enter", async () => {
    const { emulator } = await setUp();
    const { mode } = await stat(dirname(socketOf(emulator.bus?.address ?? "")));
    expect((mode & 0o777).toString(8)).toBe("700");
  });

  test("can be killed and started again at the same address", async () => {
    let left = (): void => {};
    const leaving = new Promise<void>((resolve) => {
      left = resolve;
    });
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN, onLeave: () => left() });
    const { bus } = emulator;
    if (bus === undefined) throw new Error("no bus");
    const { address, pid } = bus;
    await client.call("acquireTokenInteractively", interactiveRequest());
    await bus.kill();
    await leaving;
    expect(await isAlive(pid)).toBe(false);
    expect(existsSync(socketOf(address))).toBe(false);
    expect(emulator.broker.running).toBe(false);
    await bus.restart();
    expect(bus.address).toBe(address);
    expect(bus.pid).not.toBe(pid);
    await emulator.broker.start();
    const again = connect(address);
    expect(tokenOf(await again.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
  });

  test("can be started again after it was killed from outside", async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    process.kill(bus.pid, "SIGKILL");
    await bus.restart();
    expect(await connect(bus.address).send({ ...DBUS, member: "GetId" })).toMatch(/^[0-9a-f]{32}$/);
  });

  test("works in a directory whose name has to be escaped", async () => {
    const folder = await mkdtemp("/tmp/an odd & näme, ");
    onTestFinished(() => rm(folder, { recursive: true }));
    vi.stubEnv("TMPDIR", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const emulator = await startEmulator();
    onTestFinished(() => emulator.stop());
    expect(emulator.bus?.address).toMatch(/^unix:path=[-0-9A-Za-z_/.*\\%]+$/);
    expect(emulator.broker.running).toBe(true);
  });
});

describe("the broker", () => {
  test("that crashes answers nothing more, and starts again", async () => {
    const { client, emulator } = await setUp({
      config: { ...ADELE_SIGNED_IN, faults: [{ fault: "late-reply", delayMs: 3_600_000, times: 1 }] },
    });
    const pending = errorName(client.call("acquireTokenSilently", silentRequest()));
    await client.call("getAccounts");
    await emulator.broker.crash();
    expect(await pending).toBe("org.freedesktop.DBus.Error.NoReply");
    expect(emulator.broker.running).toBe(false);
    await emulator.broker.start();
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
  });

  test("keeps who is signed in, and the record of calls, over a crash", async () => {
    const { client, emulator } = await setUp();
    emulator.directory.signIn(LEE);
    await client.call("getAccounts");
    await emulator.broker.crash();
    await emulator.broker.start();
    expect(await client.call("getAccounts")).toMatchObject({ accounts: [{ username: LEE }] });
    expect(emulator.broker.requests).toHaveLength(2);
  });

  test("need not be started", async () => {
    const { client, emulator } = await setUp({ startBroker: false });
    expect(await errorName(client.call("getAccounts"))).toBe("org.freedesktop.DBus.Error.ServiceUnknown");
    await emulator.broker.start();
    await emulator.broker.start();
    expect(await client.call("getAccounts")).toEqual({ accounts: [] });
  });

  test("is started by the bus, with the configuration, when it is called and not there", async () => {
    const { client, emulator } = await setUp({
      activation: true,
      startBroker: false,
      config: ADELE_SIGNED_IN,
    });
    expect(await client.send({ ...DBUS, member: "ListActivatableNames" })).toContain(
      "com.microsoft.identity.broker1",
    );
    expect(await client.call("getAccounts")).toMatchObject({ accounts: [{ name: "Adele Vance" }] });
    expect(tokenOf(await client.call("acquireTokenSilently", silentRequest())).accessTokenType).toBe(0);
    expect(emulator.broker.running).toBe(false);
  });

  test("that the bus started ends with it", async () => {
    const { client, emulator } = await setUp({ activation: true, startBroker: false });
    await client.call("getAccounts");
    const pid = await client.send({
      ...DBUS,
      member: "GetConnectionUnixProcessID",
      signature: "s",
      body: ["com.microsoft.identity.broker1"],
    });
    expect(await isAlive(Number(pid))).toBe(true);
    await emulator.stop();
    await vi.waitUntil(async () => !(await isAlive(Number(pid))), { timeout: 20_000 });
  });
});
