import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmulator } from "@authbroker/emulator";
import { describe, expect, onTestFinished, test } from "vitest";

const require = createRequire(import.meta.url);
const homeOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

const MAJORS = ["@azure/msal-node", "@azure/msal-node-6", "@azure/msal-node-5"];

/** An application's folder outside of this repository, with core, the Linux broker and one major of msal-node. */
async function application(msalNode: string): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "authbroker-plugin-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@azure"), { recursive: true });
  await symlink(homeOf(msalNode), join(modules, "@azure", "msal-node"), "junction");
  for (const [name, contents] of [
    ["core", ["dist", "package.json"]],
    ["broker-linux", ["dist", "package.json", "prebuilds"]],
  ] as const) {
    const from = homeOf(`@authbroker/${name}`);
    const to = join(modules, "@authbroker", name);
    for (const part of contents) await cp(join(from, part), join(to, part), { recursive: true });
  }
  return folder;
}

/** What a program printed, and how it ended: `null` when it had to be killed. */
async function run(
  folder: string,
  name: string,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  await writeFile(join(folder, name), program);
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [name],
      { cwd: folder, env: { ...process.env, ...env }, timeout: 25_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

/** Signs in and fails, in an application that listens to its log. */
const MAIN = `
  const lines = [];
  const plugin = await createNativeBrokerPlugin({ enableBrokerOnLinux: true, enableBrokerOnWsl: true });
  const app = new PublicClientApplication({
    auth: { clientId: process.env.AUTHBROKER_CLIENT_ID },
    broker: { nativeBrokerPlugin: plugin },
    system: { loggerOptions: { logLevel: 4, loggerCallback: (_, line) => lines.push(line) } },
  });
  const scopes = ["https://graph.microsoft.com/User.Read"];
  const openBrowser = async () => { throw new Error("a browser was opened"); };
  const { account } = await app.acquireTokenInteractive({ scopes, openBrowser });
  const { accessToken } = await app.acquireTokenSilent({ scopes, account });
  const { nativeAccountId, ...stranger } = account;
  const refused = await app.acquireTokenSilent({ scopes, account: stranger }).catch((error) => error);
  await app.signOut({ account });
  const gone = await app.acquireTokenInteractive({ scopes, openBrowser, prompt: "none" }).catch((error) => error);
  console.log(JSON.stringify({
    available: plugin.isBrokerAvailable, username: account.username, token: accessToken.length > 100,
    refused: refused instanceof AuthError && refused.errorCode,
    gone: gone instanceof InteractionRequiredAuthError && gone instanceof AuthError && gone.errorCode,
    logged: lines.some((line) => line.includes("@authbroker/core@")),
  }));
`;

const NAMES = "PublicClientApplication, AuthError, InteractionRequiredAuthError";

describe.each(MAJORS)("an application with %s", (msalNode) => {
  test.each([
    [
      "main.mjs",
      `import { ${NAMES} } from "@azure/msal-node"; import { createNativeBrokerPlugin } from "@authbroker/core"; ${MAIN}`,
    ],
    [
      "main.cjs",
      `const { ${NAMES} } = require("@azure/msal-node");
       (async () => { const { createNativeBrokerPlugin } = await import("@authbroker/core"); ${MAIN} })();`,
    ],
  ])("signs in with %s, knows the errors by its own classes, and ends by itself", async (name, program) => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.stop());
    const ended = await run(await application(msalNode), name, program, emulator.env);
    expect({ ...ended, stdout: "" }).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(JSON.parse(ended.stdout)).toEqual({
      available: true,
      username: "adele@contoso.example",
      token: true,
      refused: "route_unavailable",
      gone: "interaction_required",
      logged: true,
    });
  });

  test.each([
    ["", false],
    ["msalNode, ", true],
  ])(
    "whose client is in CommonJS and whose main file is not names its copy: { %s… }",
    async (option, known) => {
      const folder = await application(msalNode);
      await writeFile(join(folder, "client.cjs"), `module.exports = require("@azure/msal-node");`);
      const program = `import msalNode from "./client.cjs";
      import { createNativeBrokerPlugin } from "@authbroker/core";
      const error = await createNativeBrokerPlugin({ ${option}broker: { required: true } }).catch((error) => error);
      console.log(JSON.stringify([error.errorCode, error instanceof msalNode.AuthError]));`;
      const { stdout } = await run(folder, "main.mjs", program, {});
      expect(JSON.parse(stdout)).toEqual(["route_unavailable", known]);
    },
  );
});
