// Sign-ins of many people in one client without a cache plugin: a cache in memory cannot be filled in any other way.
import { tokenAnswer } from "./cache.mjs";

/** Sign-ins at the same time. */
const AT_ONCE = 20;

/** An authority of no machine: it gives the person whose number is in the code. */
export const networkClient = {
  sendGetRequestAsync: () => Promise.reject(new Error("nothing is to be discovered")),
  sendPostRequestAsync: (_url, { body }) => {
    const [number, nonce] = new URLSearchParams(body).get("code").split(" ");
    return Promise.resolve({ status: 200, headers: {}, body: tokenAnswer(Number(number), nonce) });
  },
};

/** Signs so many people in. */
export async function signIn(client, accounts, scopes) {
  for (let first = 0; first < accounts; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, accounts - first) }, (_, index) => first + index);
    await Promise.all(
      numbers.map((number) =>
        client.acquireTokenInteractive({ scopes, openBrowser: (url) => answer(new URL(url), number) }),
      ),
    );
  }
}

/** Sends the answer of a sign-in page to the listener that waits for it. */
async function answer({ searchParams }, number) {
  const code = [number, searchParams.get("nonce") ?? ""].join(" ");
  const body = new URLSearchParams({ code, state: searchParams.get("state") });
  await fetch(searchParams.get("redirect_uri"), { method: "POST", body });
}
