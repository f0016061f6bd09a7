import { setImmediate, setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { addon, expectNothingPending, failure, type Pending, standIn, start } from "./addon.js";
import { runFixture } from "./run-fixture.js";

const NEVER = { operations: { ask: { deliver: "never" } } } as const;

afterEach(expectNothingPending);

/** Cancels, and what that made of the operation. */
async function cancelled(pending: Pending): Promise<unknown> {
  addon.cancel(pending.id);
  // At once: the system is not waited for.
  const outcome = await Promise.race([failure(pending), setImmediate("still pending")]);
  return outcome;
}

const CANCELLED = { code: "cancelled", message: "The operation was cancelled." };

describe.each([false, true])("with user interface %s", (userInterface) => {
  test("a cancelled operation rejects at once, and the system is told", async () => {
    standIn.play(NEVER);
    await expect(cancelled(start({ userInterface }))).resolves.toMatchObject(CANCELLED);
    expect(standIn.eventsOf("cancel")).toMatchObject([{ thread: "main" }]);
    await expect.poll(() => standIn.unreleased()).toEqual([]);
  });

  test("one that is over time rejects, and the system is told", async () => {
    standIn.play(NEVER);
    await expect(failure(start({ userInterface, timeoutMs: 30 }))).resolves.toMatchObject({
      code: "timeout",
      message: "The operation did not end within 30 ms.",
    });
    expect(standIn.eventsOf("cancel")).toHaveLength(1);
    await expect.poll(() => standIn.unreleased()).toEqual([]);
  });

  test.each(["main", "background"] as const)(
    "the answer that comes on the %s thread after it was cancelled is dropped, and what the system used is let go",
    async (deliver) => {
      const operations = { late: { deliver, delayMs: 30 }, ask: { deliver: "background" } } as const;
      standIn.play({ macosVersion: "12.6.0", operations });
      await expect(cancelled(start({ operation: "late", userInterface }))).resolves.toMatchObject(CANCELLED);
      expect(standIn.eventsOf("cancel")).toEqual([]);
      // With nothing pending nobody pumps, so that what is left for the main thread waits for the next operation.
      await expect
        .poll(async () => {
          await start().answer;
          return standIn.unreleased();
        })
        .toEqual([]);
    },
  );

  test("macOS may refuse to cancel with an exception", async () => {
    standIn.play({
      exceptions: { cancel: "not now" },
      operations: { ask: { deliver: "background", delayMs: 30 } },
    });
    await expect(cancelled(start({ userInterface }))).resolves.toMatchObject(CANCELLED);
    expect(standIn.eventsOf("cancel")).toHaveLength(1);
    await expect.poll(() => (addon.pump(), standIn.unreleased())).toEqual([]);
  });

  test("macOS 12, which cannot cancel, is not asked to, over time either", async () => {
    standIn.play({ ...NEVER, macosVersion: "12.6.0" });
    await expect(failure(start({ userInterface, timeoutMs: 10 }))).resolves.toMatchObject({
      code: "timeout",
    });
    expect(standIn.eventsOf("cancel")).toEqual([]);
  });
});

describe("a cancel", () => {
  test("while the answer is on its way wins", async () => {
    standIn.play({ operations: { ask: { deliver: "atOnce", headers: { a: "b" } } } });
    await expect(cancelled(start())).resolves.toMatchObject(CANCELLED);
    expect(standIn.eventsOf("cancel")).toEqual([]);
  });

  test("after the answer does nothing", async () => {
    standIn.play({ operations: { ask: { deliver: "background", headers: { a: "b" } } } });
    const pending = start();
    await pending.answer;
    addon.cancel(pending.id);
    await expect(pending.answer).resolves.toMatchObject({ headers: { a: "b" } });
    expect(standIn.eventsOf("cancel")).toEqual([]);
  });

  test("twice is one", async () => {
    standIn.play(NEVER);
    const pending = start();
    addon.cancel(pending.id);
    await expect(cancelled(pending)).resolves.toMatchObject(CANCELLED);
    expect(standIn.eventsOf("cancel")).toHaveLength(1);
  });

  test("ends that operation and no other", async () => {
    standIn.play({
      operations: { ask: { deliver: "background", delayMs: 20 }, never: { deliver: "never" } },
    });
    const [first, doomed, last] = [start(), start({ operation: "never" }), start()];
    await expect(cancelled(doomed)).resolves.toMatchObject(CANCELLED);
    await expect(Promise.all([first.answer, last.answer])).resolves.toHaveLength(2);
  });

  test("from where another outcome is heard", async () => {
    standIn.play({ operations: { ask: { deliver: "background" }, never: { deliver: "never" } } });
    const doomed = start({ operation: "never" });
    await start().answer.then(() => addon.cancel(doomed.id));
    await expect(failure(doomed)).resolves.toMatchObject(CANCELLED);
  });

  test.each(["main", "background"] as const)(
    "that races with answers on the %s thread ends once",
    async (deliver) => {
      for (const macosVersion of ["12.0", "15.0"]) {
        standIn.play({ macosVersion, operations: { ask: { deliver, delayMs: 2, times: 2 } } });
        const outcomes = Array.from({ length: 50 }, async (_, index) => {
          const pending = start();
          await delay(index % 5);
          addon.cancel(pending.id);
          return pending.answer.then(
            () => "answered",
            (error: { code: string }) => error.code,
          );
        });
        const kinds = new Set(await Promise.all(outcomes));
        expect(["answered", "cancelled"]).toEqual(expect.arrayContaining([...kinds]));
      }
    },
  );
});

describe("a time limit", () => {
  test("runs out where an application's tests have put other timers in place of Node.js'", async () => {
    standIn.play({ operations: { get_accounts_operation: { deliver: "never" } } });
    const { code, lines } = await runFixture("fake-timers.mjs");
    expect({ code, lines }).toEqual({ code: 0, lines: ["request_timeout"] });
  });

  test("of a part of a millisecond is one", async () => {
    standIn.play(NEVER);
    await expect(failure(start({ timeoutMs: 0.5 }))).resolves.toMatchObject({
      code: "timeout",
      message: "The operation did not end within 1 ms.",
    });
  });

  test.each([2_147_483_647, 2_147_483_648, 4_294_967_295])("may be %s", async (timeoutMs) => {
    const warnings: Error[] = [];
    const warned = (warning: Error): number => warnings.push(warning);
    process.on("warning", warned);
    standIn.play({ operations: { ask: { deliver: "background", delayMs: 20 } } });
    await expect(start({ timeoutMs }).answer).resolves.toMatchObject({ status: 200 });
    await setImmediate();
    process.off("warning", warned);
    expect(warnings).toEqual([]);
  });

  test("does not end what was answered in time", async () => {
    standIn.play({ operations: { ask: { deliver: "background" } } });
    const { answer } = start({ timeoutMs: 20_000 });
    await expect(answer).resolves.toMatchObject({ status: 200 });
  });

  test("is each operation's own", async () => {
    standIn.play(NEVER);
    const order: number[] = [];
    const limits = [150, 20, 80];
    await Promise.all(
      limits.map((timeoutMs) => failure(start({ timeoutMs })).then(() => order.push(timeoutMs))),
    );
    expect(order).toEqual([20, 80, 150]);
  });
});
