/** The hosts of Microsoft's public cloud, which the name override sends here. */
export const PUBLIC_CLOUD_HOSTS = [
  "login.microsoftonline.com",
  "login.windows.net",
  "login.microsoft.com",
  "sts.windows.net",
] as const;
