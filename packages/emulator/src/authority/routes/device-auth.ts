import { type Answer, shown } from "../answers.js";
import type { AuthorityContext } from "../context.js";
import { devicePurpose } from "../device-purpose.js";
import type { HttpRequest } from "../http-request.js";
import { userCodePage } from "../pages/device.js";
import { nextStep } from "../sign-in.js";

/** `GET` or `POST /common/oauth2/deviceauth`: the page where people type the code that their device shows. */
export function deviceAuth(context: AuthorityContext, request: HttpRequest): Answer {
  const { directory, flows } = context;
  const { method, path: action, form, query } = request;
  if (method !== "POST") return shown(200, userCodePage({ action, userCode: query.get("otc") }));
  const userCode = form.get("otc") ?? "";
  const device = directory.deviceCodes.find(userCode);
  const app = device === undefined ? undefined : directory.findApp(device.clientId);
  if (device === undefined || app === undefined) {
    const problem = "That code didn’t work. Check the code and try again.";
    return shown(200, userCodePage({ action, userCode, problem }));
  }
  return nextStep(context, flows.start(devicePurpose(directory, app, device)), request);
}
