import { release } from "node:os";
import type { BrokerPlatform } from "./contract.js";

/** The kind of system this process runs on, as far as brokers are concerned. */
export type SystemKind = BrokerSystem | "other";

/** The kinds of system that there is a broker package for. */
export type BrokerSystem = BrokerPlatform | "wsl";

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
      return /microsoft/i.test(release()) ? "wsl" : "linux";
    default:
      return "other";
  }
}
