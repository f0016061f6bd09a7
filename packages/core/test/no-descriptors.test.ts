import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { project } from "./installed.js";

/** Prints what two failing calls end in while no file can be opened. */
const PROGRAM = `
  import { closeSync, openSync } from "node:fs";
  import { BrokerError, PublicClientApplication } from "@authbroker/core";
  const refuse = () => Promise.reject(new BrokerError("interaction_required", { message: "sign in" }));
  const fail = () => Promise.reject(new Error("broken"));
  const implementation = { contractVersion: 1, platform: "linux", probe: async () => ({ available: true, running: true }),
    getAccounts: fail, acquireTokenSilent: refuse, acquireTokenInteractive: refuse, signOut: refuse };
  const app = await PublicClientApplication.create({ auth: { clientId: "c" }, broker: { implementation, required: true } });
  const request = { scopes: ["User.Read"], account: "os" };
  const codeOf = (call) => call.then(() => "no error", (error) => [error instanceof BrokerError, error.errorCode ?? error.message]);
  const held = [];
  try {
    for (;;) held.push(openSync(process.execPath));
  } catch {}
  const without = [await codeOf(app.acquireTokenSilent(request)), await codeOf(app.getAllAccounts())];
  for (const descriptor of held) closeSync(descriptor);
  console.log(JSON.stringify(without));
`;

test.skipIf(process.platform === "win32")(
  "a process without file descriptors is told what happened in errors of this library",
  async () => {
    const { folder } = await project();
    await writeFile(join(folder, "main.mjs"), PROGRAM);

    const finished = await promisify(execFile)(
      "sh",
      ["-c", 'ulimit -n 64; exec "$0" main.mjs', process.execPath],
      {
        cwd: folder,
      },
    );

    expect(JSON.parse(finished.stdout)).toEqual([
      [true, "interaction_required"],
      [true, "platform_broker_error"],
    ]);
  },
);
