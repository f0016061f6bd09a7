import { afterEach, describe, expect, test } from "vitest";
import { host, playElectron } from "../stand-in/stand-in.js";
import { addon, expectAllReleased, failure, standIn, start } from "./addon.js";
import { runFixture } from "./run-fixture.js";

afterEach(expectAllReleased);

describe.each(["main", "background"] as const)("answered on the %s thread, the anchor", (deliver) => {
  const operations = { ask: { deliver } };

  test("is the window of the view, asked for on any thread", async () => {
    standIn.play({ operations, keyWindow: "key" });
    const view = host.createView("the application's");
    await start({ userInterface: true, view }).answer;
    expect(standIn.eventsOf("presentationAnchor")).toMatchObject([
      { window: "the application's", thread: "background" },
    ]);
    host.destroyView(view);
  });

  test("is the key window where no view is given", async () => {
    standIn.play({ operations, keyWindow: "key" });
    await start({ userInterface: true }).answer;
    expect(standIn.eventsOf("presentationAnchor")).toMatchObject([{ window: "key" }]);
  });

  test("is none where there is no window", async () => {
    standIn.play({ operations });
    await start({ userInterface: true }).answer;
    expect(standIn.eventsOf("presentationAnchor")).toEqual([
      { event: "presentationAnchor", thread: "background", controller: standIn.request().controller },
    ]);
  });

  test("is not asked for without user interface", async () => {
    standIn.play({ operations });
    const view = host.createView("the application's");
    await start({ view }).answer;
    expect(standIn.eventsOf("presentationAnchor")).toEqual([]);
    host.destroyView(view);
  });

  test("outlives the host's own window", async () => {
    standIn.play({ operations: { ask: { deliver, delayMs: 30 } } });
    const view = host.createView("closed meanwhile");
    const { answer } = start({ userInterface: true, view });
    host.destroyView(view);
    await expect(answer).resolves.toMatchObject({ status: 200 });
  });
});

test("a view in no window is refused before the extension is asked", async () => {
  standIn.play({ operations: { ask: {} } });
  const view = host.createView();
  const error = await failure(start({ userInterface: true, view }));
  expect(error).toMatchObject({ code: "no_window", message: "The view is in no window." });
  expect(standIn.requests()).toEqual([]);
  host.destroyView(view);
});

test("the bytes of a view may lie anywhere", async () => {
  standIn.play({ operations: { ask: {} } });
  const view = host.createView("shifted");
  const bytes = new Uint8Array(16);
  bytes.set(view, 3);
  await start({ userInterface: true, view: bytes.subarray(3, 11) }).answer;
  expect(standIn.eventsOf("presentationAnchor")).toMatchObject([{ window: "shifted" }]);
  host.destroyView(view);
});

test("plain Node.js becomes an application without an icon in the Dock, once, and comes to the front each time", async () => {
  standIn.play({ operations: { ask: {} } });
  const { code, lines } = await runFixture("launches.mjs");
  expect({ code, lines }).toMatchObject({ code: 0, lines: ["none", "none", "idle", "idle"] });
  const launched = standIn.events().filter(({ event }) => /Policy|Launching|activate|Requests/.test(event));
  expect(launched.map(({ event }) => event)).toEqual([
    "performRequests",
    "setActivationPolicy",
    "finishLaunching",
    "activate",
    "performRequests",
    "activate",
    "performRequests",
  ]);
  expect(launched).toContainEqual({ event: "setActivationPolicy", thread: "main", policy: 1 });
});

test("the events of the application that Node.js became are dispatched", async () => {
  standIn.play({ operations: { ask: { deliver: "event", headers: { a: "b" } } } });
  await expect(start({ userInterface: true }).answer).resolves.toMatchObject({ headers: { a: "b" } });
});

test("an exception of what an event sets off is told, and the next events are dispatched", async () => {
  standIn.play({
    operations: {
      ask: [{}, { deliver: "event", thenThrows: "a broken handler" }, { deliver: "event" }],
    },
  });
  const { code, lines, stderr } = await runFixture("launches.mjs");
  expect({ code, lines }).toEqual({ code: 0, lines: ["none", "none", "idle", "idle"] });
  expect(stderr).toContain("NSInternalInconsistencyException: a broken handler");
});

test("an application that runs is left as it is", async () => {
  playElectron();
  standIn.play({ operations: { ask: { deliver: "main" } } });
  const view = host.createView("Electron's");
  await start({ userInterface: true, view }).answer;
  expect(addon.systemFacts().application).toBe("running");
  expect(standIn.events().map(({ event }) => event)).toEqual([
    "performRequests",
    "presentationAnchor",
    "controllerGone",
  ]);
  host.destroyView(view);
});
