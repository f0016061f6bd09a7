import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AuthorityConfigInput, authorityConfigSchema } from "./config.js";
import { findTenant, isAnyTenant } from "../config/identifiers.js";
import { describeIssues } from "../config/load.js";
import type { Directory } from "../directory/directory.js";
import { EmulatorError } from "../errors.js";
import { refuseUnknownOptions } from "../options.js";
import { refuseProduction } from "../production.js";
import { type AuthorityFaults, AuthorityFaultList } from "./fault-list.js";
import { Flows } from "./flows.js";
import { type AuthorityListeners, serve } from "./handler.js";
import { type AuthorityMetadata, openIdConfiguration, TENANT_TEMPLATE } from "./metadata.js";
import { type AuthorityRequest, RequestLog } from "./request-log.js";
import { BrowserSessions } from "./sessions.js";
import { createTlsIdentity } from "./tls.js";

/** The one address that the authority listens on: nobody else's machine can reach it. */
const LOOPBACK = "127.0.0.1";

/** Milliseconds that a request may take to arrive whole. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Options of {@link createAuthority}. */
export interface AuthorityOptions extends AuthorityListeners {
  /** Who there is, and what signs their tokens. */
  readonly directory: Directory;
  /** How its answers are, and what goes wrong. */
  readonly config?: AuthorityConfigInput | undefined;
  /** The port, 0 to 65535; without it, and for 0, a free one. */
  readonly port?: number | undefined;
  /** Serve https, with a certificate authority of this run alone. */
  readonly tls?: boolean | undefined;
  /** The origin of the issuer and of every endpoint, http or https; without it where the authority listens. */
  readonly publicBase?: string | undefined;
}

/** An HTTP authority in the shape of Microsoft Entra ID. */
export interface Authority {
  /** The origin of the issuer and of every endpoint, without a slash at the end. */
  readonly base: string;
  /** Where it listens: the base, unless that was given. */
  readonly url: string;
  readonly directory: Directory;
  /** What it does wrong. */
  readonly faults: AuthorityFaults;
  /** The last requests, up to 5,000 of them, the oldest first. */
  readonly requests: readonly AuthorityRequest[];
  /** What the endpoints under `/_emulator/` ask for, as a bearer token. */
  readonly controlToken: string;
  /** The certificate that clients must trust, PEM; undefined without TLS. */
  readonly caCertificate: string | undefined;
  /** The SHA-256 of the server's public key, base64; undefined without TLS. */
  readonly spki: string | undefined;
  /** The port that it listens on; undefined while it does not. */
  readonly port: number | undefined;
  /** Answers requests without a socket of its own, for a server that is there already. */
  readonly handler: RequestListener;
  /**
   * The OpenID Connect metadata: of a tenant by its id or name, of `common` or `organizations`, or without a tenant the
   * template that msal-node's `auth.authorityMetadata` takes.
   *
   * @throws EmulatorError `not_found` for a tenant that the directory does not have.
   */
  metadata(tenant?: string): AuthorityMetadata;
  /**
   * Listens on 127.0.0.1; does nothing when it does already. After {@link Authority.close} it can listen again.
   *
   * @returns the base.
   * @throws EmulatorError `port_in_use`.
   */
  listen(): Promise<string>;
  /** Ends every connection, the silent ones too. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes an authority; {@link Authority.listen} starts it.
 *
 * @throws EmulatorError `config_invalid`, or `production_refused`.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  refuseProduction();
  refuseUnknownOptions("createAuthority", options, KNOWN_OPTIONS);
  const { directory } = options;
  const publicBase = options.publicBase === undefined ? undefined : originOf(options.publicBase);
  const wantedPort = checkedPort(options.port ?? 0);
  const parsed = authorityConfigSchema.safeParse(options.config ?? {});
  if (!parsed.success) throw new EmulatorError("config_invalid", describeIssues(parsed.error).join("; "));
  const config = parsed.data;
  const identity = options.tls === true ? createTlsIdentity() : undefined;
  const scheme = identity === undefined ? "http" : "https";
  const faults = new AuthorityFaultList(config.faults);
  const log = new RequestLog();
  const controlToken = randomBytes(24).toString("base64url");
  let closing = new AbortController();
  let port: number | undefined;
  const url = (): string => `${scheme}://localhost${port === undefined ? "" : `:${port}`}`;
  const base = (): string => publicBase ?? url();
  const state = {
    directory,
    config,
    faults,
    log,
    controlToken,
    sessions: new BrowserSessions(),
    flows: new Flows(),
  };
  const handler: RequestListener = (message, response) =>
    void serve({ ...state, base: base() }, options, message, response, closing.signal);
  const server = identity === undefined ? createServer(handler) : createTlsServer(identity, handler);
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  const close = async (): Promise<void> => {
    closing.abort();
    port = undefined;
    await closeServer(server);
  };
  return {
    get base() {
      return base();
    },
    get url() {
      return url();
    },
    get port() {
      return port;
    },
    get requests() {
      return log.requests;
    },
    directory,
    faults,
    controlToken,
    handler,
    close,
    caCertificate: identity?.caCertificate,
    spki: identity?.spki,
    metadata: (tenant) => metadataOf(directory, base(), tenant),
    async listen() {
      if (port !== undefined) return base();
      port = await listen(server, wantedPort);
      if (closing.signal.aborted) closing = new AbortController();
      return base();
    },
    [Symbol.asyncDispose]: close,
  };
}

const KNOWN_OPTIONS = {
  directory: true,
  config: true,
  port: true,
  tls: true,
  publicBase: true,
  onRequestCompleted: true,
} satisfies Record<keyof AuthorityOptions, true>;

function metadataOf({ tenants }: Directory, base: string, tenant = TENANT_TEMPLATE): AuthorityMetadata {
  if (tenant === TENANT_TEMPLATE || isAnyTenant(tenant) || findTenant(tenants, tenant) !== undefined)
    return openIdConfiguration(base, tenant, tenants);
  const known = tenants.map(({ name }) => name).join(", ");
  throw new EmulatorError("not_found", `the directory has no tenant "${tenant}"; it has ${known}`);
}

function originOf(publicBase: string): string {
  const url = URL.canParse(publicBase) ? new URL(publicBase) : undefined;
  // A URL writes its origin with a slash.
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new EmulatorError(
    "config_invalid",
    `publicBase: "${publicBase}" is not an http or https origin, for example https://login.example`,
  );
}

function checkedPort(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new EmulatorError("config_invalid", `port: ${port} is not a whole number from 0 to 65535`);
}

function listen(server: Server, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const why = cause.code === "EADDRINUSE" ? "another program listens there" : cause.message;
      reject(
        new EmulatorError("port_in_use", `the authority cannot listen on ${LOOPBACK}:${wanted}: ${why}`, {
          cause,
        }),
      );
    };
    server.once("error", fail);
    server.listen(wanted, LOOPBACK, () => {
      server.off("error", fail);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : wanted);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Its error says only that the server was not listening.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
