import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type FakePackage, installCore, printed, project } from "./installed.js";

/** `reject(code)`: what a client rejects with when its broker does with a BrokerError of that code. */
const REJECT = `
  const account = { nativeAccountId: "n", homeAccountId: "u.t", localAccountId: "u", tenantId: "t",
    environment: "login.microsoftonline.com", username: "ines@contoso.example" };
  async function reject(core, code, made = new core.BrokerError(code, { message: "what happened" })) {
    const fail = () => Promise.reject(made);
    const implementation = { contractVersion: 1, platform: "linux", probe: fail, getAccounts: fail,
      acquireTokenSilent: fail, acquireTokenInteractive: fail, signOut: fail };
    const app = await core.PublicClientApplication.create({ auth: { clientId: "c" }, broker: { implementation } });
    return app.acquireTokenSilent({ scopes: ["User.Read"], account }).then(() => undefined, (error) => error);
  }
`;

const CODES = `[["interaction_required", "InteractionRequiredAuthError"], ["server_unavailable", "ServerError"],
  ["untrusted_authority", "ClientConfigurationError"], ["user_canceled", "ClientAuthError"],
  ["no_account_found", "ClientAuthError"], ["no_network_connectivity", "ClientAuthError"],
  ["platform_broker_error", "ClientAuthError"], ["broker_unavailable", "AuthError"]]`;

const wrongClasses = (msal: string): string => `
  const wrong = [];
  for (const [code, name] of ${CODES}) {
    const error = await reject(core, code);
    if (!(error instanceof ${msal}[name] && error instanceof ${msal}.AuthError && error instanceof core.BrokerError)) {
      wrong.push(code);
    }
  }
  console.log(JSON.stringify({ wrong }));
`;

describe("errors have the classes of the application's own msal-node", () => {
  test("when it was imported", async () => {
    const home = await project({ msalNode: true });

    const finished = await home.run(
      "main.mjs",
      `import * as msal from "@azure/msal-node"; import * as core from "@authbroker/core"; ${REJECT} ${wrongClasses("msal")}`,
    );

    expect(printed(finished)).toStrictEqual({ wrong: [] });
  });

  test("when it was required", async () => {
    const home = await project({ msalNode: true });

    const finished = await home.run(
      "main.cjs",
      `const msal = require("@azure/msal-node"); ${REJECT}
       (async () => { const core = await import("@authbroker/core"); ${wrongClasses("msal")} })();`,
    );

    expect(printed(finished)).toStrictEqual({ wrong: [] });
  });

  test("when it was imported, and a CommonJS dependency required its own copy", async () => {
    const home = await project({ msalNode: true });

    const finished = await home.run(
      "main.mjs",
      `import { createRequire } from "node:module"; createRequire(import.meta.url)("@azure/msal-node");
       import * as msal from "@azure/msal-node"; import * as core from "@authbroker/core"; ${REJECT} ${wrongClasses("msal")}`,
    );

    expect(printed(finished)).toStrictEqual({ wrong: [] });
  });

  test("when a CommonJS application requires it after its first error", async () => {
    const home = await project({ msalNode: true });

    const finished = await home.run(
      "main.cjs",
      `${REJECT}
       (async () => {
         const core = await import("@authbroker/core");
         await reject(core, "interaction_required");
         const msal = require("@azure/msal-node");
         const next = await reject(core, "interaction_required");
         console.log(JSON.stringify(next instanceof msal.InteractionRequiredAuthError));
       })();`,
    );

    expect(printed(finished)).toBe(true);
  });

  test("when it is imported only after the error", async () => {
    const home = await project({ msalNode: true });

    const finished = await home.run(
      "main.mjs",
      `import * as core from "@authbroker/core"; ${REJECT}
       const error = await reject(core, "interaction_required");
       const { InteractionRequiredAuthError } = await import("@azure/msal-node");
       console.log(JSON.stringify(error instanceof InteractionRequiredAuthError));`,
    );

    expect(printed(finished)).toBe(true);
  });
});

