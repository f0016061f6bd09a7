import type { LoadFailed, PageEnd, WebContents } from "./electron.js";

interface Call {
  readonly correlationId: string;
  readonly controller: AbortController;
}

const PAGE_ENDS = ["destroyed", "render-process-gone", "did-navigate"] as const satisfies readonly PageEnd[];

/** Chromium's `ERR_ABORTED`: a load was stopped, or became a download, and the page that was there stays. */
const ERR_ABORTED = -3;

/**
 * The calls that pages wait for. A call is aborted when its page says so, and when there is no page any more to answer: a
 * broker's window must not outlive the window that it was opened for.
 */
export class PageCalls {
  readonly #calls = new Map<WebContents, Set<Call>>();
  /** Ends what waits on a page's events: one listener for each, however many calls the page makes. */
  readonly #unwatch = new Map<WebContents, () => void>();

  /** Does a page's work with a signal that aborts as said above. */
  async run<Result>(
    page: WebContents,
    correlationId: string,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const calls = this.#callsOf(page);
    const call: Call = { correlationId, controller: new AbortController() };
    calls.add(call);
    try {
      return await work(call.controller.signal);
    } finally {
      calls.delete(call);
      if (calls.size === 0) this.#forget(page);
    }
  }

  /** Aborts the calls that a page made with a correlation id. */
  abort(page: WebContents, correlationId: string): void {
    for (const call of this.#calls.get(page) ?? []) {
      if (call.correlationId === correlationId) call.controller.abort();
    }
  }

  /** Aborts every call of every page. */
  abortAll(): void {
    for (const page of this.#calls.keys()) this.#abortPage(page);
  }

  #callsOf(page: WebContents): Set<Call> {
    const known = this.#calls.get(page);
    if (known !== undefined) return known;
    const calls = new Set<Call>();
    this.#calls.set(page, calls);
    this.#unwatch.set(
      page,
      watch(page, () => this.#abortPage(page)),
    );
    return calls;
  }

  #abortPage(page: WebContents): void {
    for (const { controller } of this.#calls.get(page) ?? []) controller.abort();
  }

  #forget(page: WebContents): void {
    this.#calls.delete(page);
    this.#unwatch.get(page)?.();
    this.#unwatch.delete(page);
  }
}

function watch(page: WebContents, ended: () => void): () => void {
  // Where a page, or its reload, cannot be loaded, Electron shows an error page in its place and tells of no navigation. It
  // describes no error of a page that breaks off while it loads, and that one stays.
  const failed: LoadFailed = (_event, errorCode, description, _url, isMainFrame) => {
    if (isMainFrame && errorCode !== ERR_ABORTED && description !== "") ended();
  };
  for (const event of PAGE_ENDS) page.on(event, ended);
  page.on("did-fail-load", failed);
  return () => {
    for (const event of PAGE_ENDS) page.off(event, ended);
    page.off("did-fail-load", failed);
  };
}
