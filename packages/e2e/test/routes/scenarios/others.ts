import {
  type AccountInfo,
  type AccountsRequest,
  BrokerError,
  type PublicClientApplication,
} from "@authbroker/core";
import { expect } from "vitest";
import type { Scenarios } from "../../support/scenario.js";
import { ADELE, LEE, type Seen, type Stage, ZOE } from "../../support/stage.js";

export const OTHERS: Scenarios = {
  R1: { codes: 1, run: async (stage) => stage.deviceCode(await stage.app()) },
  R2: { run: async (stage) => stage.deviceCode(await stage.app({ required: true })) },
  R3: {
    asks: ["getAccounts"],
    outcome: "answered",
    run: async (stage) =>
      listed(stage, await withAccounts(stage), [
        [ADELE, "broker"],
        [ZOE, "broker"],
        [LEE, "cache"],
      ]),
  },
  R4: {
    asks: ["getAccounts"],
    outcome: "answered",
    async run(stage) {
      const app = await withAccounts(stage);
      stage.world.emulated.setAvailable(false);
      return listed(stage, app, [
        [ADELE, "cache"],
        [LEE, "cache"],
      ]);
    },
  },
  R5: {
    asks: ["getAccounts"],
    async run(stage) {
      const app = await stage.app({ required: true });
      await stage.brokerAccount(app);
      stage.world.emulated.setAvailable(false);
      return stage.observe(() => app.getAllAccounts());
    },
  },
  R6: {
    outcome: "answered",
    run: async (stage) => listed(stage, await stage.appWithoutBroker(), []),
  },
  R7: {
    asks: ["signOut"],
    outcome: "answered",
    async run(stage) {
      const app = await withAccounts(stage);
      const account = find(await app.getAllAccounts(), ADELE);
      const seen = await stage.observe(() => app.signOut(Object.freeze({ account })));
      await listed(stage, app, [
        [ZOE, "broker"],
        [LEE, "cache"],
      ]);
      return seen;
    },
  },
  R8: {
    outcome: "answered",
    async run(stage) {
      const app = await stage.app();
      const account = await stage.cacheAccount(app);
      await stage.brokerAccount(app);
      const seen = await stage.observe(() => app.signOut(Object.freeze({ account })));
      await listed(stage, app, [[ADELE, "broker"]]);
      stage.world.emulated.setAvailable(false);
      await listed(stage, app, []);
      return seen;
    },
  },
  R9: {
    async run(stage) {
      const account = await stage.brokerAccount(await stage.app());
      const app = await stage.appWithoutBroker();
      return stage.observe(() => app.signOut({ account }));
    },
  },
  R10: {
    asks: ["getAccounts"],
    outcome: "answered",
    async run(stage) {
      const app = await withAccounts(stage);
      stage.instead.getAccounts = () => new Promise(() => {});
      return listed(
        stage,
        app,
        [
          [ADELE, "cache"],
          [LEE, "cache"],
        ],
        { timeoutMs: 1000 },
      );
    },
  },
  R11: {
    asks: ["getAccounts"],
    outcome: "answered",
    async run(stage) {
      const app = await withAccounts(stage);
      stage.instead.getAccounts = failing;
      return listed(stage, app, [
        [ADELE, "cache"],
        [LEE, "cache"],
      ]);
    },
  },
  R12: {
    asks: ["getAccounts"],
    outcome: "broker_response_invalid",
    async run(stage) {
      const app = await stage.app();
      stage.instead.getAccounts = failing;
      return stage.observe(() => app.getAllAccounts());
    },
  },
  R13: {
    asks: ["signOut"],
    outcome: "broker_response_invalid",
    async run(stage) {
      const app = await withAccounts(stage);
      const account = find(await app.getAllAccounts(), ADELE);
      stage.instead.signOut = failing;
      const seen = await stage.observe(() => app.signOut({ account }));
      stage.world.emulated.setAvailable(false);
      await listed(stage, app, [[LEE, "cache"]]);
      return seen;
    },
  },
  R14: {
    asks: ["getAccounts"],
    outcome: "request_timeout",
    async run(stage) {
      const app = await stage.app();
      stage.instead.getAccounts = () => new Promise(() => {});
      return stage.observe(() => app.getAllAccounts({ timeoutMs: 200 }));
    },
  },
};

const failing = (): Promise<never> =>
  Promise.reject(new BrokerError("broker_response_invalid", { message: "it made no sense" }));

/** Adele at both, Lee in the cache, Zoë at the broker. */
async function withAccounts(stage: Stage): Promise<PublicClientApplication> {
  const app = await stage.app();
  await stage.cacheAccount(app, ADELE);
  await stage.cacheAccount(app, LEE);
  await stage.brokerAccount(app, ADELE);
  await stage.brokerAccount(app, ZOE);
  return app;
}

/** Lists the accounts, which are to be these users' of these sources. */
async function listed(
  stage: Stage,
  app: PublicClientApplication,
  expected: readonly (readonly [string, AccountInfo["source"]])[],
  request: AccountsRequest = {},
): Promise<Seen> {
  let accounts: readonly AccountInfo[] = [];
  const seen = await stage.observe(async () => {
    accounts = await app.getAllAccounts(request);
  });
  expect(accounts.map(({ username, source }) => [username, source])).toEqual(expected);
  return seen;
}

function find(accounts: readonly AccountInfo[], user: string): AccountInfo {
  const account = accounts.find(({ username }) => username === user);
  if (account === undefined) throw new Error(`${user} is not listed`);
  return account;
}
