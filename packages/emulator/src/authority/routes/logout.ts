import { type Answer, redirect, shown } from "../answers.js";
import type { AuthorityContext } from "../context.js";
import { endedSessionCookie } from "../cookies.js";
import type { HttpRequest } from "../http-request.js";
import { signedOutPage } from "../pages/signed-out.js";
import { isRegistered } from "../redirect-uris.js";

/**
 * `GET /{tenant}/oauth2/v2.0/logout`: signs everybody out of this browser. The way back must be the redirect URI of an
 * app, or this would be a redirector for anybody.
 */
export function logout({ directory, sessions }: AuthorityContext, { query, session }: HttpRequest): Answer {
  sessions.end(session);
  const target = query.get("post_logout_redirect_uri");
  const isKnown =
    target !== undefined && directory.apps.some(({ redirectUris }) => isRegistered(target, redirectUris));
  if (!isKnown) return shown(200, signedOutPage(), endedSessionCookie());
  const url = new URL(target);
  const state = query.get("state");
  if (state !== undefined) url.searchParams.set("state", state);
  return redirect(url.href, endedSessionCookie());
}