test.each<[string, Readonly<Record<string, FakePackage>>]>([
  ["is not installed", {}],
  [
    "does not load",
    {
      "@azure/msal-node": {
        "package.json":
          '{"name":"@azure/msal-node","version":"7.0.0","type":"module","exports":"./index.js"}',
        "index.js": 'throw new Error("broken");',
      },
    },
  ],
])("where msal-node %s, errors are BrokerErrors all the same", async (_how, packages) => {
  const home = await project({ packages });

  const finished = await home.run(
    "main.mjs",
    `import * as core from "@authbroker/core"; ${REJECT}
     const errors = [await reject(core, "interaction_required"), await reject(core, "broker_unavailable")];
     console.log(JSON.stringify(errors.map((error) =>
       [error instanceof core.BrokerError, error instanceof Error, error.name, error.errorCode, error.message.split("\\n")[0]])));`,
  );

  expect(printed(finished)).toStrictEqual([
    [true, true, "BrokerError", "interaction_required", "interaction_required: what happened"],
    [true, true, "BrokerError", "broker_unavailable", "broker_unavailable: what happened"],
  ]);
});

test("an error of another copy of core is a BrokerError and an AuthError too", async () => {
  const home = await project({ msalNode: true });
  await mkdir(join(home.folder, "other"));
  await installCore(join(home.folder, "other"));

  const finished = await home.run(
    "main.mjs",
    `import * as core from "@authbroker/core"; import { AuthError } from "@azure/msal-node";
     import * as other from "./other/node_modules/@authbroker/core/dist/index.js"; ${REJECT}
     const made = new other.BrokerError("broker_unavailable", { message: "what happened", broker: { context: "AADSTS1" } });
     const missing = new other.BrokerPackageMissingError("install it", undefined);
     const error = await reject(core, "", made);
     console.log(JSON.stringify({
       copies: other.BrokerError !== core.BrokerError,
       kept: error === made,
       mine: error instanceof core.BrokerError,
       theirs: error instanceof other.BrokerError,
       missing: missing instanceof core.BrokerPackageMissingError,
       authError: error instanceof AuthError,
       correlationId: error.correlationId.length,
     }));`,
  );

  expect(printed(finished)).toStrictEqual({
    copies: true,
    kept: true,
    mine: true,
    theirs: true,
    missing: true,
    authError: true,
    correlationId: 36,
  });
});

test("a class that an application derives from BrokerError is its own", async () => {
  const home = await project({ msalNode: true });

  const finished = await home.run(
    "main.mjs",
    `import * as core from "@authbroker/core"; ${REJECT}
     class Mine extends core.BrokerError {}
     const error = await reject(core, "broker_unavailable");
     const mine = new Mine("broker_unavailable", { message: "mine" });
     console.log(JSON.stringify([error instanceof Mine, mine instanceof Mine, mine instanceof core.BrokerError]));`,
  );

  expect(printed(finished)).toStrictEqual([false, true, true]);
});

test("an error of another copy that has another msal-node keeps its classes, and so do that copy's own", async () => {
  const home = await project({ msalNode: true });
  await installCore(join(home.folder, "node_modules", "other"));
  const otherMsal = join(home.folder, "node_modules", "other", "node_modules", "@azure", "msal-node");
  await mkdir(otherMsal, { recursive: true });
  const classes = [
    "ClientAuthError",
    "ClientConfigurationError",
    "InteractionRequiredAuthError",
    "ServerError",
  ];
  const exported = classes.map((name) => `export class ${name} extends AuthError {}`).join("\n");
  await writeFile(join(otherMsal, "package.json"), '{"type":"module","exports":"./index.js"}');
  await writeFile(join(otherMsal, "index.js"), `export class AuthError extends Error {}\n${exported}`);

  const finished = await home.run(
    "main.mjs",
    `import * as core from "@authbroker/core"; import * as msal from "@azure/msal-node";
     import * as other from "./node_modules/other/node_modules/@authbroker/core/dist/index.js";
     import * as otherMsal from "./node_modules/other/node_modules/@azure/msal-node/index.js"; ${REJECT}
     const theirs = await reject(other, "broker_unavailable");
     await reject(core, undefined, theirs);
     const ours = await reject(core, "broker_unavailable");
     await reject(other, undefined, ours);
     console.log(JSON.stringify([theirs instanceof otherMsal.AuthError, ours instanceof msal.AuthError,
       new otherMsal.AuthError() instanceof msal.AuthError]));`,
  );

  expect(printed(finished)).toStrictEqual([true, true, false]);
});
