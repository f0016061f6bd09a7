import { BrokerError, type BrokerProbe } from "@authbroker/core";
import { describe, expect, test, vi } from "vitest";
import { createApp, fakeBroker } from "./fake-broker.js";

describe("probeBroker()", () => {
  test("gives the broker's answer, asked anew each time", async () => {
    const one: BrokerProbe = { available: true, running: true, version: "2.0.1", owner: ":1.7", pid: 4711 };
    const two: BrokerProbe = { available: false, reason: "broker_not_installed", message: "gone", fix: "y" };
    const probe = vi.fn<() => Promise<BrokerProbe>>().mockResolvedValueOnce(one).mockResolvedValueOnce(two);
    const app = await createApp(fakeBroker({ probe }).broker);

    expect(await app.probeBroker()).toStrictEqual(one);
    expect(await app.probeBroker()).toStrictEqual(two);
  });

  test("starts the broker only when it is asked to", async () => {
    const { broker, probes } = fakeBroker();
    const app = await createApp(broker);

    await app.probeBroker();
    await app.probeBroker({ start: true });

    expect(probes[0]?.options).not.toHaveProperty("start", true);
    expect(probes[1]?.options).toHaveProperty("start", true);
  });

  test.each<[string, () => Promise<BrokerProbe>]>([
    ["rejects", () => Promise.reject(new Error("no bus"))],
    [
      "rejects with a BrokerError",
      () => Promise.reject(new BrokerError("broker_unavailable", { message: "no bus" })),
    ],
    [
      "throws at once",
      () => {
        throw new Error("no bus");
      },
    ],
    ["rejects with something that is no error", () => rejected("no bus")],
  ])("does not reject when the broker %s", async (_how, probe) => {
    const app = await createApp(fakeBroker({ probe }).broker);

    const answer = await app.probeBroker();

    expect(answer).toMatchObject({ available: false, reason: "broker_not_responding" });
    expect(answer).toHaveProperty("message", expect.stringContaining("no bus"));
    expect(answer).toHaveProperty("cause");
  });

  test("does not reject when the broker never answers, which was told how long it may take", async () => {
    const { broker, probes } = fakeBroker({ probe: never });
    const app = await createApp(broker);

    const answer = await app.probeBroker({ timeoutMs: 5 });

    expect(answer).toMatchObject({ available: false, reason: "broker_not_responding" });
    expect(answer).toHaveProperty("message", expect.stringContaining(" 5 ms"));
    expect(probes[0]?.options).toStrictEqual({ timeoutMs: 5 });
  });

  test("does not reject when its signal is aborted, before or during the call", async () => {
    const app = await createApp(fakeBroker({ probe: never }).broker);
    const controller = new AbortController();

    const during = app.probeBroker({ signal: controller.signal });
    controller.abort();

    await expect(during).resolves.toHaveProperty("available", false);
    await expect(app.probeBroker({ signal: AbortSignal.abort() })).resolves.toHaveProperty(
      "available",
      false,
    );
  });
});

function rejected(reason: unknown): Promise<never> {
  return Promise.reject(reason);
}

function never(): Promise<never> {
  return new Promise(() => {});
}
