import { createServer } from "node:http";
import { once } from "node:events";
import { startEmulator } from "@authbroker/emulator";
import { createLocalJWKSet, jwtVerify } from "jose";

const GRAPH = "https://graph.microsoft.com";

/**
 * The emulator, and an API that answers who a token is of, as Microsoft Graph does at /me.
 *
 * @param {import("@authbroker/emulator").EmulatorOptions} [options]
 */
export async function startEmulatedWorld(options) {
  const emulator = await startEmulator(options);
  const keys = createLocalJWKSet(await emulator.directory.jwks());
  /** A claims challenge that the API answers next, in place of a user. @type {{ claims: string } | undefined} */
  let next;

  const server = createServer((request, response) => void respond(request, response));

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async function respond({ headers }, response) {
    const answer = next ?? (await userOf(headers.authorization ?? ""));
    next = undefined;
    if ("claims" in answer) {
      const claims = Buffer.from(answer.claims).toString("base64");
      response.setHeader("www-authenticate", `Bearer error="insufficient_claims", claims="${claims}"`);
    }
    response.statusCode = "displayName" in answer ? 200 : 401;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify("displayName" in answer ? answer : {}));
  }

  /** @param {string} authorization */
  async function userOf(authorization) {
    try {
      const { payload } = await jwtVerify(authorization.replace(/^Bearer /, ""), keys, { audience: GRAPH });
      const { name = "", upn = payload["preferred_username"] ?? "" } = payload;
      return { displayName: name, userPrincipalName: upn, mail: upn, jobTitle: "Emulated" };
    } catch {
      return {};
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;

  return {
    emulator,
    env: { ...emulator.env, AUTHBROKER_API: `http://127.0.0.1:${port}/v1.0/me` },
    /** @param {typeof next} answer */
    answerNext: (answer) => void (next = answer),
    async stop() {
      server.close();
      await emulator.stop();
    },
  };
}
