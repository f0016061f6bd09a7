import {
  type AuthorityFault,
  createAuthority,
  createDirectory,
  createEmulatedBroker,
  parseAuthorityFault,
  parseFault,
  startAuthority,
  startEmulator,
} from "@authbroker/emulator";
import { describe, expect, onTestFinished, test } from "vitest";

/** An object as a caller in JavaScript gives it. */
const untyped = (options: object): object => JSON.parse(JSON.stringify(options));

describe("what would do nothing is refused by name", () => {
  test.for([
    ["token:slow:x", "more than an endpoint and a fault"],
    ["loop,times=1,times=2", "times is there twice"],
    ["html-502,retryAfter=7", "html-502 has no retryAfter"],
    ["drop,delayMs=5", "drop has no delayMs"],
    ["token:interval-missing", "devicecode endpoint only"],
    ["authorize:wrong-user", "token endpoint only"],
  ] as const)("the fault of the authority %s", ([text, why]) => {
    expect(() => parseAuthorityFault(text)).toThrow(why);
  });

  test.for(["status=2,value=3", "status=2,times=1,times=2"])("the fault %s", (text) => {
    expect(() => parseFault(text)).toThrow("is there twice");
  });

  test("an option that is misspelt", async () => {
    const wrong = untyped({ polices: [] });
    expect(() => createEmulatedBroker(wrong)).toThrow('no option "polices"');
    await expect(startEmulator(wrong)).rejects.toThrow('no option "polices"');
    await expect(startAuthority(wrong)).rejects.toThrow('no option "polices"');
  });

  test("an operating system that there is not", () => {
    expect(() => createEmulatedBroker(untyped({ platform: "beos" }))).toThrow('"beos" is not one of linux');
  });

  test("another directory's policies beside a directory; its own are no contradiction", () => {
    const config = { policies: [{ blocked: true }] };
    const directory = createDirectory(config);
    expect(() => createEmulatedBroker({ directory, config })).not.toThrow();
    expect(() => createEmulatedBroker({ directory, config: { policies: [] } })).toThrow("config.policies");
    expect(() =>
      createEmulatedBroker({ directory, config: { broker: { device: { compliant: false } } } }),
    ).toThrow("config.broker.device");
  });

  test.for([
    ["port", { port: 70_000 }],
    ["publicBase", { publicBase: "nope" }],
    ["publicBase", { publicBase: "https://login.example/tenant" }],
  ] as const)("a %s that cannot be: %j", ([name, options]) => {
    expect(() => createAuthority({ directory: createDirectory(), ...options })).toThrow(`${name}: `);
  });
});

test("a slash after the public base makes no difference", () => {
  const authority = createAuthority({ directory: createDirectory(), publicBase: "https://login.example/" });
  expect(authority.metadata("common").token_endpoint).toBe("https://login.example/common/oauth2/v2.0/token");
});

test("an authority listens once, and again after it was closed, with late answers too", async () => {
  const faults: AuthorityFault[] = [{ fault: "slow", delayMs: 1 }];
  const authority = createAuthority({ directory: createDirectory(), config: { faults } });
  onTestFinished(() => authority.close());
  const base = await authority.listen();
  expect(await authority.listen()).toBe(base);
  await authority.close();
  expect(authority.port).toBeUndefined();
  const response = await fetch(`${await authority.listen()}/common/oauth2/v2.0/token`, { method: "POST" });
  expect(response.status).toBe(400);
});

test.for(["contoso", "CONTOSO", "C0FFEE00-71c5-4a0d-9b1e-0a6f5d3c2b1a"])(
  "the metadata of %s has the issuer that tokens have",
  async (tenant) => {
    const authority = await startAuthority();
    onTestFinished(() => authority.close());
    const issuer = `${authority.base}/c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a/v2.0`;
    expect(authority.metadata(tenant).issuer).toBe(issuer);
    const response = await fetch(`${authority.base}/${tenant}/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ issuer });
    expect(() => authority.metadata("fabrikam")).toThrow('no tenant "fabrikam"');
  },
);

test("a listener that throws is warned of, and the request is answered", async () => {
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  const authority = await startAuthority({
    onRequestCompleted: () => {
      throw new Error("the test's own");
    },
  });
  onTestFinished(() => authority.close());
  const response = await fetch(`${authority.base}/common/discovery/v2.0/keys`);
  expect(response.status).toBe(200);
  expect((await warned).message).toContain("onRequestCompleted threw");
});
