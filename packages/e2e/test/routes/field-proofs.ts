import { expect } from "vitest";
import type { Column, FieldCall, Fields } from "../support/field-call.js";
import { LEE } from "../support/stage.js";
import { FABRIKAM } from "../support/two-tenants.js";

/**
 * A cell of the table, what is to be seen where the route honours the field, and the request for it where that is another.
 * A cell without a check is one whose route refuses the field by name.
 */
type Cell = readonly [text: string, check?: (call: FieldCall) => void, sample?: Fields];

/** A field with a value, and what each route does with it. */
export type FieldProof = Readonly<Record<Column, Cell>> & { readonly sample: Fields };

const MAIL = "https://graph.microsoft.com/Mail.Read";
const CLAIMS = '{"access_token":{"xms_cc":{"values":["cp9"]}}}';
/** msal-node asks for claims of its own besides. */
const WITH_CLAIMS: unknown = expect.stringContaining(CLAIMS.slice(0, -1));
const EXTRA = { slice: "test" };
const SID = "5e551001-0000-4000-8000-00000000a11c";
const POP = {
  authenticationScheme: "pop",
  resourceRequestMethod: "GET",
  resourceRequestUri: "https://graph.microsoft.com/v1.0/me",
} as const;

const stateComesBack = ({ result }: FieldCall): void => expect(result?.state).toBe("s 1");

/** The parameter of every request to the authority. */
const inEveryRequest =
  (name: string, value: unknown) =>
  ({ requests }: FieldCall): void => {
    expect(requests.map(({ parameters }) => parameters[name])).toEqual(requests.map(() => value));
    expect(requests).not.toEqual([]);
  };

const inPage =
  (name: string, value: unknown) =>
  ({ page }: FieldCall): void => {
    expect(page?.searchParams.get(name)).toEqual(value);
  };

/** Neither at the authority nor in a browser. */
const nowhere =
  (name: string) =>
  ({ result, page, requests }: FieldCall): void => {
    expect(result?.accessToken).toEqual(expect.any(String));
    expect(page?.searchParams.get(name) ?? undefined).toBeUndefined();
    for (const { parameters } of requests) expect(parameters[name]).toBeUndefined();
  };

