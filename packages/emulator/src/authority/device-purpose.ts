import type { App, Directory } from "../directory/directory.js";
import type { DeviceFlow } from "../directory/grants/device-codes.js";
import { shown } from "./answers.js";
import { errorPageAnswer } from "./errors.js";
import type { Purpose } from "./flows.js";
import { deviceDonePage } from "./pages/device.js";

/** What the page of user codes signs people in for: the app on the device that polls. */
export function devicePurpose(directory: Directory, app: App, flow: DeviceFlow): Purpose {
  const { tenant, scopes, claims, userCode } = flow;
  return {
    app,
    tenant,
    scopes,
    claims,
    // Somebody else may have sent the code, so that whoever is signed in is asked all the same.
    prompt: "select_account",
    loginHint: undefined,
    domainHint: undefined,
    formTargets: [],
    confirmed: false,
    finish(user, session) {
      directory.deviceCodes.approve(userCode, user, session);
      return shown(200, deviceDonePage(app.name, "approved", user));
    },
    decline() {
      directory.deviceCodes.decline(userCode);
      return shown(200, deviceDonePage(app.name, "declined"));
    },
    refuse: errorPageAnswer,
  };
}
