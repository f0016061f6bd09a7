import { expect } from "vitest";
import { B2C, CIAM, otherAuthority } from "../../support/other-authorities.js";
import type { Scenarios } from "../../support/scenario.js";
import { ADELE, LEE } from "../../support/stage.js";

export const SILENT: Scenarios = {
  S1: {
    asks: ["acquireTokenSilent"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app, LEE);
      const seen = await stage.silent(app, { account });
      expect(seen.result?.account).toMatchObject({ username: LEE, source: "broker" });
      return seen;
    },
  },
  S2: {
    async run(stage) {
      const account = await stage.brokerAccount(await stage.app());
      return stage.silent(await stage.appWithoutBroker(), { account });
    },
  },
  S3: {
    asks: ["acquireTokenSilent"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.world.emulated.setAvailable(false);
      return stage.silent(app, { account });
    },
  },
  S4: {
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      return stage.silent(app, { account, authority: B2C });
    },
  },
  S5: {
    asks: ["acquireTokenSilent"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.world.authority.directory.revokeSessions(ADELE);
      return stage.silent(app, { account });
    },
  },
  S6: {
    asks: ["acquireTokenSilent"],
    async run(stage) {
      const { directory } = stage.world.authority;
      const app = await stage.app();
      directory.signIn(LEE);
      directory.signIn(ADELE);
      const first = await stage.silent(app, { account: "os" });
      expect(first.result?.account).toMatchObject({ username: LEE });
      directory.signOut(LEE);
      const second = await stage.silent(app, { account: "os" });
      expect(second.result?.account).toMatchObject({ username: ADELE });
      return second;
    },
  },
  S7: {
    async run(stage) {
      stage.world.authority.directory.signIn(ADELE);
      return stage.silent(await stage.appWithoutBroker(), { account: "os" });
    },
  },
  S8: {
    reasons: ["account_from_cache"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.cacheAccount(app);
      // Somebody else is the broker's default account, and would be what a call without an account gets.
      stage.world.authority.directory.signIn(LEE);
      const seen = await stage.silent(app, { account });
      expect(seen.result?.account).toMatchObject({ username: ADELE, source: "cache" });
      return seen;
    },
  },
  S9: {
    reasons: ["account_from_cache"],
    async run(stage) {
      const app = await stage.appWithoutBroker();
      return stage.silent(app, { account: await stage.cacheAccount(app) });
    },
  },
  S10: {
    async run(stage) {
      const account = await stage.cacheAccount(await stage.app());
      return stage.silent(await stage.app({ required: true }), { account });
    },
  },
  S11: {
    reasons: ["account_from_cache"],
    async run(stage) {
      const app = await stage.app({}, otherAuthority(stage, CIAM));
      return stage.silent(app, { account: await stage.cacheAccount(app) });
    },
  },
  S12: {
    async run(stage) {
      const app = await stage.app();
      const account = await stage.cacheAccount(app);
      stage.world.authority.directory.expireRefreshTokens(ADELE);
      return stage.silent(app, { account, forceRefresh: true });
    },
  },
  S13: {
    async run(stage) {
      const app = await stage.app();
      const account = await stage.cacheAccount(app);
      return stage.silent(app, {
        account,
        authenticationScheme: "pop",
        resourceRequestMethod: "GET",
        resourceRequestUri: "https://graph.microsoft.com/v1.0/me",
      });
    },
  },
};
