import type { BrokerAccount } from "@authbroker/core";
import { authorityOfTenant, homeParts, splitAuthority } from "@authbroker/core/broker";
import type { ProviderAnswer, ProviderRequest } from "./addon.js";

/** The id of both plug-ins' providers; the authority tells them apart. */
const PROVIDER_ID = "https://login.microsoft.com";

/** The provider of work and school accounts: the Entra plug-in. */
export const ORGANIZATIONS: ProviderRequest = { id: PROVIDER_ID, authority: "organizations" };

/** The provider of personal accounts: the MSA plug-in. */
export const CONSUMERS: ProviderRequest = { id: PROVIDER_ID, authority: "consumers" };

/** The provider of the account that Windows itself was signed in with; there is none on many machines. */
export const WINDOWS_ACCOUNT: ProviderRequest = { id: "https://login.windows.local" };

/** The tenant of all personal accounts. */
export const MSA_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** The public cloud, by any of its names; other clouds are told to the provider. */
const PUBLIC_CLOUD: ReadonlySet<string> = new Set([
  "https://login.microsoftonline.com",
  "https://login.windows.net",
  "https://login.microsoft.com",
  "https://sts.windows.net",
]);

/** Who is to serve a request for a token. */
export interface ProviderChoice {
  /** Which of the two plug-ins; their requests and answers differ. */
  readonly plugin: "entra" | "msa";
  readonly provider: ProviderRequest;
  /** The authority to ask, an https URL with a tenant and a slash at its end. */
  readonly authority: string;
}

/**
 * Who is to serve a request for a token: the plug-in of the authority's tenant. With an account, an authority for any
 * tenant is that of the account's. What is left of `common` is decided by whether the account of Windows is personal:
 * without Windows' own account picker nobody else can say.
 *
 * @param windowsAccountIsPersonal Only looked at when {@link asksForWindowsAccount} says so.
 */
export function chooseProvider(
  asked: string,
  account: BrokerAccount | undefined,
  windowsAccountIsPersonal: boolean,
): ProviderChoice {
  const authority = authorityOf(asked, account);
  const { base, tenant } = splitAuthority(authority);
  if (isPersonalTenant(tenant) || (tenant === "common" && windowsAccountIsPersonal)) {
    return { plugin: "msa", provider: CONSUMERS, authority: `${base}/consumers/` };
  }
  const url = `${base}/${tenant}/`;
  const ofAnyTenant = tenant === "common" || tenant === "organizations";
  return {
    plugin: "entra",
    provider: ofAnyTenant && PUBLIC_CLOUD.has(base) ? ORGANIZATIONS : { id: PROVIDER_ID, authority: url },
    authority: url,
  };
}

/** Whether the account of Windows says which plug-in a request without an account is for, or whom it may have. */
export function asksForWindowsAccount(asked: string): boolean {
  const { tenant } = splitAuthority(asked);
  return tenant === "common" || isPersonalTenant(tenant);
}

/** Whether the account of Windows is a personal one; false when there is none. */
export function isPersonal(windowsAccount: ProviderAnswer | undefined): boolean {
  return windowsAccount?.authority.toLowerCase() === "consumers";
}

/** The provider that holds an account. */
export function providerOf({ homeAccountId }: BrokerAccount): ProviderRequest {
  return isPersonalTenant(homeParts(homeAccountId).utid) ? CONSUMERS : ORGANIZATIONS;
}

/** Whether a tenant is that of all personal accounts, by its id or by its name. */
export function isPersonalTenant(tenant: string): boolean {
  return tenant.toLowerCase() === "consumers" || tenant.toLowerCase() === MSA_TENANT;
}

/** An authority as that of the account's tenant. Whoever asks for work accounts only is not sent to the personal ones. */
function authorityOf(asked: string, account: BrokerAccount | undefined): string {
  if (account === undefined || (isPersonalTenant(account.tenantId) && isForWorkOnly(asked))) return asked;
  return authorityOfTenant(asked, account.tenantId);
}

/** Whether an authority is for whichever work account: a personal one must not answer. */
export function isForWorkOnly(authority: string): boolean {
  return splitAuthority(authority).tenant === "organizations";
}
