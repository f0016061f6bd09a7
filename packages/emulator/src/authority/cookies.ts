/** The cookie of a browser's session, by the name that Entra's has. */
const SESSION_COOKIE = "ESTSAUTH";

const SESSION_VALUE = /(?:^|;\s*)ESTSAUTH=(?<id>[\w-]+)/;

/** The session that a `Cookie` header names. */
export function sessionOf(header: string | undefined): string | undefined {
  return SESSION_VALUE.exec(header ?? "")?.groups?.["id"];
}

/** The header that gives a browser its session. */
export function sessionCookie(id: string, secure: boolean): Readonly<Record<string, string>> {
  return {
    "set-cookie": `${SESSION_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`,
  };
}

/** The header that takes it away. */
export function endedSessionCookie(): Readonly<Record<string, string>> {
  return { "set-cookie": `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` };
}
