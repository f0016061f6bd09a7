import type { JSONWebKeySet } from "jose";
import { defaultRedirectUris } from "../config/defaults.js";
import { same } from "../config/identifiers.js";
import { describeIssues } from "../config/load.js";
import { type PolicyConfig, policySchema, policyStrangers } from "../config/policies.js";
import type { AppConfig, EmulatorConfig, TenantConfig } from "../config/schema.js";
import { EmulatorError } from "../errors.js";
import { TokenIssuer } from "../tokens/issuer.js";
import { RequestSigner } from "../tokens/signed-request.js";
import { Consents } from "./consents.js";
import { AuthorizationCodes } from "./grants/authorization-codes.js";
import { DeviceCodes } from "./grants/device-codes.js";
import { RefreshTokens } from "./grants/refresh-tokens.js";
import { IssuedSecrets } from "./secrets.js";
import { type Clock, type Session, type SignIn, systemClock } from "./session.js";
import { Throttling } from "./throttling.js";
import { createUser, homeAccountIdOf, objectIdsOf, type User } from "./users.js";

export type { User } from "./users.js";

/** An app registration. */
export interface App {
  /** The application (client) ID, a GUID. */
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** The only scopes it may have; absent when every scope is granted. */
  readonly consentedScopes?: readonly string[];
  /** Whether each person must consent to each scope before it is granted. */
  readonly consentRequired: boolean;
}

/** What names an account in a request: any of these, the surest first. */
export interface AccountReference {
  /** `<object id>.<home tenant id>`. */
  readonly homeAccountId?: string | undefined;
  readonly localAccountId?: string | undefined;
  readonly username?: string | undefined;
}

/** What a directory runs on. */
export interface DirectoryOptions {
  /** The time, in whole seconds since 1970; without it this machine's. */
  readonly now?: Clock;
}

/** The configuration of a directory. */
export type DirectoryConfig = Pick<EmulatorConfig, "tenants" | "users" | "apps" | "policies" | "broker">;

/** The identity directory: who there is, who is signed in on this machine, and what signs their tokens. */
export class Directory {
  /** What it was made of; its policies may be others by now. */
  readonly configured: DirectoryConfig;
  readonly tenants: readonly TenantConfig[];
  readonly users: readonly User[];
  readonly apps: readonly App[];
  /** The time in seconds since 1970, for everything that the directory says or decides. */
  readonly now: Clock;
  /** Signs every token of this directory. */
  readonly issuer: TokenIssuer;
  /** Signs the HTTP requests that proofs of possession are for. */
  readonly signer: RequestSigner;
  /** The scopes that people let applications have. */
  readonly consents: Consents = new Consents();
  readonly authorizationCodes: AuthorizationCodes;
  readonly deviceCodes: DeviceCodes;
  readonly refreshTokens: RefreshTokens;
  /** What {@link Directory.throttle} says, for the faces to ask. */
  readonly throttling: Throttling;
  readonly #secrets = new IssuedSecrets();
  /** The device that the broker signs people in on. */
  readonly #device: { readonly compliant: boolean } | undefined;
  readonly #signedIn = new Map<User, Session>();
  readonly #disabled = new Set<User>();
  /** Those whose sign-in on this machine nothing new is issued for any more. */
  readonly #inactive = new Set<Session>();
  /** How often each user's sessions were revoked. */
  readonly #generations = new Map<User, number>();
  #policies: readonly PolicyConfig[];

