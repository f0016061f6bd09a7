import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { configJsonSchema, type EmulatorConfigInput, readConfig, startEmulator } from "@authbroker/emulator";
import { CLIENT_ID } from "./support/requests.js";

/** A configuration file that goes with the test. */
async function configFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-config-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "emulator.json");
  await writeFile(file, text);
  return file;
}

test("schema.json is generated from the schema; `vitest --update` writes it", async () => {
  await expect(`${JSON.stringify(configJsonSchema(), null, 2)}\n`).toMatchFileSnapshot("../schema.json");
});

test("every part has a default", async () => {
  const config = await readConfig(await configFile('{"$schema":"./schema.json"}'));
  expect(config.broker.version).toBe("3.0.1");
  expect(config.users.map(({ username }) => username)).toEqual([
    "adele@contoso.example",
    "lee@contoso.example",
    "zoe@contoso.example",
  ]);
  expect(config.apps.map(({ clientId }) => clientId)).toEqual([CLIENT_ID]);
  expect(config.tenants).toHaveLength(1);
  expect(config.faults).toEqual([]);
});

const oid = "00000000-0000-4000-8000-000000000001";
const user = { oid, username: "pat@contoso.example" };
const tenant = { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" };

test("a user is in the first tenant, under the username, unless the configuration says more", async () => {
  const tenants = [
    { id: "11111111-0000-4000-8000-000000000000", name: "one" },
    { id: "22222222-0000-4000-8000-000000000000", name: "two" },
  ];
  const second = { oid: "00000000-0000-4000-8000-000000000002", username: "sam@two.example", tenant: "two" };
  const { directory, stop } = await startEmulator({
    startBroker: false,
    config: { tenants, users: [user, second] },
  });
  await stop();
  expect(directory.users).toMatchObject([
    { tenantId: tenants[0]?.id, name: "pat@contoso.example", givenName: "" },
    { tenantId: tenants[1]?.id },
  ]);
});

describe("a configuration is refused", () => {
  test.each([
    ["an unknown key", { brokers: {} }, /unknown key "brokers"/],
    [
      "two unknown keys in a part",
      { users: [{ ...user, nmae: "", age: 3 }] },
      /users\.0: unknown keys "nmae", "age"/,
    ],
    ["a version that is not there", { broker: { version: "4" } }, /broker\.version: .*"2\.0\.1".*"3\.0\.1"/],
    ["an id that is no GUID", { users: [{ ...user, oid: "x" }] }, /users\.0\.oid: .*GUID/],
    ["no users", { users: [] }, /users: /],
    [
      "an unknown fault",
      { faults: [{ fault: "bad-mood" }] },
      /faults\.0.*unknown fault "bad-mood"; the faults are status, /,
    ],
    ["a fault that is none", { faults: ["status"] }, /faults\.0.*a fault is an object/],
    ["a fault without its value", { faults: [{ fault: "late-reply" }] }, /faults\.0\.delayMs: /],
    [
      "a tenant that is not there",
      { users: [{ ...user, tenant: "x" }] },
      /pat@contoso\.example is in the tenant "x"/,
    ],
    [
      "a tenant's id twice, in another case",
      { tenants: [tenant, { id: tenant.id.toUpperCase(), name: "other" }] },
      new RegExp(`tenants: ${tenant.id} is the id or the name of two tenants`),
    ],
    [
      "a tenant's name twice, in another case",
      { tenants: [tenant, { id: oid, name: "Contoso" }] },
      /tenants: contoso is the id or the name of two tenants/,
    ],
    [
      "an object id twice, in another case",
      {
        users: [
          { ...user, oid: CLIENT_ID },
          { username: "b", oid: CLIENT_ID.toUpperCase() },
        ],
      },
      new RegExp(`the object id ${CLIENT_ID} is there twice`),
    ],
    [
      "a username twice",
      { users: [user, { ...user, oid: CLIENT_ID }] },
      /the username pat@contoso\.example is there twice/,
    ],
    [
      "an object id twice",
      { users: [user, { ...user, username: "b" }] },
      new RegExp(`the object id ${oid} is there twice`),
    ],
    [
      "a person who is no user",
      { interaction: { user: "nobody" } },
      /interaction\.user: nobody is not the username/,
    ],
    ["a list", [], /expected object/],
  ])("for %s", async (_what, config, message) => {
    const starting = startEmulator({ config: config as EmulatorConfigInput });
    await expect(starting).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(message),
    });
  });

  test("with every reason at once", async () => {
    const reading = readConfig(await configFile('{"brokers":1,"users":[],"faults":[{"fault":"x"}]}'));
    await expect(reading).rejects.toThrow(/users: [^]*faults\.0[^]*unknown key "brokers"/);
  });

  test("with the file's name when it is no JSON, or not there", async () => {
    const file = await configFile("{users:[]}");
    await expect(readConfig(file)).rejects.toThrow(new RegExp(`${file} cannot be used:\\s+not JSON: `));
    await expect(readConfig("/nonexistent.json")).rejects.toThrow(
      /\/nonexistent\.json cannot be used:\s+ENOENT/,
    );
  });
});

test("a fault added later is checked as one of the configuration is", async () => {
  const emulator = await startEmulator({ startBroker: false });
  onTestFinished(() => emulator.stop());
  const add = (fault: unknown) => (): void => {
    Reflect.apply(emulator.broker.faults.add, emulator.broker.faults, [fault]);
  };
  expect(add({ fault: "bad-mood" })).toThrow(/unknown fault "bad-mood"/);
  expect(add({ fault: "status", value: 2, tims: 1 })).toThrow(/unknown key "tims"/);
});
