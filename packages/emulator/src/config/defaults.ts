import type { TenantConfig, UserConfig } from "./schema.js";

/** The redirect URIs of an app that gives none: those of the brokers of every system, and that of the browser. */
export function defaultRedirectUris(clientId: string): readonly string[] {
  return [
    "https://login.microsoftonline.com/common/oauth2/nativeclient",
    `ms-appx-web://Microsoft.AAD.BrokerPlugin/${clientId}`,
    "msauth.com.msauth.unsignedapp://auth",
    "http://localhost",
  ];
}

/** The directory of an emulator that nobody configured: mutable arrays, as zod's defaults want them. */
export const defaults: {
  tenants: TenantConfig[];
  users: Omit<UserConfig, "guestOf">[];
  apps: { clientId: string; name: string }[];
} = {
  tenants: [{ id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" }],
  users: [
    {
      oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
      username: "adele@contoso.example",
      name: "Adele Vance",
      givenName: "Adele",
      familyName: "Vance",
    },
    {
      oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a",
      username: "lee@contoso.example",
      name: "Lee Gu",
      givenName: "Lee",
      familyName: "Gu",
    },
    // A name that finds out every place where it is pasted into markup, a shell or a latin-1 buffer.
    {
      oid: "20e00000-9d8c-4a7b-b6e5-f4a3b2c1d0e9",
      username: "zoe@contoso.example",
      name: `Zoë "Zed" <b>O'Brien</b> & Łukasz 王`,
      givenName: `Zoë "Zed"`,
      familyName: "<b>O'Brien</b> & Łukasz 王",
    },
  ],
  apps: [{ clientId: "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d", name: "Contoso Notes" }],
};
