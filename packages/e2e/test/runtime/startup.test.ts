import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { msalNodeRuntime } from "@authbroker/msal-node-runtime";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test, vi } from "vitest";

/** The address of a session bus that takes connections and never says a word. */
async function silentBus(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-silent-"));
  const path = join(folder, "bus");
  const server = createServer().listen(path);
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return `unix:path=${path}`;
}

// One test: what a process knows about its broker is known once for all of it.
test("a bus that never answers is waited for once, and a broker that comes later is found", async () => {
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", await silentBus());
  onTestFinished(() => void vi.unstubAllEnvs());
  const before = process.hrtime.bigint();
  expect(msalNodeRuntime.StartupError?.errorContext).toMatch(/^session_bus_unreachable: /);
  const first = process.hrtime.bigint() - before;
  expect(msalNodeRuntime.StartupError?.errorContext).toMatch(/^session_bus_unreachable: /);
  const second = process.hrtime.bigint() - before - first;
  expect(second * 10n).toBeLessThan(first);

  await using emulator = await startEmulator();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  vi.advanceTimersByTime(10_000);
  expect(msalNodeRuntime.StartupError).toBeDefined();
  await vi.waitFor(() => expect(msalNodeRuntime.StartupError).toBeUndefined(), 20_000);
});
