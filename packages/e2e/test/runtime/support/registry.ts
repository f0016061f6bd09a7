import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL("../../../../", import.meta.url));

/** The packages of this workspace that an application gets with the override. */
const PUBLISHED = ["core", "broker-linux", "msal-node-runtime"] as const;

/** A registry on loopback that has this workspace's packages as they would be published, and nothing else. */
export interface Registry {
  /** The line of an `.npmrc` that leads our scope to it. */
  readonly npmrc: string;
  /** The version of a package of ours. */
  versionOf(name: string): string;
  close(): Promise<void>;
}

interface Published {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly tarball: Buffer;
  readonly file: string;
}

/** Packs the packages, and serves them. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-registry-"));
  const published = await Promise.all(PUBLISHED.map((name) => pack(join(PACKAGES, name), folder)));
  await rm(folder, { recursive: true });
  const server = createServer((request, response) => {
    answer(decodeURIComponent(request.url ?? ""), `http://${request.headers.host}`, published, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the registry has no port");
  return {
    npmrc: `@authbroker:registry=http://127.0.0.1:${address.port}/\n`,
    versionOf(name) {
      const found = published.find(({ manifest }) => manifest.name === name);
      if (found === undefined) throw new Error(`the registry has no ${name}`);
      return found.manifest.version;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function pack(source: string, folder: string): Promise<Published> {
  const file = join(folder, `${basename(source)}.tgz`);
  await run("pnpm", ["pack", "--config.ignore-scripts=true", "--out", file], { cwd: source });
  const { stdout } = await run("tar", ["-xzOf", file, "package/package.json"]);
  return { manifest: JSON.parse(stdout), tarball: await readFile(file), file: basename(file) };
}

function answer(
  path: string,
  origin: string,
  published: readonly Published[],
  response: ServerResponse,
): void {
  const packed = published.find(({ file }) => path === `/${file}`);
  if (packed !== undefined) {
    response.end(packed.tarball);
    return;
  }
  const found = published.find(({ manifest }) => path === `/${manifest.name}`);
  if (found === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { file, manifest, tarball } = found;
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const dist = { tarball: `${origin}/${file}`, integrity };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      name: manifest.name,
      "dist-tags": { latest: manifest.version },
      versions: { [manifest.version]: { ...manifest, dist } },
      // Package managers may refuse what is only a day old.
      time: { [manifest.version]: "2026-01-01T00:00:00.000Z" },
    }),
  );
}
