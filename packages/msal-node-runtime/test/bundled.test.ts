import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown, type RolldownOptions } from "rolldown";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const run = promisify(execFile);
const INDEX = fileURLToPath(import.meta.resolve("@authbroker/msal-node-runtime"));
const PROGRAM = "\0program";

describe("in a bundle", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "authbroker-bundle-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What `StartupError` says in a bundle that an application made of the package, and how long it took, milliseconds. */
  async function startupErrorIn(
    name: string,
    format: "esm" | "cjs",
    options: RolldownOptions = {},
  ): Promise<{ errorContext: string; took: number }> {
    const bundle = await rolldown({
      ...options,
      input: PROGRAM,
      platform: "node",
      external: [/^@authbroker\/broker-/, /^@azure\//],
      plugins: [
        {
          name: "program",
          resolveId: (id) => (id === PROGRAM ? id : null),
          load: (id) =>
            id === PROGRAM
              ? `import { msalNodeRuntime } from ${JSON.stringify(INDEX)};
                 const before = performance.now();
                 const { errorContext } = msalNodeRuntime.StartupError;
                 console.log(JSON.stringify({ errorContext, took: performance.now() - before }));`
              : null,
        },
      ],
    });
    await bundle.write({ dir: folder, format, entryFileNames: name });
    await bundle.close();
    const { stdout } = await run(process.execPath, [join(folder, name)]);
    return JSON.parse(stdout);
  }

  test.each([
    ["an ES module", "app.mjs", "esm"],
    ["CommonJS", "app.cjs", "cjs"],
  ] as const)("of %s it is told at once what to do", async (_, name, format) => {
    const { errorContext, took } = await startupErrorIn(name, format);
    expect(errorContext).toContain(`is not beside the bundle ${join(folder, name)}`);
    expect(errorContext).toContain("mark the package external");
    expect(took).toBeLessThan(5_000);
  });

  test("of CommonJS without import.meta.url, too", async () => {
    const { errorContext } = await startupErrorIn("app.cjs", "cjs", {
      transform: { define: { "import.meta.url": "undefined" } },
    });
    expect(errorContext).toContain("no import.meta.url; mark the package external");
  });

  test("a worker that is there but cannot load what it needs says what that is, at once", async () => {
    await copyFile(join(dirname(INDEX), "startup-worker.js"), join(folder, "startup-worker.js"));
    const { errorContext, took } = await startupErrorIn("app.mjs", "esm");
    expect(errorContext).toMatch(/Cannot find module .*clients\.js/);
    expect(took).toBeLessThan(5_000);
  });
});
