import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureNode, FOREIGN_NODE_VERSION, NODE_VERSIONS } from "../../../../scripts/lib/linux/nodes.mjs";
import { ensureSysroot } from "../../../../scripts/lib/linux/sysroot.mjs";
import {
  nativeArchitecture,
  otherArchitecture,
  qemu,
  whyNoCrossBuild,
} from "../../../../scripts/lib/linux/targets.mjs";
import { emulated } from "./emulator.js";

const SIGN_IN = fileURLToPath(new URL("fixtures/sign-in.mjs", import.meta.url));
const PREBUILDS = fileURLToPath(new URL("../../prebuilds", import.meta.url));

/** For what npm test has fetched before, and a run of these tests alone has not. */
const FETCHING = 10 * 60_000;

/** A hundred times what it takes a Node.js of this machine to start, on a slow one. */
const UNDER_QEMU = 2 * 60_000;

/** Runs the sign-in in another Node.js, on the bus of an emulator in this one. */
async function signInWith(program: string, args: readonly string[]): Promise<unknown> {
  const { env } = await emulated();
  const { stdout } = await promisify(execFile)(program, [...args, SIGN_IN], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout);
}

/** What it prints where the addon of a processor was loaded. */
const signedIn = (node: string, architecture: string): object => ({
  username: "adele@contoso.example",
  route: "broker",
  node,
  architecture,
  addons: [`${PREBUILDS}/linux-${architecture}/broker-linux.node`],
});

describe.each(NODE_VERSIONS)("Node.js %s", (version) => {
  let node = "";
  beforeAll(async () => {
    node = await ensureNode(version, nativeArchitecture);
  }, FETCHING);

  test("loads the addon, signs a user in and gets a token silently", async () => {
    expect(await signInWith(node, [])).toEqual(signedIn(version, nativeArchitecture));
  });
});

describe.skipIf(whyNoCrossBuild !== undefined)(`Node.js for ${otherArchitecture}`, () => {
  let node = "";
  let sysroot = "";
  beforeAll(async () => {
    sysroot = await ensureSysroot();
    node = await ensureNode(FOREIGN_NODE_VERSION, otherArchitecture);
  }, FETCHING);

  test(
    "loads the addon that was built for it, signs a user in and gets a token silently",
    async () => {
      const result = await signInWith(qemu, ["-L", sysroot, node]);
      expect(result).toEqual(signedIn(FOREIGN_NODE_VERSION, otherArchitecture));
    },
    UNDER_QEMU,
  );
});
