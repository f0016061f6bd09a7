import type { Directory } from "../directory/directory.js";
import type { AuthorityConfig } from "./config.js";
import type { AuthorityFaultList } from "./fault-list.js";
import type { Flows } from "./flows.js";
import type { RequestLog } from "./request-log.js";
import type { BrowserSessions } from "./sessions.js";

/** What every route works with. */
export interface AuthorityContext {
  readonly directory: Directory;
  readonly config: AuthorityConfig;
  /** The origin of the issuer and of every endpoint. */
  readonly base: string;
  readonly sessions: BrowserSessions;
  readonly flows: Flows;
  readonly faults: AuthorityFaultList;
  readonly log: RequestLog;
  /** What the control endpoints ask for. */
  readonly controlToken: string;
}
