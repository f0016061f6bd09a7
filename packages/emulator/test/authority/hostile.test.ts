import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Authority } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { authorityForTest, authorizeUrl, clientIdOf } from "./support.js";

/** Sends bytes as they are, and reads the answer to its end. */
async function raw(authority: Authority, request: string): Promise<string> {
  const socket = connect(authority.port ?? 0, "127.0.0.1");
  await once(socket, "connect");
  socket.end(request);
  return await text(socket);
}

function token(authority: Authority, init: RequestInit): Promise<Response> {
  return fetch(`${authority.base}/common/oauth2/v2.0/token`, { method: "POST", ...init });
}

describe("a request that makes no sense is answered in JSON", () => {
  test.for(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s at the token endpoint", async (method) => {
    const authority = await authorityForTest();
    const response = await token(authority, { method });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ error: "invalid_request", error_codes: [900561] });
  });

  test.for([
    "/",
    "/common",
    "/_emulator/faults/",
    "/_emulator/oauth2/v2.0/token",
    "//",
    "/common/oauth2/token",
  ])("the path %s", async (path) => {
    const authority = await authorityForTest();
    const response = await fetch(authority.base + path, { method: "POST" });
    expect(response.status).toBe(404);
    expect(await response.json()).toHaveProperty("error", "not_found");
  });

  test("a body without end", async () => {
    const authority = await authorityForTest();
    const response = await token(authority, { body: new URLSearchParams({ code: "x".repeat(1_000_000) }) });
    expect(response.status).toBe(413);
    expect(await response.json()).toHaveProperty("error_codes", [9_002_313]);
  });

  test("a body that is no form", async () => {
    const authority = await authorityForTest();
    const headers = { "content-type": "application/json" };
    expect((await token(authority, { body: "{}", headers })).status).toBe(415);
  });

  test.for([
    "%",
    "a=%ZZ",
    "=&=",
    "client_id=%00",
    "__proto__=1&constructor=2",
    `client_id=${"a".repeat(60_000)}`,
    "grant_type=refresh_token&grant_type=refresh_token",
  ])("the form %s", async (body) => {
    const authority = await authorityForTest();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await token(authority, { body, headers });
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty("error");
  });

  test("claims that are nested without end", async () => {
    const authority = await authorityForTest();
    const claims = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
    const body = new URLSearchParams({ client_id: clientIdOf(authority), scope: "openid", claims });
    const response = await fetch(`${authority.base}/common/oauth2/v2.0/devicecode`, { method: "POST", body });
    expect(response.status).toBe(400);
  });
});

describe("bytes that are hardly HTTP", () => {
  test.for([
    "GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET /%ff%fe/discovery/v2.0/keys%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "nonsense\r\n\r\n",
  ])("%j leave it standing", async (request) => {
    const authority = await authorityForTest();
    expect(await raw(authority, request)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await fetch(`${authority.base}/common/discovery/v2.0/keys`)).status).toBe(200);
  });

  test("a client that goes away in the middle does not matter", async () => {
    const authority = await authorityForTest();
    const socket = connect(authority.port ?? 0, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      "POST /common/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na=",
    );
    socket.destroy();
    await once(socket, "close");
    expect((await fetch(`${authority.base}/common/discovery/v2.0/keys`)).status).toBe(200);
  });

  test.for(["evil.example", "localhost.evil.example", "login.microsoftonline.com", "127.0.0.1.nip.io"])(
    "the host name %s is not answered to",
    async (host) => {
      const authority = await authorityForTest();
      const request = `GET /common/discovery/v2.0/keys HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect(await raw(authority, request)).toMatch(/^HTTP\/1\.1 421 /);
    },
  );
});

describe("what a page shows", () => {
  test("is escaped, the name of a user most of all", async () => {
    const authority = await authorityForTest();
    const page = await (
      await fetch(authorizeUrl(authority, { login_hint: `"><script>alert(1)</script>`, prompt: "login" }))
    ).text();
    expect(page).toContain("Zoë &quot;Zed&quot; &lt;b&gt;O&#39;Brien&lt;/b&gt; &amp; Łukasz 王");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<b>");
  });

  test("is escaped in errors and in the answer's form too", async () => {
    const authority = await authorityForTest();
    const bad = `javascript:"><script>`;
    const error = await (await fetch(authorizeUrl(authority, { redirect_uri: bad }))).text();
    expect(error).toContain("&quot;&gt;&lt;script&gt;");
    const state = `"><script>alert(1)</script>`;
    const form = await (await fetch(authorizeUrl(authority, { state, prompt: "none" }))).text();
    expect(form.match(/<script/g)).toHaveLength(1);
  });

  test("runs no script, and loads nothing", async () => {
    const authority = await authorityForTest();
    const response = await fetch(authorizeUrl(authority));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action /);
    expect(policy).toContain("frame-ancestors 'none'");
    const page = await response.text();
    const style = /<style>(?<text>.*?)<\/style>/s.exec(page)?.groups?.["text"] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    expect(policy).toContain(`'sha256-${Buffer.from(digest).toString("base64")}'`);
    expect(page).not.toMatch(/ (?:src|href|on\w+|style)=/);
  });

  test("has a language, a landmark, one heading, and a label for its field", async () => {
    const authority = await authorityForTest();
    const page = await (await fetch(authorizeUrl(authority))).text();
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<main>/g)).toHaveLength(1);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<label for="username">');
    expect(page.match(/autofocus/g)).toHaveLength(1);
    expect(page).toContain("not Microsoft");
  });
});
