// The service that both sides call, in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PublicClientApplication } from "@authbroker/core";

const CLI = fileURLToPath(new URL("../../emulator/dist/cli/main.js", import.meta.url));

export const SCOPE = "https://graph.microsoft.com/User.Read";

/** Starts the emulator, makes its bus this process's session bus, and signs a user in. */
export async function startEmulator() {
  const child = spawn(process.execPath, [CLI, "start", "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  const env = await readEnv(child);
  Object.assign(process.env, env);
  const clientId = env["AUTHBROKER_CLIENT_ID"];
  const app = await PublicClientApplication.create({ auth: { clientId }, enableBrokerOnLinux: true });
  const { account } = await app.acquireTokenInteractive({ scopes: [SCOPE] });
  return {
    app,
    account,
    clientId,
    busAddress: env["DBUS_SESSION_BUS_ADDRESS"],
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** The variables that the emulator prints for a shell to export. */
async function readEnv(child) {
  const env = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
    if (name === undefined) continue;
    env[name] = value;
    if (env["DBUS_SESSION_BUS_ADDRESS"] && env["AUTHBROKER_CLIENT_ID"]) return env;
  }
  throw new Error("the emulator ended before it was ready");
}
