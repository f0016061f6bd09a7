import { expect, vi } from "vitest";
import { AD_FS, B2C, CIAM, otherAuthority } from "../../support/other-authorities.js";
import type { Scenario, Scenarios } from "../../support/scenario.js";
import { ADELE, LEE, type Seen, type Stage } from "../../support/stage.js";

/** How long a probe may take, and what the router adds to that, milliseconds. */
const PROBE_MS = 5_500;

const POP = {
  authenticationScheme: "pop",
  resourceRequestMethod: "GET",
  resourceRequestUri: "https://graph.microsoft.com/v1.0/me",
} as const;

export const INTERACTIVE: Scenarios = {
  I1: {
    asks: ["probe", "acquireTokenInteractive"],
    run: async (stage) => stage.interactive(await stage.app()),
  },
  I2: { opens: 1, run: async (stage) => stage.interactive(await stage.appWithoutBroker()) },
  I3: {
    asks: ["probe"],
    opens: 1,
    reasons: ["wsl"],
    async run(stage) {
      stage.world.emulated.setAvailable(false, "wsl");
      return stage.interactive(await stage.app());
    },
  },
  I4: { asks: ["probe"], opens: 1, run: withSilentProbe },
  I5: {
    asks: ["probe", "acquireTokenInteractive"],
    opens: 1,
    run: async (stage) => stage.interactive(await leaving(stage)),
  },
  I6: elsewhere(B2C),
  I7: elsewhere(AD_FS),
  I8: elsewhere(CIAM),
  I9: {
    asks: ["probe", "acquireTokenInteractive"],
    async run(stage) {
      stage.person = { cancel: true };
      return stage.interactive(await stage.app());
    },
  },
  I10: {
    outcome: "interaction_required",
    asks: ["probe", "acquireTokenInteractive"],
    async run(stage) {
      stage.world.authority.directory.setPolicies([{ blocked: true }]);
      const seen = await stage.interactive(await stage.app());
      expect(seen.error?.errorNo).toBe(53003);
      return seen;
    },
  },
  I11: {
    asks: ["probe", "acquireTokenInteractive"],
    async run(stage) {
      const app = await stage.app();
      return stage.interactive(app, { redirectUri: "msauth.com.contoso.notes://auth" });
    },
  },
  I12: {
    asks: ["probe"],
    reasons: ["no_session_bus"],
    async run(stage) {
      stage.world.emulated.setAvailable(false, "no_session_bus");
      return stage.interactive(await stage.app({ required: true }));
    },
  },
  I13: {
    asks: ["probe", "acquireTokenInteractive"],
    run: async (stage) => stage.interactive(await leaving(stage, true)),
  },
  I14: {
    asks: ["probe", "acquireTokenInteractive"],
    async run(stage) {
      const app = await stage.app();
      const seen = await stage.interactive(app, { account: await stage.brokerAccount(app, LEE) });
      expect(seen.result?.account).toMatchObject({ username: LEE });
      return seen;
    },
  },
  I15: {
    asks: ["probe"],
    reasons: ["broker_not_installed"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.world.emulated.setAvailable(false);
      return stage.interactive(app, { account });
    },
  },
  I16: {
    opens: 1,
    async run(stage) {
      const app = await stage.app();
      const seen = await stage.interactive(app, { account: await stage.cacheAccount(app) });
      expect(seen.result?.account).toMatchObject({ username: ADELE, source: "cache" });
      return seen;
    },
  },
  I17: {
    opens: 1,
    reasons: ["broker_disabled"],
    run: async (stage) => stage.interactive(await stage.appWithoutBroker()),
  },
  I18: {
    codes: 1,
    reasons: ["broker_disabled", "no_desktop_session"],
    async run(stage) {
      const { deviceCodeCallback } = stage;
      return stage.interactiveAlone(await stage.appWithoutBroker(), { deviceCodeCallback });
    },
  },
  I19: {
    reasons: ["broker_disabled", "no_desktop_session"],
    run: async (stage) => stage.interactiveAlone(await stage.appWithoutBroker()),
  },
  I20: { run: async (stage) => stage.interactive(await stage.appWithoutBroker(), POP) },
  I21: {
    asks: ["probe", "acquireTokenSilent"],
    async run(stage) {
      const app = await stage.app();
      await stage.brokerAccount(app);
      const onBeforeLaunchingUi = vi.fn<() => void>();
      const seen = await stage.interactive(app, { prompt: "none", onBeforeLaunchingUi });
      expect(onBeforeLaunchingUi).not.toHaveBeenCalled();
      return seen;
    },
  },
  I22: {
    async run(stage) {
      vi.stubEnv("DISPLAY", ":99");
      vi.stubEnv("BROWSER", "false");
      const seen = await stage.interactiveAlone(await stage.appWithoutBroker());
      expect(seen.error?.message).toContain("false ended with 1");
      return seen;
    },
  },
  I23: {
    asks: ["probe"],
    opens: 1,
    async run(stage) {
      stage.world.emulated.setLimits(["silent_only"]);
      return stage.interactive(await stage.app());
    },
  },
  I24: {
    asks: ["probe"],
    async run(stage) {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.world.emulated.setLimits(["silent_only"]);
      return stage.interactive(app, { account });
    },
  },
};

/** A client whose broker leaves when its window is to open. */
function leaving(stage: Stage, required = false): ReturnType<Stage["app"]> {
  stage.world.emulated.faults.add({ fault: "exit", method: "acquireTokenInteractively", times: 1 });
  return stage.app({ required });
}

/** A call whose authority the brokers do not serve. */
function elsewhere(authority: string): Scenario {
  return {
    opens: 1,
    run: async (stage) => stage.interactive(await stage.app({}, otherAuthority(stage, authority))),
  };
}

/** The clock runs ahead as soon as the broker is asked: nobody waits for it. */
async function withSilentProbe(stage: Stage): Promise<Seen> {
  const app = await stage.app();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  stage.instead.probe = () => {
    vi.advanceTimersByTime(PROBE_MS);
    vi.useRealTimers();
    return new Promise(() => {});
  };
  return stage.interactive(app);
}