export const FIELD_PROOFS: Readonly<Record<string, FieldProof>> = {
  scopes: {
    sample: { scopes: [MAIL] },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.scopes).toEqual([MAIL])],
    cache: ["yes, on a cache hit too", mailIsGranted],
    browser: ["yes", mailIsGranted],
    "device code": ["yes", mailIsGranted],
  },
  authority: {
    sample: { authority: `https://login.microsoftonline.com/${FABRIKAM}` },
    broker: ["yes", ({ result }) => expect(result?.tenantId).toBe(FABRIKAM)],
    cache: ["yes, on a cache hit too", tenantIsAsked],
    browser: ["yes", tenantIsAsked],
    "device code": ["yes", tenantIsAsked],
  },
  claims: {
    sample: { claims: CLAIMS },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.claims).toBe(CLAIMS)],
    cache: ["yes, on a cache hit too", inEveryRequest("claims", WITH_CLAIMS)],
    browser: ["yes", inPage("claims", WITH_CLAIMS)],
    "device code": ["yes", inEveryRequest("claims", WITH_CLAIMS)],
  },
  state: {
    sample: { state: "s 1" },
    broker: ["yes", stateComesBack],
    cache: ["yes, on a cache hit too", stateComesBack],
    browser: ["yes", stateComesBack],
    "device code": ["yes", stateComesBack],
  },
  'authenticationScheme: "pop"': {
    sample: POP,
    broker: ["yes", ({ result }) => expect(result?.tokenType).toBe("pop")],
    cache: ["refused"],
    browser: ["refused"],
    "device code": ["refused"],
  },
  resource: {
    sample: { resource: "https://mcp.contoso.example" },
    broker: [
      "as a query parameter",
      ({ brokerRequest }) =>
        expect(brokerRequest.extraQueryParameters).toEqual({ resource: "https://mcp.contoso.example" }),
    ],
    cache: ["yes", inEveryRequest("resource", "https://mcp.contoso.example")],
    browser: [
      "yes",
      (call) => {
        inPage("resource", "https://mcp.contoso.example")(call);
        inEveryRequest("resource", "https://mcp.contoso.example")(call);
      },
    ],
    "device code": ["yes", inEveryRequest("resource", "https://mcp.contoso.example")],
  },
  forceRefresh: {
    sample: { forceRefresh: true },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.forceRefresh).toBe(true)],
    cache: [
      "yes",
      ({ result, requests }) => expect([result?.fromCache, requests.length]).toEqual([false, 1]),
    ],
    browser: [""],
    "device code": [""],
  },
  prompt: {
    sample: { prompt: "consent" },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.prompt).toBe("consent")],
    cache: [""],
    browser: ["yes", inPage("prompt", "consent")],
    "device code": ["refused¹"],
  },
  loginHint: {
    sample: { loginHint: LEE },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.loginHint).toBe(LEE)],
    cache: [""],
    browser: ["yes²", inPage("login_hint", LEE)],
    "device code": ["no window to use it", nowhere("login_hint")],
  },
  domainHint: {
    sample: { domainHint: "contoso.example" },
    broker: [
      "yes",
      ({ brokerRequest }) =>
        expect(brokerRequest.extraQueryParameters).toEqual({ domain_hint: "contoso.example" }),
    ],
    cache: [""],
    browser: ["yes", inPage("domain_hint", "contoso.example")],
    "device code": ["no window to use it", nowhere("domain_hint")],
  },
  extraScopesToConsent: {
    sample: { extraScopesToConsent: ["api://notes/Read"] },
    broker: [
      "of the same resource, else refused",
      ({ brokerRequest }) =>
        expect(brokerRequest.scopes).toEqual(["https://graph.microsoft.com/User.Read", MAIL]),
      { extraScopesToConsent: [MAIL] },
    ],
    cache: [""],
    browser: ["yes", ({ page }) => expect(page?.searchParams.get("scope")).toContain("api://notes/Read")],
    "device code": ["refused"],
  },
  nonce: {
    sample: { nonce: "n 1" },
    broker: ["refused"],
    cache: [""],
    browser: ["yes", ({ result }) => expect(result?.idTokenClaims).toMatchObject({ nonce: "n 1" })],
    "device code": ["refused"],
  },
  sid: {
    sample: { sid: SID },
    broker: ["refused"],
    cache: [""],
    browser: ['with `prompt: "none"`, else refused', inPage("sid", SID), { sid: SID, prompt: "none" }],
    "device code": ["refused"],
  },
  extraQueryParameters: {
    sample: { extraQueryParameters: EXTRA },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.extraQueryParameters).toEqual(EXTRA)],
    cache: [
      "when the server is asked",
      inEveryRequest("slice", "[4 characters]"),
      { extraQueryParameters: EXTRA, forceRefresh: true },
    ],
    browser: ["yes", inPage("slice", "test")],
    "device code": ["yes", inEveryRequest("slice", "[4 characters]")],
  },
  extraParameters: {
    sample: { extraParameters: EXTRA },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.extraQueryParameters).toEqual(EXTRA)],
    cache: [
      "when the server is asked",
      inEveryRequest("slice", "[4 characters]"),
      { extraParameters: EXTRA, forceRefresh: true },
    ],
    browser: ["with the code", inEveryRequest("slice", "[4 characters]")],
    "device code": ["refused"],
  },
  redirectUri: {
    sample: { redirectUri: "msauth.com.msauth.unsignedapp://auth" },
    broker: [
      "yes",
      ({ brokerRequest }) => expect(brokerRequest.redirectUri).toBe("msauth.com.msauth.unsignedapp://auth"),
    ],
    cache: ["not used³", nowhere("redirect_uri")],
    browser: [
      "not used³",
      ({ page }) => expect(page?.searchParams.get("redirect_uri")).toMatch(/^http:\/\/localhost:\d+$/),
    ],
    "device code": ["not used³", nowhere("redirect_uri")],
  },
  parentWindowHandle: {
    sample: { parentWindowHandle: 77n },
    broker: ["yes", ({ brokerRequest }) => expect(brokerRequest.parentWindow).toBe(77n)],
    cache: [""],
    browser: ["not used", nowhere("parentWindowHandle")],
    "device code": ["not used", nowhere("parentWindowHandle")],
  },
};

/** The scope is another than those that the user signed in for: a token of the cache would not do. */
function mailIsGranted({ result, requests }: FieldCall): void {
  expect(requests[0]?.parameters["scope"]?.split(" ")).toContain(MAIL);
  expect(result?.scopes).toContain(MAIL);
}

/** The tenant is another than the user's own: its token in the cache would not do. */
function tenantIsAsked({ result, requests, seen }: FieldCall): void {
  const [opened] = seen.opened;
  const asked = opened === undefined ? [] : [new URL(opened).pathname];
  for (const path of [...asked, ...requests.map((request) => request.path)])
    expect(path).toContain(`/${FABRIKAM}/`);
  expect(result?.tenantId).toBe(FABRIKAM);
}
