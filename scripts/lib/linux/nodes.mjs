import { join } from "node:path";
import { ensurePinned } from "../pinned.mjs";
import { cache } from "../workspace.mjs";
import { ensureSysroot } from "./sysroot.mjs";
import { nativeArchitecture, otherArchitecture, whyNoCrossBuild } from "./targets.mjs";

/**
 * That of Electron 30, the oldest that is supported, then the oldest Node.js that is, and one of each major since. The npm
 * packages are the official builds.
 */
const VERSIONS = [
  {
    version: "20.11.1",
    x64: "sha512-GQRADf1j16vum3y+3twooKpjW5pLBs5EvNFDxr5qrFraAhPy3wb0Sd6/zuU6bD8qZJM7Dm7hk9E2KXPixcBiXA==",
    arm64: "sha512-keu4ujv0Aag3H/kBOcNdpiqLoTvVPZ8wmZRq5DShKeH7I4m+cXGZT87jhRjeAJoj/QMMndngckWySDHB2n1QpQ==",
  },
  {
    version: "20.19.0",
    x64: "sha512-HzVYgEgabV/n3nP2F9mcxS0Nxgg99jynX9CMovakLmSYTuTdQRbbtw0yadY8+qKcqXfiDAtb2hmtR7nDPzclGA==",
    arm64: "sha512-kT7jX7frbsrMrXMsBaFt3Th1SWs5VjxTzd0U8vxcmdCFkaqeu5hFK0+QoYfIo5drmr3DmwJfLtO2gnD/7hNE/Q==",
  },
  {
    version: "22.23.3",
    x64: "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
    arm64: "sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==",
  },
  {
    version: "24.21.0",
    x64: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    arm64: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  {
    version: "26.10.0",
    x64: "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
    arm64: "sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
  },
];

/** Those that the addon of Linux is loaded into. */
export const NODE_VERSIONS = VERSIONS.map(({ version }) => version);

/** The one that its build for the other processor is loaded into: qemu makes it slow. */
export const FOREIGN_NODE_VERSION = "22.23.3";

/**
 * Makes sure of a Node.js of Linux, whatever the one is that this runs in.
 *
 * @param {string} version
 * @param {import("./targets.mjs").LinuxArchitecture} architecture
 * @returns {Promise<string>} its program
 * @throws {import("../log.mjs").SetUpError} with npm's own words, or when what came is not what was pinned
 */
export async function ensureNode(version, architecture) {
  const integrity = VERSIONS.find((one) => one.version === version)?.[architecture];
  if (integrity === undefined) throw new Error(`no Node.js ${version} is pinned`);
  const name = `node-linux-${architecture}`;
  const label = `Node.js ${version} for Linux on ${architecture} (50 MB)`;
  // Beside the program, the package has 60 MB of headers.
  const pinned = { name, version, integrity, file: "bin/node", alone: true, label };
  return ensurePinned(pinned, join(cache, "node"));
}

/**
 * Makes sure of all that the tests load the addon of Linux into, so that no test waits for the registry.
 *
 * @throws {import("../log.mjs").SetUpError} with the words of npm or apt
 */
export async function ensureNodes() {
  for (const version of NODE_VERSIONS) await ensureNode(version, nativeArchitecture);
  if (whyNoCrossBuild !== undefined) return;
  await ensureNode(FOREIGN_NODE_VERSION, otherArchitecture);
  await ensureSysroot();
}
