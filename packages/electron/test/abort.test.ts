import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { rejected, type Served, served } from "./served.js";

/** Chromium's errors of a load, by the number and the description that Electron tells. */
const ERR_ABORTED = [-3, "ERR_ABORTED"] as const;
const ERR_CONNECTION_REFUSED = [-102, "ERR_CONNECTION_REFUSED"] as const;
/** As Electron tells it, without a description. */
const ERR_CONTENT_LENGTH_MISMATCH = [-354, ""] as const;

/** A served application whose broker's window stays open until it is closed from outside. */
async function waiting(): Promise<
  Served & { readonly opened: Promise<unknown>; readonly closed: Promise<unknown> }
> {
  const windows = new EventTarget();
  const seen = (event: string): Promise<unknown> =>
    new Promise((resolve) => windows.addEventListener(event, resolve, { once: true }));
  const opened = seen("opened");
  const closed = seen("closed");
  const app = await served(
    {},
    {
      onInteraction: async ({ signal }) => {
        windows.dispatchEvent(new Event("opened"));
        await once(signal, "abort");
        windows.dispatchEvent(new Event("closed"));
        return { cancel: true };
      },
    },
  );
  return { ...app, opened, closed };
}

describe("a sign-in window is closed", () => {
  test("when its page aborts the call", async () => {
    const { page, opened, closed } = await waiting();
    const correlationId = crypto.randomUUID();
    const signIn = page.authbroker.signIn({ correlationId });
    await opened;
    await page.authbroker.abort(crypto.randomUUID());
    await page.authbroker.abort(correlationId);
    expect(await rejected(signIn)).toMatchObject({ errorCode: "request_aborted", correlationId });
    await closed;
  });

  test.each(["destroyed", "render-process-gone", "did-navigate"])(
    "when its page is gone: %s",
    async (event) => {
      const { page, opened, closed } = await waiting();
      const signIn = page.authbroker.signIn();
      await opened;
      page.contents.emit(event);
      expect(await rejected(signIn)).toMatchObject({ errorCode: "request_aborted" });
      await closed;
    },
  );

  test("when its page is left for one that cannot be loaded, or its reload fails", async () => {
    const { page, opened, closed } = await waiting();
    const signIn = page.authbroker.signIn();
    await opened;
    page.contents.emit("did-fail-load", {}, ...ERR_CONNECTION_REFUSED, "app://notes/", true);
    expect(await rejected(signIn)).toMatchObject({ errorCode: "request_aborted" });
    await closed;
  });

  test("when the application serves no more", async () => {
    const { page, service, opened, closed } = await waiting();
    const signIn = page.authbroker.signIn();
    await opened;
    service.close();
    expect(await rejected(signIn)).toMatchObject({ errorCode: "request_aborted" });
    await closed;
  });

  test("when its time is over", async () => {
    const { page, closed } = await waiting();
    const signIn = page.authbroker.signIn({ timeoutMs: 50 });
    expect(await rejected(signIn)).toMatchObject({ errorCode: "request_timeout", retryable: true });
    await closed;
  });
});

test.each([
  { what: "a load that was stopped", error: ERR_ABORTED, isMainFrame: true },
  { what: "a page that breaks off while it loads", error: ERR_CONTENT_LENGTH_MISMATCH, isMainFrame: true },
  { what: "a frame that cannot be loaded", error: ERR_CONNECTION_REFUSED, isMainFrame: false },
])("$what leaves the page and its calls", async ({ error, isMainFrame }) => {
  const { page, opened } = await waiting();
  const correlationId = crypto.randomUUID();
  const signIn = page.authbroker.signIn({ correlationId });
  await opened;
  page.contents.emit("did-fail-load", {}, ...error, "app://notes/", isMainFrame);
  expect(await Promise.race([signIn, page.authbroker.probeBroker()])).toHaveProperty("available", true);
  await page.authbroker.abort(correlationId);
  await rejected(signIn);
});

test("a page cannot abort another page's call", async () => {
  const { electron, page, opened } = await waiting();
  const correlationId = crypto.randomUUID();
  const signIn = page.authbroker.signIn({ correlationId });
  await opened;
  const other = electron.openPage();
  await other.authbroker.abort(correlationId);
  expect(await Promise.race([signIn, page.authbroker.probeBroker()])).toHaveProperty("available", true);
  await page.authbroker.abort(correlationId);
  await rejected(signIn);
});

test("nothing listens to a page that waits for nothing", async () => {
  const { page } = await served();
  await Promise.all([page.authbroker.getAllAccounts(), page.authbroker.signIn()]);
  expect(page.contents.eventNames()).toEqual([]);
});

test("however many calls a page makes, each event has one listener", async () => {
  const { page, opened } = await waiting();
  const signIns = Array.from({ length: 12 }, () => page.authbroker.signIn());
  await opened;
  for (const event of page.contents.eventNames()) expect(page.contents.listenerCount(event)).toBe(1);
  expect(page.contents.eventNames().length).toBeGreaterThan(0);
  page.contents.emit("destroyed");
  for (const signIn of signIns)
    expect(await rejected(signIn)).toMatchObject({ errorCode: "request_aborted" });
});
