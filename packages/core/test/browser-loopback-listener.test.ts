import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenOnLoopback, type LoopbackListener } from "../src/browser/loopback-listener.js";
import { deferred } from "./deferred.js";

const state = "the-state-of-this-sign-in";
const pages = { successPage: "<!doctype html>in", errorPage: "<!doctype html>not in" };

/** A listener that is closed with the test. */
async function listening(preferredPort?: number): Promise<LoopbackListener & { readonly port: number }> {
  const listener = await listenOnLoopback({ state, ...pages, preferredPort });
  onTestFinished(listener.close);
  return { ...listener, port: Number(new URL(listener.redirectUri).port) };
}

const post = (port: number, fields: string | Record<string, string>, path = ""): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/${path}`, { method: "POST", body: new URLSearchParams(fields) });

/** Resolves when a connection has ended, however it did. */
function closed(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

/** Sends bytes as they are, and resolves with what came back when the connection has ended. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    received += text;
  });
  socket.write(bytes);
  await closed(socket);
  return received;
}

/** That a listener still waits, and takes the right answer. */
async function expectWaiting({
  port,
  answer,
}: {
  port: number;
  answer: LoopbackListener["answer"];
}): Promise<void> {
  expect((await post(port, { code: "the-code", state })).status).toBe(200);
  expect((await answer).fields.get("code")).toBe("the-code");
}

describe("the answer that is waited for", () => {
  test("brings its fields, after the browser has its page", async () => {
    const { port, answer } = await listening();
    const response = await post(port, { code: "c+/=", client_info: "i", state });
    expect(await response.text()).toBe(pages.successPage);
    const { responseMode, fields } = await answer;
    expect(responseMode).toBe("form_post");
    expect(Object.fromEntries(fields)).toEqual({ code: "c+/=", client_info: "i", state });
  });

  test("brings an error, and the page of one", async () => {
    const { port, answer } = await listening();
    const response = await post(port, { error: "access_denied", state });
    expect([response.status, await response.text()]).toEqual([200, pages.errorPage]);
    expect((await answer).fields.get("error")).toBe("access_denied");
  });

  test("in the URL is told as such, and the page is that of an error", async () => {
    const { port, answer } = await listening();
    const response = await fetch(`http://127.0.0.1:${port}/?code=c&state=${state}`);
    expect([response.status, await response.text()]).toEqual([400, pages.errorPage]);
    expect((await answer).responseMode).toBe("query");
  });

  test("counts, whatever fails afterwards", async () => {
    const listener = await listening();
    await post(listener.port, { code: "c", state });
    listener.fail(new Error("the launcher ended late"));
    listener.close();
    expect((await listener.answer).fields.get("code")).toBe("c");
  });

  test("is shown with headers that keep it out of caches, frames and guesses", async () => {
    const { port } = await listening();
    const { headers } = await post(port, { code: "c", state });
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      connection: "close",
      "content-security-policy": "frame-ancestors 'none'",
      "content-type": "text/html; charset=utf-8",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("whatever else is sent to the listener changes nothing:", () => {
  const form = "content-type: application/x-www-form-urlencoded";
  const body = `code=c&state=${state}`;
  const length = `content-length: ${body.length}`;

  test.each([
    ["a URL that is none", "GET // HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["a URL that is none, with an answer", `GET //?code=c&state=no HTTP/1.1\r\nhost: x\r\n\r\n`, 400],
    ["half an absolute URL", "GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["a backslash", "GET /\\x:y:z HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["malformed percent signs", "GET /?code=%E0%A4%A&state=% HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["a request for an icon", "GET /favicon.ico HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["a request for the root", "GET / HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["OPTIONS for the server", "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n", 404],
    ["an answer in a PUT", `PUT / HTTP/1.1\r\nhost: x\r\n${form}\r\n${length}\r\n\r\n${body}`, 404],
    ["an answer at another path", `POST /x HTTP/1.1\r\nhost: x\r\n${form}\r\n${length}\r\n\r\n${body}`, 404],
    ["an answer that is no form", `POST / HTTP/1.1\r\nhost: x\r\n${length}\r\n\r\n${body}`, 415],
    ["what is no HTTP", "\u0016\u0003\u0001\u0002\r\n\r\n", 400],
  ])("%s", async (_what, bytes, status) => {
    const listener = await listening();
    expect(await raw(listener.port, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await expectWaiting(listener);
  });

  test.each([
    ["no state", "code=c"],
    ["another state", "code=c&state=another"],
    ["a state of the same length", `code=c&state=${"x".repeat(state.length)}`],
    ["its state twice", `code=c&state=${state}&state=${state}`],
    ["its state and another", `code=c&state=another&state=${state}`],
    ["nothing at all", ""],
  ])("an answer with %s", async (_what, fields) => {
    const listener = await listening();
    expect((await post(listener.port, fields)).status).toBe(400);
    await expectWaiting(listener);
  });

  test("a body that does not end is not read to its end", async () => {
    const listener = await listening();
    const { promise: answered, resolve } = deferred<number | undefined>();
    const endless = httpRequest({
      host: "127.0.0.1",
      port: listener.port,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    endless.on("response", (response) => resolve(response.statusCode));
    endless.on("error", () => resolve(undefined));
    endless.write(`code=c&state=${state}&x=`);
    const feed = (): void => void (endless.destroyed || endless.write("x".repeat(16_384), feed));
    feed();
    // The connection may be gone before its answer has been read.
    expect([413, undefined]).toContain(await answered);
    endless.destroy();
    await expectWaiting(listener);
  });

  test("a browser that goes away in the middle of its answer", async () => {
    const listener = await listening();
    const socket = connect(listener.port, "127.0.0.1");
    socket.end(`POST / HTTP/1.1\r\nhost: x\r\n${form}\r\ncontent-length: 500\r\n\r\ncode=c&sta`);
    socket.resume();
    await closed(socket);
    await expectWaiting(listener);
  });
});

describe("the port of the listener", () => {
  test("is on 127.0.0.1 alone, under the name that Entra takes with any port", async () => {
    const { redirectUri, port } = await listening();
    expect(redirectUri).toBe(`http://localhost:${port}`);
    await expect(once(connect(port, "::1"), "connect")).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/);
  });

  test("is another one when the preferred one is taken", async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const takenPort = typeof address === "object" && address !== null ? address.port : 0;
    const { port } = await listening(takenPort);
    expect(port).not.toBe(takenPort);
    expect(port).toBeGreaterThan(0);
  });

  test("is the preferred one when that is free", async () => {
    const { port: free, close } = await listening();
    close();
    expect((await listening(free)).port).toBe(free);
  });
});

describe("closing the listener", () => {
  test("ends the wait, the port and the connections that are open", async () => {
    const listener = await listening();
    const socket = connect(listener.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("POST / HTTP/1.1\r\nhost: x\r\n");
    const gone = closed(socket);
    listener.close();
    await gone;
    await expect(listener.answer).rejects.toThrow("the listener was closed");
    await expect(fetch(`http://127.0.0.1:${listener.port}/`)).rejects.toThrow("fetch failed");
  });

  test("can be done twice", async () => {
    const listener = await listening();
    listener.close();
    expect(listener.close).not.toThrow();
  });
});

test("what fails before an answer ends the wait", async () => {
  const listener = await listening();
  listener.fail(new Error("no browser"));
  await expect(listener.answer).rejects.toThrow("no browser");
});
