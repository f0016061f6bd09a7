import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Emulator } from "@authbroker/emulator";
import { expect, test } from "vitest";
import { clientId, emulated, signedIn } from "./emulator.js";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url));

test("a process ends by itself when its calls are done, and has written nothing", async () => {
  const emulator = await emulated();
  const { account } = await signedIn(emulator);
  const child = fork(fixture("silent"), [JSON.stringify(account)], {
    env: { ...process.env, ...emulator.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += String(chunk)));
  child.stderr?.on("data", (chunk) => (output += String(chunk)));
  const message = once(child, "message");
  const [code] = await once(child, "exit");
  expect((await message)[0]).toEqual({ username: account.username });
  expect({ code, output }).toEqual({ code: 0, output: "" });
});

test("process.exit with calls in flight ends the process with its own code", async () => {
  const emulator = await emulated();
  await signedIn(emulator);
  emulator.broker.faults.add({ fault: "no-reply", method: "acquireTokenInteractively" });
  const child = spawn(process.execPath, [fixture("exit-in-flight")], {
    env: { ...process.env, ...emulator.env },
    stdio: "inherit",
  });
  expect(await once(child, "exit")).toEqual([7, null]);
});

test("several worker threads get their tokens at the same time", async () => {
  const emulator = await emulated();
  const { account } = await signedIn(emulator);
  const workers = Array.from({ length: 4 }, () => worker(emulator, account, false));
  const exits = workers.map((each) => once(each, "exit"));
  const messages = await Promise.all(workers.map((each) => once(each, "message")));
  for (const [usernames] of messages) expect(usernames).toEqual(Array(20).fill(account.username));
  // A worker ends by itself, too, when its calls are done.
  expect(await Promise.all(exits)).toEqual(Array(4).fill([0]));
});

test("a worker thread can be terminated while a call of it waits", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  emulator.broker.faults.add({ fault: "no-reply", method: "acquireTokenInteractively" });
  for (let round = 0; round < 3; round++) {
    const workers = Array.from({ length: 3 }, () => worker(emulator, account, true));
    await Promise.all(workers.map((each) => once(each, "message")));
    await Promise.all(workers.map((each) => each.terminate()));
  }
  expect(await app.getAllAccounts()).toHaveLength(1);
});

function worker(emulator: Emulator, account: unknown, forEver: boolean): Worker {
  return new Worker(fixture("worker"), {
    workerData: { account, clientId: clientId(emulator), forEver },
    env: { ...process.env, ...emulator.env },
  });
}
