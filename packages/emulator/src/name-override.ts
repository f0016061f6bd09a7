import { Agent, buildConnector, setGlobalDispatcher } from "undici";
import { PUBLIC_CLOUD_HOSTS } from "./config/hosts.js";

/**
 * Preloaded into an app's process (`node --import @authbroker/emulator/name-override app.js`), sends what `fetch` asks of
 * the public cloud's hosts to the emulator on this machine; every other host is reached as before. `authbroker-emulator
 * run --name-override` sets the two variables that it reads: `AUTHBROKER_NAME_OVERRIDE`, the emulator's port, and
 * `AUTHBROKER_NAME_OVERRIDE_CA`, the certificate to trust for those hosts, PEM.
 */
function overrideNames(env: NodeJS.ProcessEnv): void {
  const port = env["AUTHBROKER_NAME_OVERRIDE"];
  const ca = env["AUTHBROKER_NAME_OVERRIDE_CA"];
  if (!port || !ca) {
    throw new Error(
      "@authbroker/emulator/name-override needs AUTHBROKER_NAME_OVERRIDE and AUTHBROKER_NAME_OVERRIDE_CA in the environment. Start the app with: authbroker-emulator run --name-override -- node app.js",
    );
  }
  const hosts: ReadonlySet<string> = new Set(PUBLIC_CLOUD_HOSTS);
  const here = buildConnector({ ca: [ca] });
  const elsewhere = buildConnector({});
  setGlobalDispatcher(
    new Agent({
      connect(options, callback) {
        const { hostname } = options;
        if (!hosts.has(hostname)) return elsewhere(options, callback);
        here({ ...options, hostname: "127.0.0.1", port, servername: hostname }, callback);
      },
    }),
  );
}

overrideNames(process.env);