  constructor(config: DirectoryConfig, { now = systemClock }: DirectoryOptions = {}) {
    this.configured = config;
    this.now = now;
    this.issuer = new TokenIssuer(this.#secrets, now);
    this.signer = new RequestSigner(this.#secrets, now);
    this.authorizationCodes = new AuthorizationCodes(this.#secrets, now);
    this.deviceCodes = new DeviceCodes(this.#secrets, now);
    this.throttling = new Throttling(now);
    this.refreshTokens = new RefreshTokens(this.#secrets, now);
    const { registered, compliant } = config.broker.device;
    this.#device = registered ? { compliant } : undefined;
    this.#policies = config.policies;
    this.tenants = config.tenants;
    this.apps = config.apps.map(createApp);
    this.users = config.users.map((configured) => {
      const user = createUser(configured, config.tenants);
      if (configured.enabled === false) this.#disabled.add(user);
      if (configured.signedIn === true)
        this.#signedIn.set(user, this.startSession(user, this.brokerSignIn()));
      return user;
    });
  }

  /** The users signed in on this machine, the longest first; the first is the broker's default account. */
  get signedIn(): readonly User[] {
    return [...this.#signedIn.keys()];
  }

  /** The Conditional Access policies in force. */
  get policies(): readonly PolicyConfig[] {
    return this.#policies;
  }

  /**
   * Every token, authorization code, device code and signed request that was issued, the oldest first, 5,000 at most: for
   * a test to look for them where they must not be. User codes are for people to see, and not among them.
   */
  get issuedSecrets(): readonly string[] {
    return this.#secrets.all;
  }

  /** Finds a user by the username, whatever its case. */
  findUser(username: string): User | undefined {
    return this.users.find((user) => same(user.username, username));
  }

  /** Finds whom an account of a request means. */
  findAccount({ homeAccountId, localAccountId, username }: AccountReference): User | undefined {
    if (homeAccountId) return this.users.find((user) => same(homeAccountIdOf(user), homeAccountId));
    if (localAccountId)
      return this.users.find((user) => objectIdsOf(user).some((oid) => same(oid, localAccountId)));
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

  /** The user's sign-in on this machine; undefined when there is none. */
  brokerSession(user: User): Session | undefined {
    return this.#signedIn.get(user);
  }

  /** How people sign in at this machine's broker: on its device. */
  brokerSignIn(mfa = false): SignIn {
    return { mfa, device: this.#device };
  }

  /** A session that begins now; it is for the caller to keep. */
  startSession(user: User, { mfa = false, device }: SignIn = {}): Session {
    const now = this.now();
    return {
      signedInAt: now,
      generation: this.#generations.get(user) ?? 0,
      ...(mfa ? { mfaAt: now } : {}),
      ...(device === undefined ? {} : { device }),
    };
  }

  /** Whether a session was revoked since it began. */
  isRevoked(user: User, { generation }: Session): boolean {
    return generation < (this.#generations.get(user) ?? 0);
  }

  /** Whether the directory lets the user in. */
  isEnabled(user: User): boolean {
    return !this.#disabled.has(user);
  }

  /**
   * Signs a user in on this machine, as a sign-in window does.
   *
   * @param options - `mfa`: whether multi-factor authentication is passed; false without it.
   * @throws EmulatorError `not_found`.
   */
  signIn(username: string, { mfa = false }: { readonly mfa?: boolean } = {}): void {
    const user = this.#require(username);
    this.keepSession(user, this.startSession(user, this.brokerSignIn(mfa)));
  }

  /** Makes a session the user's sign-in on this machine. */
  keepSession(user: User, session: Session): void {
    this.#signedIn.set(user, session);
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

  /**
   * Puts other policies in force; they count from the next token on.
   *
   * @throws EmulatorError `config_invalid`.
   */
  setPolicies(policies: readonly PolicyConfig[]): void {
    const parsed = policySchema.array().safeParse(policies);
    const faults = parsed.success ? policyStrangers(parsed.data, this) : describeIssues(parsed.error);
    if (faults.length > 0) throw new EmulatorError("config_invalid", faults.join("; "));
    this.#policies = parsed.data ?? [];
  }

  /**
   * Ends every session and refresh token that a user has now, as a changed password does (AADSTS50173). Their access
   * tokens stay good until a resource asks for newer ones: continuous access evaluation.
   *
   * @throws EmulatorError `not_found`.
   */
  revokeSessions(username: string): void {
    const user = this.#require(username);
    this.#generations.set(user, (this.#generations.get(user) ?? 0) + 1);
    this.refreshTokens.end(user, 50173);
    this.issuer.forget(user);
  }

  /**
   * Ends every refresh token that a user has now, that of the sign-in on this machine too, as 90 days without use do
   * (AADSTS700082). Access tokens that the broker has cached stay good.
   *
   * @throws EmulatorError `not_found`.
   */
  expireRefreshTokens(username: string): void {
    const user = this.#require(username);
    const session = this.#signedIn.get(user);
    if (session !== undefined) this.#inactive.add(session);
    this.refreshTokens.end(user, 700082);
  }

  /**
   * Refuses whoever asks for new tokens in the next seconds, by the authority or a broker, as too many requests
   * (AADSTS90055). Tokens that a broker has cached are handed out all the same.
   *
   * @param seconds - how long; 0 ends it.
   * @throws EmulatorError `config_invalid` for what is no number of seconds.
   */
  throttle(seconds: number): void {
    this.throttling.start(seconds);
  }

  /** Whether a sign-in on this machine gets nothing new any more: it was not used for too long. */
  isInactive(session: Session): boolean {
    return this.#inactive.has(session);
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

function createApp({ clientId, name, redirectUris, consentedScopes, consentRequired }: AppConfig): App {
  return {
    clientId,
    name,
    redirectUris: redirectUris ?? defaultRedirectUris(clientId),
    ...(consentedScopes === undefined ? {} : { consentedScopes }),
    consentRequired: consentRequired ?? false,
  };
}
