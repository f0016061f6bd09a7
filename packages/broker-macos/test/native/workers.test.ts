import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { host, playElectron } from "../stand-in/stand-in.js";
import { addon, standIn, start } from "./addon.js";
import { runFixture } from "./run-fixture.js";

function startWorker(manner: string, data: Readonly<Record<string, unknown>> = {}): Worker {
  return new Worker(new URL("fixtures/worker.mjs", import.meta.url), { workerData: { manner, ...data } });
}

/** What the worker said first. */
async function message(worker: Worker): Promise<unknown> {
  const [first] = (await once(worker, "message")) as [unknown];
  return first;
}

/** Pumps the main thread until that is done, as an application may whose workers sign in. */
async function pumping<Result>(work: Promise<Result>): Promise<Result> {
  const timer = setInterval(() => addon.pump(), 1);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

describe("a silent operation of a worker", () => {
  test("is asked on the worker's thread, and answered in the background", async () => {
    standIn.play({ operations: { ask: { deliver: "background", echo: ["name"] } } });
    const worker = startWorker("asks", { options: [["name", "größe"]] });
    const exit = once(worker, "exit");
    await expect(message(worker)).resolves.toEqual({ mainThread: false, needsPump: false, name: "größe" });
    await expect(exit).resolves.toEqual([0]);
    expect(standIn.request()).toMatchObject({ thread: "background", userInterfaceEnabled: false });
  });

  test("is answered on the main thread where that is pumped", async () => {
    standIn.play({ operations: { ask: { deliver: "main" } } });
    await expect(pumping(message(startWorker("asks")))).resolves.toMatchObject({ mainThread: false });
  });

  test("is answered on the main thread where an application runs", async () => {
    playElectron();
    standIn.play({ operations: { ask: { deliver: "main" } } });
    await expect(message(startWorker("asks"))).resolves.toMatchObject({ mainThread: false });
  });

  test("is each worker's own, of several", async () => {
    standIn.play({ operations: { ask: { deliver: "background", echo: ["name"] } } });
    const names = ["one", "two", "three", "four"];
    const answers = await Promise.all(
      names.map((name) => message(startWorker("asks", { options: [["name", name]] }))),
    );
    expect(answers).toMatchObject(names.map((name) => ({ name })));
  });
});

describe("an interactive operation of a worker", () => {
  const operations = { ask: { deliver: "main" } } as const;

  test("is handed to the main thread where an application runs", async () => {
    playElectron();
    standIn.play({ operations });
    const view = host.createView("Electron's");
    await expect(message(startWorker("asks", { userInterface: true, view }))).resolves.toMatchObject({
      mainThread: false,
    });
    expect(standIn.request()).toMatchObject({ thread: "main", userInterfaceEnabled: true });
    expect(standIn.eventsOf("presentationAnchor")).toMatchObject([{ window: "Electron's" }]);
    expect(standIn.eventsOf("offMainThread")).toEqual([]);
    host.destroyView(view);
  });

  test("is handed to the main thread where that is pumped", async () => {
    standIn.play({ operations });
    await expect(pumping(message(startWorker("asks", { userInterface: true })))).resolves.toMatchObject({
      mainThread: false,
    });
    expect(standIn.request()).toMatchObject({ thread: "main" });
  });

  test("is cancelled on the main thread", async () => {
    standIn.play({ operations: { ask: { deliver: "never" } } });
    const worker = startWorker("cancels", { userInterface: true });
    await pumping(
      (async () => {
        await expect.poll(() => standIn.requests()).toHaveLength(1);
        const answered = message(worker);
        worker.postMessage("cancel");
        await expect(answered).resolves.toBe("cancelled");
        await expect.poll(() => standIn.unreleased()).toEqual([]);
      })(),
    );
    expect(standIn.eventsOf("cancel")).toMatchObject([{ thread: "main" }]);
  });

  test("that is cancelled while the main thread prepares it is not asked", async () => {
    standIn.play({ operations: { ask: { deliver: "never" } }, keyWindowBusy: true });
    const worker = startWorker("cancels-meanwhile", { userInterface: true });
    await expect(pumping(message(worker))).resolves.toBe("cancelled");
    addon.pump();
    expect(standIn.eventsOf("keyWindowBusy")).toHaveLength(1);
    expect(standIn.requests()).toEqual([]);
    // Prepared, and let go of.
    await expect.poll(() => (addon.pump(), standIn.eventsOf("controllerGone"))).toHaveLength(1);
  });

  test("lets go of its window on the main thread", async () => {
    standIn.play({ operations: { ask: { deliver: "background" } } });
    for (let round = 0; round < 10; round += 1) {
      const view = host.createView("closed meanwhile");
      const worker = startWorker("asks", { userInterface: true, view });
      const exit = once(worker, "exit");
      const asked = message(worker);
      await pumping(expect.poll(() => standIn.requests()).toHaveLength(round + 1));
      host.destroyView(view);
      await pumping(asked);
      await pumping(exit);
    }
    addon.pump();
    expect(standIn.eventsOf("offMainThread")).toEqual([]);
  });

  test("is refused where nobody serves the main thread, and not asked later", async () => {
    standIn.play({ operations });
    await expect(message(startWorker("fails", { userInterface: true }))).resolves.toEqual({
      code: "no_window",
      message: expect.stringMatching(
        /^The main thread, .* did not take the operation over within 5000 ms\.$/,
      ),
    });
    // The main thread gets to it now, and drops it.
    addon.pump();
    expect(standIn.requests()).toEqual([]);
  });

  test("ends by its time limit where that is shorter", async () => {
    standIn.play({ operations });
    const failed = message(startWorker("fails", { userInterface: true, timeoutMs: 20 }));
    await expect(failed).resolves.toMatchObject({ code: "timeout" });
    addon.pump();
    expect(standIn.requests()).toEqual([]);
  });
});

describe("a worker", () => {
  test.each(["in-flight", "busy"])("can be terminated with operations %s, many times", async (manner) => {
    const operations = { ask: { deliver: "background" }, never: { deliver: "never" } } as const;
    standIn.play({ operations });
    for (let round = 0; round < 10; round += 1) {
      const workers = [startWorker(manner), startWorker(manner), startWorker(manner)];
      await Promise.all(workers.map(message));
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    // The system is told of each that nobody waits for, and lets go of it.
    await expect.poll(() => standIn.unreleased(), { timeout: 10_000 }).toEqual([]);
    await expect(start().answer).resolves.toMatchObject({ status: 200 });
  });

  test("may exit with operations in flight", async () => {
    standIn.play({ operations: { ask: { deliver: "background" }, never: { deliver: "never" } } });
    await expect(once(startWorker("exits"), "exit")).resolves.toEqual([5]);
  });

  test("whose interactive operation was not yet taken over can be terminated", async () => {
    standIn.play({ operations: { ask: { deliver: "never" } } });
    const worker = startWorker("waits", { userInterface: true });
    await message(worker);
    await worker.terminate();
    addon.pump();
    expect(standIn.requests()).toEqual([]);
  });

  test("does not keep the process, nor crash it, when the main thread exits", async () => {
    standIn.play({ operations: { ask: { deliver: "background" }, never: { deliver: "never" } } });
    await expect(runFixture("main-exits.mjs")).resolves.toMatchObject({ code: 3, signal: null, stderr: "" });
  });
});
