import { isJsonObject, parseJson } from "../json.js";
import { isEntraAuthority } from "../requests/authority.js";

/** What of an OpenID Connect discovery document is read here. */
interface Discovery {
  readonly issuer: string;
  readonly token_endpoint: string;
}

/** Entra writes the tenant of the token into these places of an issuer. */
const TENANT = /\{tenantid\}|\{tenant\}/gi;

/** Most discovery documents that are remembered. */
const MOST = 100;

/** The issuers that the ID tokens of a token endpoint may have, from what is known of the authority. */
export class Issuers {
  readonly #injected: string | undefined;
  readonly #byEndpoint = new Map<string, string>();

  /** @param authorityMetadata msal-node's `auth.authorityMetadata`, JSON text of a discovery document. */
  constructor(authorityMetadata: string | undefined) {
    // One that is no JSON msal-node refuses by name with the first request.
    this.#injected = authorityMetadata ? discoveryIn(parseJson(authorityMetadata))?.issuer : undefined;
  }

  /** Takes in what came back for a discovery document; msal-node checks its issuer before it uses the endpoints. */
  learn(body: unknown): void {
    const document = discoveryIn(body);
    if (document === undefined || this.#byEndpoint.size >= MOST) return;
    const { origin, pathname } = new URL(document.token_endpoint);
    this.#byEndpoint.set(origin + pathname, document.issuer);
  }

  /**
   * The issuers that a token endpoint may give, for a token of a tenant. None means that nothing is known of it.
   *
   * msal-node puts the tenant and the policy of a request into the endpoints of another document of the same host, so
   * that an endpoint may be one that no document names; then the issuers of the host are taken.
   */
  of(tokenEndpoint: URL, tenantId: string | undefined): readonly string[] {
    const { origin, pathname } = tokenEndpoint;
    const templates = this.#templates(origin, pathname);
    return tenantId === undefined
      ? templates.filter((template) => template.search(TENANT) === -1)
      : templates.map((template) => template.replaceAll(TENANT, () => tenantId));
  }

  #templates(origin: string, pathname: string): readonly string[] {
    if (this.#injected !== undefined) return [this.#injected];
    const exact = this.#byEndpoint.get(origin + pathname);
    if (exact !== undefined) return [exact];
    // msal-node knows the endpoints of Entra's clouds without discovery, and these are their issuers.
    const entra = isEntraAuthority(origin + pathname) ? [`${origin}/{tenantid}/v2.0`] : [];
    const ofHost = [...this.#byEndpoint].filter(([endpoint]) => endpoint.startsWith(`${origin}/`));
    return [...entra, ...ofHost.map(([, issuer]) => issuer)];
  }
}

function discoveryIn(body: unknown): Discovery | undefined {
  if (!isJsonObject(body)) return undefined;
  const { issuer, token_endpoint } = body;
  if (typeof issuer !== "string" || issuer === "") return undefined;
  if (typeof token_endpoint !== "string" || !URL.canParse(token_endpoint)) return undefined;
  return { issuer, token_endpoint };
}
