/**
 * The hosts of each cloud of Microsoft Entra ID that has more than one, as msal-common 16 lists them. A cache may name
 * an account's environment by any of them.
 */
const CLOUDS: readonly (readonly string[])[] = [
  ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"],
  ["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
  ["login.microsoftonline.us", "login.usgovcloudapi.net"],
];

const CLOUD_OF: ReadonlyMap<string, number> = new Map(
  CLOUDS.flatMap((hosts, cloud) => hosts.map((host) => [host, cloud] as const)),
);

/** Whether two hosts are one cloud, and an account of the one an account of the other. Hosts are in lower case. */
export function sameCloud(hostA: string, hostB: string): boolean {
  if (hostA === hostB) return true;
  const cloud = CLOUD_OF.get(hostA);
  return cloud !== undefined && cloud === CLOUD_OF.get(hostB);
}
