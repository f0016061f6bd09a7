/** What the API says of a user; a field that it has nothing for is empty. */
export interface Profile {
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly jobTitle: string;
}

declare module "@authbroker/electron/renderer" {
  interface AuthbrokerMethods {
    profile(homeAccountId: string): Promise<Profile>;
  }
}
