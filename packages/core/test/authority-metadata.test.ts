import { PublicClientApplication } from "@authbroker/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CLIENT_ID } from "./fake-broker.js";
import { brokerError, rejection } from "./rejection.js";

const create = (metadata: unknown): Promise<PublicClientApplication> =>
  PublicClientApplication.create({
    auth: {
      clientId: CLIENT_ID,
      authorityMetadata: typeof metadata === "string" ? metadata : JSON.stringify(metadata),
    },
  });

const EMULATOR = {
  issuer: "http://localhost:8400/{tenantid}/v2.0",
  authorization_endpoint: "http://localhost:8400/{tenantid}/oauth2/v2.0/authorize",
  token_endpoint: "http://127.0.0.1:8400/{tenantid}/oauth2/v2.0/token",
};

afterEach(() => void vi.unstubAllEnvs());

describe("injected authority metadata", () => {
  test("may lead to https addresses, and to an emulator on this machine", async () => {
    await expect(create({ token_endpoint: "https://login.example/token" })).resolves.toBeDefined();
    await expect(create(EMULATOR)).resolves.toBeDefined();
  });

  test("may not lead to an emulator in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const error = await brokerError(create(EMULATOR));
    expect(error.errorCode).toBe("untrusted_authority");
    expect(error.message).toContain("production");
    await expect(create({ token_endpoint: "https://login.example/token" })).resolves.toBeDefined();
  });

  test.each([
    "http://login.example/token",
    "http://localhost.example/token",
    "ftp://localhost/token",
    "/token",
    5,
  ])("may not lead to %s", async (endpoint) => {
    const error = await brokerError(create({ ...EMULATOR, token_endpoint: endpoint }));
    expect(error.errorCode).toBe("untrusted_authority");
    expect(error.message).toContain("token_endpoint");
  });

  test.each(["{", "[]", "null"])("must be JSON text of an object, and %s is none", async (text) => {
    const error = await rejection(create(text));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain('"auth.authorityMetadata"');
  });
});
