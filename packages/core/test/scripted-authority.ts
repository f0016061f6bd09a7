import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { PublicClientApplication } from "@azure/msal-node";
import type { Exchange } from "../src/http/exchange.js";
import { NetworkClient } from "../src/http/network-client.js";
import { CLIENT_ID, TENANT_ID, unsignedJwt } from "./fake-broker.js";

/** What the authority does with one request. */
export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** A request that it received. */
interface ReceivedRequest {
  readonly path: string;
  readonly form: URLSearchParams;
  readonly message: IncomingMessage;
}

/** A server in the place of Entra, on plain http, that answers as a test tells it, in that order. */
export interface ScriptedAuthority extends AsyncDisposable {
  readonly base: string;
  /** msal-node's `auth.authorityMetadata`. */
  readonly metadata: string;
  readonly requests: readonly ReceivedRequest[];
  /** What the next requests get. One more is a failure of the test. */
  script(...answers: readonly Answer[]): void;
}

export async function scriptedAuthority(): Promise<ScriptedAuthority> {
  const answers: Answer[] = [];
  const requests: ReceivedRequest[] = [];
  const server = createServer((message, response) => {
    void text(message).then((body) => {
      const request = { path: message.url ?? "", form: new URLSearchParams(body), message };
      requests.push(request);
      const answer = answers.shift() ?? json(418, { error: "unscripted", error_description: "one too many" });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    metadata: JSON.stringify(discovery(base)),
    requests,
    script: (...next) => {
      answers.push(...next);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function discovery(base: string): object {
  const tenant = `${base}/{tenantid}`;
  return {
    issuer: `${tenant}/v2.0`,
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    end_session_endpoint: `${tenant}/oauth2/v2.0/logout`,
  };
}

/** A JSON answer. */
export const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

/** An answer as it stands. */
export const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

/** The connection ends without an answer. */
export const drop: Answer = (response) => {
  response.destroy();
};

export const OID = "11112222-3333-4444-8555-666677778888";
export const HOME_ACCOUNT = `${OID}.${TENANT_ID}`;

/** The claims of an ID token that is in order. */
export function idTokenClaims(base: string, changes: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: CLIENT_ID,
    iss: `${base}/${TENANT_ID}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    oid: OID,
    tid: TENANT_ID,
    sub: "pairwise",
    preferred_username: "ines@contoso.example",
    ver: "2.0",
    ...changes,
  };
}

/** The body of a token answer that is in order. */
export function tokens(base: string, claims: object = {}, changes: object = {}): Record<string, unknown> {
  const clientInfo = Buffer.from(JSON.stringify({ uid: OID, utid: TENANT_ID })).toString("base64url");
  return {
    token_type: "Bearer",
    scope: "User.Read openid profile",
    expires_in: 3600,
    access_token: "an access token",
    refresh_token: "a refresh token",
    id_token: unsignedJwt(idTokenClaims(base, claims)),
    client_info: clientInfo,
    ...changes,
  };
}

/** msal-node's own client on the scripted authority, with the network client that is tested. */
export interface Client {
  readonly msal: PublicClientApplication;
  readonly network: NetworkClient;
  /** Runs a call of msal-node's in an exchange. */
  readonly run: <T>(
    work: (msal: PublicClientApplication) => Promise<T>,
    exchange?: Partial<Exchange>,
  ) => Promise<T>;
  /** Redeems an authorization code. */
  readonly redeem: (
    exchange?: Partial<Exchange>,
  ) => ReturnType<PublicClientApplication["acquireTokenByCode"]>;
}

export const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";

/** @param base Where the tokens are asked for. */
export function clientOf(
  { metadata }: Pick<ScriptedAuthority, "metadata">,
  networkClient?: ConstructorParameters<typeof NetworkClient>[0]["networkClient"],
): Client {
  const authority = `https://login.microsoftonline.com/${TENANT_ID}`;
  const network = new NetworkClient({ clientId: CLIENT_ID, authorityMetadata: metadata, networkClient });
  const msal = new PublicClientApplication({
    auth: { clientId: CLIENT_ID, authority, authorityMetadata: metadata },
    system: { networkClient: network },
  });
  const run: Client["run"] = (work, exchange = {}) =>
    network.run(
      {
        signal: new AbortController().signal,
        correlationId: CORRELATION_ID,
        clientId: CLIENT_ID,
        authority,
        expected: {},
        ...exchange,
      },
      () => work(msal),
    );
  return {
    msal,
    network,
    run,
    redeem: (exchange) =>
      run(
        (client) => {
          const nonce = exchange?.expected?.nonce;
          const request = { code: "a code", redirectUri: "http://localhost", scopes: ["User.Read"] };
          return client.acquireTokenByCode(
            { ...request, correlationId: CORRELATION_ID },
            nonce === undefined ? undefined : { code: "a code", nonce },
          );
        },
        { redirectUri: "http://localhost", ...exchange },
      ),
  };
}
