import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SetUpError } from "../../lib/log.mjs";
import { plan } from "../../lib/release/plan.mjs";
import { root } from "../../lib/workspace.mjs";

const MADE = { "packages/core/CHANGELOG.md": "# @authbroker/core\n\n## 0.2.0\n\n### Minor Changes\n" };
const CHANGESET = { ".changeset/new-thing.md": "---\n---\n" };

/**
 * A checkout whose packages are of version 0.2.0.
 *
 * @param {Record<string, string>} more files
 */
function checkoutWith(more) {
  const checkout = mkdtempSync(join(tmpdir(), "authbroker-plan-"));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  const files = {
    "packages/core/package.json": '{ "name": "@authbroker/core", "version": "0.2.0" }',
    ".changeset/README.md": "",
    ...more,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text);
  }
  return checkout;
}

/**
 * A GitHub that has the releases of these tags.
 *
 * @param {readonly string[]} tags
 * @param {number} [otherwise] the status where it has none
 */
async function gitHubWith(tags, otherwise = 404) {
  const releases = new Set(tags.map((tag) => `/repos/owner/name/releases/tags/${tag}`));
  const server = createServer(({ url, headers }, response) => {
    const isKnown = headers.authorization === "Bearer secret";
    response.writeHead(isKnown ? (releases.has(`${url}`) ? 200 : otherwise) : 401).end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { api: `http://127.0.0.1:${address.port}`, repository: "owner/name", token: "secret" };
}

test("a version that was made and is not out is published", async () => {
  const planned = await plan(checkoutWith(MADE), await gitHubWith(["v0.1.0"]));
  expect(planned).toEqual({ next: "publish", version: "0.2.0" });
});

test("it is published first when changesets came after it: a release that broke off is not left half done", async () => {
  const planned = await plan(checkoutWith({ ...MADE, ...CHANGESET }), await gitHubWith([]));
  expect(planned.next).toBe("publish");
});

test("changesets become the next version once the last one is out", async () => {
  const planned = await plan(checkoutWith({ ...MADE, ...CHANGESET }), await gitHubWith(["v0.2.0"]));
  expect(planned.next).toBe("version");
});

test("nothing is done for a version that is out", async () => {
  expect((await plan(checkoutWith(MADE), await gitHubWith(["v0.2.0"]))).next).toBe("nothing");
});

test("what the packages were called before anything was released is not published", async () => {
  expect((await plan(checkoutWith(CHANGESET), await gitHubWith([]))).next).toBe("version");
  expect((await plan(checkoutWith({}), await gitHubWith([]))).next).toBe("nothing");
});

test("a GitHub that does not answer is not taken for one without the release", async () => {
  await expect(plan(checkoutWith(MADE), await gitHubWith([], 503))).rejects.toThrow("status 503");
});

test("nor is one that cannot be reached, and why is told", async () => {
  const api = `http://127.0.0.1:${await closedPort()}`;
  const gitHub = { api, repository: "owner/name", token: "secret" };
  const planning = plan(checkoutWith(MADE), gitHub);
  await expect(planning).rejects.toThrow(SetUpError);
  await expect(planning).rejects.toThrow(/did not answer .* ECONNREFUSED .* Run the workflow again/);
});

async function closedPort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

test("the workflow gets the plan as its outputs, of the packages as they are", async () => {
  const { api, repository, token } = await gitHubWith([]);
  const env = { ...process.env, GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GH_TOKEN: token };
  const child = spawn(process.execPath, [join(root, "scripts", "release-plan.mjs")], { env });
  const chunks = await child.stdout.setEncoding("utf8").toArray();
  const { version } = JSON.parse(readFileSync(join(root, "packages", "core", "package.json"), "utf8"));
  expect(chunks.join("")).toMatch(new RegExp(`^next=(?:publish|version|nothing)\nversion=${version}\n$`));
});
