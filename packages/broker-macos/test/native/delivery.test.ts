import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { playElectron } from "../stand-in/stand-in.js";
import { addon, expectAllReleased, failure, standIn, start } from "./addon.js";

afterEach(expectAllReleased);

const DELIVERIES = ["main", "background", "atOnce"] as const;

describe.each(DELIVERIES)("an outcome that is delivered: %s", (deliver) => {
  test.each([false, true])("is the answer, user interface %s", async (userInterface) => {
    standIn.play({ operations: { ask: { deliver, headers: { a: "b" } } } });
    await expect(start({ userInterface }).answer).resolves.toEqual({ status: 200, headers: { a: "b" } });
  });

  test("is the error", async () => {
    standIn.play({ operations: { ask: { deliver, error: { code: 1004 } } } });
    await expect(failure(start())).resolves.toMatchObject({
      code: "authorization_error",
      error: { code: 1004 },
    });
  });

  test.each([42, [1], { a: "b" }, true])(
    "is the error without its words where they are no text: %j",
    async (description) => {
      const underlying = { domain: "MSALErrorDomain", code: -50000, description };
      standIn.play({ operations: { ask: { deliver, error: { code: 1000, description, underlying } } } });
      await expect(failure(start())).resolves.toMatchObject({
        code: "authorization_error",
        error: { code: 1000, description: "", underlying: { code: -50000, description: "" } },
      });
    },
  );

  test.each([
    ["answer", "allHeaderFields", {}],
    ["error", "localizedDescription", { error: { code: 1000 } }],
  ] as const)("is a bad credential where reading the %s raises an exception", async (_, method, outcome) => {
    standIn.play({ exceptions: { [method]: "not a word" }, operations: { ask: { deliver, ...outcome } } });
    await expect(failure(start())).resolves.toMatchObject({
      code: "bad_credential",
      message: "What came cannot be read: NSInternalInconsistencyException.",
    });
  });

  test("late is the answer", async () => {
    standIn.play({ operations: { ask: { deliver, delayMs: 100, headers: { a: "b" } } } });
    await expect(start().answer).resolves.toMatchObject({ headers: { a: "b" } });
  });

  test("twice counts once", async () => {
    standIn.play({ operations: { ask: { deliver, times: 2, headers: { a: "b" } } } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => start().answer));
    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ status: 200, headers: { a: "b" } })));
  });

  test("is heard after the call that asked", async () => {
    standIn.play({ operations: { ask: { deliver } } });
    const heard: string[] = [];
    const answered = start().answer.then(() => heard.push("answer"));
    heard.push("started");
    await answered;
    expect(heard).toEqual(["started", "answer"]);
  });

  test.each([20, 100])("for %s operations at once is each one's own", async (count) => {
    standIn.play({ operations: { ask: { deliver, delayMs: 5, echo: ["name"] } } });
    const names = Array.from({ length: count }, (_, index) => `operation ${index}`);
    const answers = await Promise.all(names.map((name) => start({ options: [["name", name]] }).answer));
    expect(answers.map(({ headers }) => headers["name"])).toEqual(names);
  });
});

test("steps of a list are played one after the other", async () => {
  standIn.play({
    operations: { turns: [{ headers: { n: 1 } }, { error: { code: 1001 } }, { headers: { n: 3 } }] },
  });
  await expect(start({ operation: "turns" }).answer).resolves.toMatchObject({ headers: { n: "1" } });
  await expect(failure(start({ operation: "turns" }))).resolves.toMatchObject({ error: { code: 1001 } });
  await expect(start({ operation: "turns" }).answer).resolves.toMatchObject({ headers: { n: "3" } });
  await expect(start({ operation: "turns" }).answer).resolves.toMatchObject({ headers: { n: "3" } });
});

describe("while an operation is pending", () => {
  test.each(["main", "background"] as const)("the event loop is free: %s", async (deliver) => {
    standIn.play({ operations: { ask: { deliver, delayMs: 300 } } });
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    await start().answer;
    clearInterval(ticking);
    // 60 on an idle machine.
    expect(ticks).toBeGreaterThan(10);
  });

  test("a pump is needed, and not before and after", async () => {
    standIn.play({ operations: { ask: { deliver: "background", delayMs: 5 } } });
    expect(addon.needsPump()).toBe(false);
    const { answer } = start();
    expect(addon.needsPump()).toBe(true);
    await answer;
    expect(addon.needsPump()).toBe(false);
  });

  test("no pump is needed where an application runs, and pumping does nothing", async () => {
    playElectron();
    standIn.play({ operations: { ask: { deliver: "main", delayMs: 20 } } });
    const { answer } = start();
    expect(addon.needsPump()).toBe(false);
    addon.pump();
    await expect(answer).resolves.toMatchObject({ status: 200 });
  });

  test("pumping returns at once", async () => {
    standIn.play({ operations: { ask: { deliver: "main", delayMs: 1000 } } });
    let answered = false;
    const { answer } = start();
    const settled = answer.then(() => (answered = true));
    const begun = performance.now();
    addon.pump();
    expect(performance.now() - begun).toBeLessThan(800);
    expect(answered).toBe(false);
    await settled;
  });
});

test("an operation that is never answered waits", async () => {
  standIn.play({ operations: { ask: { deliver: "never" } } });
  const pending = start();
  const outcome = await Promise.race([failure(pending), delay(50, "waits")]);
  expect(outcome).toBe("waits");
  addon.cancel(pending.id);
  await expect(failure(pending)).resolves.toMatchObject({ code: "cancelled" });
});
