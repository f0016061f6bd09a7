import type { JSONWebKeySet } from "jose";
import { NATIVE_CLIENT_REDIRECT_URI } from "../config/defaults.js";
import { findTenant, same } from "../config/identifiers.js";
import type { EmulatorConfig, TenantConfig, UserConfig } from "../config/schema.js";
import { EmulatorError } from "../errors.js";
import { TokenIssuer } from "../tokens/issuer.js";

/** A person. */
export interface User {
  /** The GUID of the home tenant. */
  readonly tenantId: string;
  /** The object id, a GUID. */
  readonly oid: string;
  /** The user principal name. */
  readonly username: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** An app registration. */
export interface App {
  /** The application (client) ID, a GUID. */
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** The only scopes it may have; absent when every scope is granted. */
  readonly consentedScopes?: readonly string[];
}

/** What names an account in a request: any of these, the surest first. */
export interface AccountReference {
  /** `<object id>.<home tenant id>`. */
  readonly homeAccountId?: string | undefined;
  readonly localAccountId?: string | undefined;
  readonly username?: string | undefined;
}

/** The identity directory: who there is, who is signed in on this machine, and what signs their tokens. */
export class Directory {
  readonly tenants: readonly TenantConfig[];
  readonly users: readonly User[];
  readonly apps: readonly App[];
  /** Signs every token of this directory. */
  readonly issuer: TokenIssuer = new TokenIssuer();
  readonly #signedIn = new Set<User>();
  readonly #disabled = new Set<User>();

  constructor(config: Pick<EmulatorConfig, "tenants" | "users" | "apps">) {
    this.tenants = config.tenants;
    this.apps = config.apps.map(({ clientId, name, redirectUris, consentedScopes }) => ({
      clientId,
      name,
      redirectUris: redirectUris ?? [NATIVE_CLIENT_REDIRECT_URI],
      ...(consentedScopes === undefined ? {} : { consentedScopes }),
    }));
    this.users = config.users.map((configured) => {
      const user = createUser(configured, config.tenants);
      if (configured.enabled === false) this.#disabled.add(user);
      if (configured.signedIn === true) this.#signedIn.add(user);
      return user;
    });
  }

  /** The users signed in on this machine, the longest first; the first is the broker's default account. */
  get signedIn(): readonly User[] {
    return [...this.#signedIn];
  }

  /** Finds a user by the username, whatever its case. */
  findUser(username: string): User | undefined {
    return this.users.find((user) => same(user.username, username));
  }

  /** Finds whom an account of a request means. */
  findAccount({ homeAccountId, localAccountId, username }: AccountReference): User | undefined {
    if (homeAccountId) return this.users.find((user) => same(homeAccountIdOf(user), homeAccountId));
    if (localAccountId) return this.users.find(({ oid }) => same(oid, localAccountId));
    return username ? this.findUser(username) : undefined;
  }

  /** Finds an app registration. */
  findApp(clientId: string): App | undefined {
    return this.apps.find((app) => same(app.clientId, clientId));
  }

  /** Whether the machine has the user's sign-in. */
  isSignedIn(user: User): boolean {
    return this.#signedIn.has(user);
  }

  /** Whether the directory lets the user in. */
  isEnabled(user: User): boolean {
    return !this.#disabled.has(user);
  }

  /**
   * Signs a user in on this machine, as a sign-in window does.
   *
   * @throws EmulatorError `not_found`.
   */
  signIn(username: string): void {
    this.#signedIn.add(this.#require(username));
  }

  /**
   * Signs a user out of this machine; their cached tokens go.
   *
   * @throws EmulatorError `not_found`.
   */
  signOut(username: string): void {
    const user = this.#require(username);
    this.#signedIn.delete(user);
    this.issuer.forget(user);
  }

  /**
   * Lets a user in, or refuses them from now on (AADSTS50057).
   *
   * @throws EmulatorError `not_found`.
   */
  setEnabled(username: string, enabled: boolean): void {
    const user = this.#require(username);
    if (enabled) this.#disabled.delete(user);
    else this.#disabled.add(user);
  }

  /** The public keys that verify this directory's tokens. */
  jwks(): Promise<JSONWebKeySet> {
    return this.issuer.jwks();
  }

  #require(username: string): User {
    const user = this.findUser(username);
    if (user !== undefined) return user;
    const known = this.users.map((each) => each.username).join(", ");
    throw new EmulatorError("not_found", `the directory has no user "${username}"; it has ${known}`);
  }
}

/** The home account id: `<object id>.<home tenant id>`. */
export function homeAccountIdOf({ oid, tenantId }: User): string {
  return `${oid}.${tenantId}`;
}

function createUser(configured: UserConfig, tenants: readonly TenantConfig[]): User {
  const { oid, username, name = username, givenName = "", familyName = "", tenant } = configured;
  const home = tenant === undefined ? tenants[0] : findTenant(tenants, tenant);
  if (home === undefined) {
    throw new EmulatorError("config_invalid", `${username} is in the tenant "${tenant}", which is not there`);
  }
  return { tenantId: home.id, oid, username, name, givenName, familyName };
}
