import { readFileSync } from "node:fs";
import type { BrokerPlatform } from "./contract.js";

/** The kind of system this process runs on, as far as brokers are concerned. */
export type SystemKind = BrokerPlatform | "wsl" | "other";

/**
 * The system this process runs on. Windows Subsystem for Linux is told apart by its kernel's release, as Microsoft's
 * own clients do.
 */
export function systemKind(): SystemKind {
  switch (process.platform) {
    case "win32":
      return "windows";
    case "darwin":
      return "macos";
    case "linux":
      return isWsl() ? "wsl" : "linux";
    default:
      return "other";
  }
}

function isWsl(): boolean {
  try {
    return /microsoft/i.test(readFileSync("/proc/sys/kernel/osrelease", "utf8"));
  } catch {
    return false;
  }
}
