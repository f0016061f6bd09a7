import { expect, test } from "vitest";
import { Secrets } from "../secrets.js";

const ID = "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69";

function knowing(/** @type {string} */ name) {
  const secrets = new Secrets();
  const account = {
    username: "ana@fabrikam.example",
    localAccountId: ID,
    tenantId: ID,
    homeAccountId: `${ID}.${ID}`,
  };
  secrets.learnAccount({ ...account, name });
  return secrets;
}

test("a short name is taken out as a word, and left within others", () => {
  expect(knowing("Al").without("Al did all: AL.")).toBe("(left out) did all: (left out).");
});

test("a name is taken out in any letter case, in parts, and as a URL has it", () => {
  const clean = knowing("Zoë Quimby-Ray").without("ZOË, quimby-ray, name=Zo%C3%AB%20Quimby-Ray");
  expect(clean).not.toMatch(/zo|quimby/i);
});

test("a name that means something to regular expressions is taken out, too", () => {
  expect(knowing("(a+)+$ [x").without("for (a+)+$ [x only")).toBe("for (left out) only");
});

test("user names, ids, tokens and tenants' domains are taken out whoever's they are", () => {
  const clean = new Secrets().without(
    `bob@contoso.example, bob%40contoso.example, ${ID.toUpperCase()}, fabrikam.onmicrosoft.com, eyJhbGciOiJub25lIn0.e30., ${"x".repeat(50)}`,
  );
  expect(clean).toBe("(user), (user), (id), (domain), (token), (left out)");
});

test("the bundle identifier in a redirect URI is taken out, and that of unsigned programs is left", () => {
  const clean = new Secrets().without(
    "msauth.com.fabrikam.notes://auth, msauth.com.msauth.unsignedapp://auth",
  );
  expect(clean).toBe("msauth.(application)://auth, msauth.com.msauth.unsignedapp://auth");
});

test("what helps is left", () => {
  const text =
    "AADSTS50011 msauth.com.msauth.unsignedapp://auth 0xcaa20002 5.2604.2 https://graph.microsoft.com/User.Read";
  expect(new Secrets().without(text)).toBe(text);
});
