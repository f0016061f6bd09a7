import type { Answer } from "./answers.js";
import type { AuthorityContext } from "./context.js";
import type { AuthorityFaultPlan } from "./fault-list.js";
import type { FaultEndpoint } from "./faults.js";
import type { HttpRequest, RequestLine } from "./http-request.js";
import { unknownPath, wrongMethod } from "./protocol-errors.js";
import { authorize } from "./routes/authorize.js";
import { CONTROL_ROUTES } from "./routes/control.js";
import { deviceAuth } from "./routes/device-auth.js";
import { deviceCode } from "./routes/device-code.js";
import { discovery, instanceDiscovery, keys } from "./routes/discovery.js";
import { login } from "./routes/login.js";
import { logout } from "./routes/logout.js";
import { token } from "./routes/token.js";

/** One endpoint. */
export interface Route {
  readonly methods: readonly string[];
  /** Who reads its errors: a client, as JSON, or a person, as a page. */
  readonly errors: "json" | "page";
  /** What faults call it; undefined for one that does nothing wrong. */
  readonly faultEndpoint?: FaultEndpoint;
  handle(context: AuthorityContext, request: HttpRequest, plan: AuthorityFaultPlan): Answer | Promise<Answer>;
}

/** The first segment of the paths that are the emulator's own. */
const CONTROL = "_emulator";

const GET = ["GET"];
const POST = ["POST"];

/** The endpoints by their path behind the tenant. */
const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["v2.0/.well-known/openid-configuration", { methods: GET, errors: "json", handle: discovery }],
  ["discovery/v2.0/keys", { methods: GET, errors: "json", handle: keys }],
  ["discovery/instance", { methods: GET, errors: "json", handle: instanceDiscovery }],
  [
    "oauth2/v2.0/authorize",
    { methods: ["GET", "POST"], errors: "page", faultEndpoint: "authorize", handle: authorize },
  ],
  ["login", { methods: POST, errors: "page", handle: login }],
  ["oauth2/v2.0/token", { methods: POST, errors: "json", faultEndpoint: "token", handle: token }],
  [
    "oauth2/v2.0/devicecode",
    { methods: POST, errors: "json", faultEndpoint: "devicecode", handle: deviceCode },
  ],
  ["oauth2/deviceauth", { methods: ["GET", "POST"], errors: "page", handle: deviceAuth }],
  ["oauth2/v2.0/logout", { methods: GET, errors: "page", handle: logout }],
]);

/**
 * The route of a request.
 *
 * @throws Refusal for a path that nothing is at, or another method.
 */
export function findRoute({ tenant, endpoint, method }: RequestLine): Route {
  const control = tenant === CONTROL ? CONTROL_ROUTES.get(endpoint) : undefined;
  const route: Route | undefined =
    control === undefined ? ROUTES.get(endpoint) : { methods: POST, errors: "json", handle: control };
  if (route === undefined || (tenant === CONTROL && control === undefined)) throw unknownPath();
  if (!route.methods.includes(method)) throw wrongMethod(method, route.methods);
  return route;
}
