import type { AuthenticationResult, InteractiveRequest, TokenRequest } from "@authbroker/core";
import type { AuthorityRequest } from "@authbroker/emulator";
import { type Seen, setStage, type Stage } from "./stage.js";
import { TWO_TENANTS } from "./two-tenants.js";

/** A column of the table of what each route honours. */
export type Column = "broker" | "cache" | "browser" | "device code";

/** Fields of a request, whichever call they are for. */
export type Fields = Omit<InteractiveRequest, "account" | "openBrowser"> & {
  readonly forceRefresh?: boolean;
};

/** What a call with some fields did, and what was asked on its behalf. */
export interface FieldCall {
  readonly seen: Seen;
  /** The token, of a call that has one. */
  readonly result: AuthenticationResult | undefined;
  /** What the broker was asked last. */
  readonly brokerRequest: Partial<TokenRequest> & {
    readonly prompt?: string;
    readonly parentWindow?: unknown;
  };
  /** The page that was opened in the browser. */
  readonly page: URL | undefined;
  /** What the authority was asked, without what the person's browser asked. */
  readonly requests: readonly AuthorityRequest[];
}

/** Makes a call that takes a route, with these fields in its request. */
export async function callOver(column: Column, fields: Fields): Promise<FieldCall> {
  const stage = await setStage(TWO_TENANTS);
  const call = await CALLS[column](stage, fields);
  const { authority, emulated } = stage.world;
  const before = authority.requests.length;
  const seen = await call();
  const [opened] = seen.opened;
  return {
    seen,
    result: seen.result,
    brokerRequest: { ...emulated.requests.at(-1)?.request },
    page: opened === undefined ? undefined : new URL(opened),
    requests: authority.requests.slice(before).filter(({ path }) => /\/(?:token|devicecode)$/.test(path)),
  };
}

type Prepare = (stage: Stage, fields: Fields) => Promise<() => Promise<Seen>>;

const CALLS: Readonly<Record<Column, Prepare>> = {
  async broker(stage, { forceRefresh, ...fields }) {
    const app = await stage.app();
    if (forceRefresh === undefined) return () => stage.interactive(app, fields);
    const account = await stage.brokerAccount(app);
    return () => stage.silent(app, { ...fields, forceRefresh, account });
  },
  async cache(stage, fields) {
    const app = await stage.appWithoutBroker();
    const account = await stage.cacheAccount(app);
    return () => stage.silent(app, { ...fields, account });
  },
  async browser(stage, fields) {
    const app = await stage.appWithoutBroker();
    if (fields.prompt === "none") {
      // Without a page, whoever signed in before in this browser signs in.
      stage.person = { ...stage.person, cookies: new Map() };
      await stage.interactive(app);
    }
    return () => stage.interactive(app, fields);
  },
  async "device code"(stage, fields) {
    const app = await stage.appWithoutBroker();
    const { deviceCodeCallback } = stage;
    return () => stage.interactiveAlone(app, { ...fields, deviceCodeCallback });
  },
};
