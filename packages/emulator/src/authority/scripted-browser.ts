import { EmulatorError } from "../errors.js";
import { type Form, readForms, toldFailure } from "./forms.js";

/** What a scripted person does on the sign-in pages. */
export interface ScriptedPerson {
  /** The username that signs in; without it the first account that the page offers. */
  readonly user?: string | undefined;
  /** Leave the first page by Cancel. */
  readonly cancel?: boolean | undefined;
  /** Whether the second factor is approved; true without it. */
  readonly approveMfa?: boolean | undefined;
  /** Whether the app is given what it asks for; true without it. */
  readonly consent?: boolean | undefined;
  /** The cookies of a browser that was here before; those set on the way are added. */
  readonly cookies?: Map<string, string> | undefined;
}

/** Where the pages led. */
export interface ScriptedResult {
  /** The status of the last response: the app's own, or that of the page that a device code ends on. */
  readonly status: number;
  readonly text: string;
  /** The address of the last response; for a redirect URI that is no web address, that URI. */
  readonly url: string;
}

/** A page, as a browser has it. */
interface Visited extends ScriptedResult {
  readonly forms: readonly Form[];
}

/** More pages than this are a loop. */
const MOST_PAGES = 12;

/**
 * Plays a person at the emulator's sign-in page: opens an address, follows its pages, and sends the answer on to the app,
 * that the person canceled too.
 *
 * @throws EmulatorError `sign_in_refused` when they end on an error that the app never hears of, with the words of the
 *   page; `not_found` when they lead in circles.
 */
export async function signInWith(url: string, person: ScriptedPerson = {}): Promise<ScriptedResult> {
  const cookies = person.cookies ?? new Map<string, string>();
  const start = new URL(url);
  let page = await visit(start, start.origin, cookies);
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const form = choose(page, person);
    if (form === undefined) return ended(page, start.origin);
    page = await visit(new URL(form.action, page.url), start.origin, cookies, form.fields);
  }
  throw new EmulatorError("not_found", `the pages behind ${start.origin} lead in circles`);
}

/**
 * Plays a person with another device at hand: types a user code and signs in.
 *
 * @param base - the authority's origin, or the `verification_uri`.
 * @throws EmulatorError as {@link signInWith} does, for a code that no device waits with too.
 */
export function approveUserCode(
  base: string,
  userCode: string,
  person: ScriptedPerson = {},
): Promise<ScriptedResult> {
  const url = new URL("/common/oauth2/deviceauth", base);
  url.searchParams.set("otc", userCode);
  return signInWith(url.href, person);
}

/**
 * Where the pages led, unless it is a page that tells the person of a failure.
 *
 * @throws EmulatorError `sign_in_refused`.
 */
function ended({ status, text, url }: Visited, origin: string): ScriptedResult {
  const isOwn = new URL(url).origin === origin;
  const words = isOwn ? toldFailure(text) : undefined;
  if (words === undefined && !(isOwn && status >= 400)) return { status, text, url };
  const why = words ?? `it answered ${status}`;
  throw new EmulatorError(
    "sign_in_refused",
    `the sign-in ended on a page of ${origin}, and the app hears nothing of it: ${why}`,
  );
}

/** What the person sends, and where; undefined where there is nothing to do. */
function choose({ forms, text }: Visited, person: ScriptedPerson): Form | undefined {
  const { user, cancel = false, approveMfa = true, consent = true } = person;
  const withStep = (step: string): Form | undefined => {
    const form = forms.find(({ buttons }) =>
      buttons.some(([name, value]) => name === "step" && value === step),
    );
    return form === undefined ? undefined : { ...form, fields: { ...form.fields, step } };
  };
  const [first] = forms;
  // What the page has something against, it would have something against again.
  if (first === undefined || toldFailure(text) !== undefined) return undefined;
  // The form that a browser's script would send; it has no choice.
  if (first.buttons.every(([name]) => name === "")) return first;
  if (withStep("code") !== undefined) return withStep("code");
  if (cancel || (withStep("approve") && !approveMfa) || (withStep("accept") && !consent))
    return withStep("cancel");
  const signIn = withStep("sign-in");
  if (signIn === undefined) return withStep("approve") ?? withStep("accept") ?? withStep("confirm");
  const username = user ?? first.buttons.find(([name]) => name === "username")?.[1] ?? "";
  return { ...signIn, fields: { ...signIn.fields, username } };
}

/** Opens a page, with its redirects, as far as they are web addresses. Forms of other origins are left alone. */
async function visit(
  url: URL,
  origin: string,
  cookies: Map<string, string>,
  fields?: Readonly<Record<string, string>>,
): Promise<Visited> {
  const response = await fetch(url, {
    ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) }),
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    redirect: "manual",
  });
  keepCookies(response.headers.getSetCookie(), cookies);
  const text = await response.text();
  const location = response.headers.get("location");
  if (location === null) {
    const forms = url.origin === origin ? readForms(text) : [];
    return { status: response.status, text, url: url.href, forms };
  }
  const next = new URL(location, url);
  if (next.protocol === "http:" || next.protocol === "https:") return await visit(next, origin, cookies);
  return { status: response.status, text, url: next.href, forms: [] };
}

function keepCookies(headers: readonly string[], cookies: Map<string, string>): void {
  for (const header of headers) {
    const [pair = ""] = header.split(";");
    const [name = "", value = ""] = pair.split("=");
    if (value === "") cookies.delete(name);
    else cookies.set(name, value);
  }
}
