import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pump } from "../../src/pump.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A main run loop that has to be served until it is told otherwise. */
function runLoop(): { needed: boolean; served: number; needsPump(): boolean; pump(): void } {
  const loop = {
    needed: true,
    served: 0,
    needsPump: () => loop.needed,
    pump: () => {
      loop.served += 1;
    },
  };
  return loop;
}

test("the run loop is served every 10 ms while an operation needs it, and a second longer, and then no more", () => {
  const loop = runLoop();
  const pump = new Pump(loop, globalThis);
  pump.run();
  vi.advanceTimersByTime(100);
  expect(loop.served).toBe(10);
  loop.needed = false;
  vi.advanceTimersByTime(990);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10);
  expect(vi.getTimerCount()).toBe(0);
  expect(loop.served).toBe(110);
});

test("an operation within that second is served as long as it takes", () => {
  const loop = runLoop();
  const pump = new Pump(loop, globalThis);
  pump.run();
  loop.needed = false;
  vi.advanceTimersByTime(500);
  loop.needed = true;
  pump.run();
  vi.advanceTimersByTime(5000);
  expect(loop.served).toBe(550);
  expect(vi.getTimerCount()).toBe(1);
});

test("operations that wait at the same time are served by one timer", () => {
  const loop = runLoop();
  const pump = new Pump(loop, globalThis);
  for (let started = 0; started < 5; started += 1) pump.run();
  expect(vi.getTimerCount()).toBe(1);
});

test("an operation after the last one is served again", () => {
  const loop = runLoop();
  const pump = new Pump(loop, globalThis);
  pump.run();
  loop.needed = false;
  vi.advanceTimersByTime(5000);
  const { served } = loop;
  loop.needed = true;
  pump.run();
  vi.advanceTimersByTime(20);
  expect(loop.served).toBe(served + 2);
});

test("where somebody else serves it, as Electron does, no timer is made", () => {
  const loop = runLoop();
  loop.needed = false;
  new Pump(loop, globalThis).run();
  expect(vi.getTimerCount()).toBe(0);
});

test("an application that stands in for the timers afterwards, in its tests, is served all the same", async () => {
  const loop = runLoop();
  await new Promise<void>((served) => {
    loop.pump = () => {
      loop.needed = false;
      served();
    };
    new Pump(loop).run();
  });
  expect(vi.getTimerCount()).toBe(0);
});

test("the timer keeps no process alive", () => {
  vi.useRealTimers();
  const made = vi.spyOn(globalThis, "setInterval");
  const loop = runLoop();
  new Pump(loop, globalThis).run();
  const timer = made.mock.results[0]?.value as NodeJS.Timeout;
  expect(timer.hasRef()).toBe(false);
  clearInterval(timer);
  made.mockRestore();
});
