import type { BrokerAccount } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { asksForWindowsAccount, isPersonal, providerOf, chooseProvider } from "../../src/providers.js";
import { INES, MSA_TENANT_ID, OTHER_TENANT_ID, PAT, TENANT_ID } from "./samples.js";

const ENTRA = "https://login.microsoftonline.com";
const CHINA = "https://login.partner.microsoftonline.cn";
const ORGANIZATIONS = { id: "https://login.microsoft.com", authority: "organizations" };
const CONSUMERS = { id: "https://login.microsoft.com", authority: "consumers" };
const NOBODY = undefined;

/** A personal account that is a guest of a tenant, as that tenant sees it. */
const GUEST: BrokerAccount = { ...PAT, tenantId: OTHER_TENANT_ID };

const at = (authority: string): object => ({ id: "https://login.microsoft.com", authority });

describe("work and school accounts are the Entra plug-in's:", () => {
  test.each<[string, BrokerAccount | undefined, boolean, object, string]>([
    [`${ENTRA}/organizations`, NOBODY, false, ORGANIZATIONS, `${ENTRA}/organizations/`],
    [`${ENTRA}/organizations`, NOBODY, true, ORGANIZATIONS, `${ENTRA}/organizations/`],
    [`${ENTRA}/Organizations`, NOBODY, false, ORGANIZATIONS, `${ENTRA}/organizations/`],
    [`${ENTRA}/common`, NOBODY, false, ORGANIZATIONS, `${ENTRA}/common/`],
    ["https://login.windows.net/common", NOBODY, false, ORGANIZATIONS, "https://login.windows.net/common/"],
    [`${ENTRA}/${TENANT_ID}`, NOBODY, true, at(`${ENTRA}/${TENANT_ID}/`), `${ENTRA}/${TENANT_ID}/`],
    [`${ENTRA}/contoso.example`, NOBODY, true, at(`${ENTRA}/contoso.example/`), `${ENTRA}/contoso.example/`],
    [`${CHINA}/common`, NOBODY, false, at(`${CHINA}/common/`), `${CHINA}/common/`],
    [`${CHINA}/organizations`, NOBODY, false, at(`${CHINA}/organizations/`), `${CHINA}/organizations/`],
    [`${ENTRA}/common`, INES, true, at(`${ENTRA}/${TENANT_ID}/`), `${ENTRA}/${TENANT_ID}/`],
    [`${ENTRA}/organizations`, INES, true, at(`${ENTRA}/${TENANT_ID}/`), `${ENTRA}/${TENANT_ID}/`],
    [
      `${ENTRA}/${OTHER_TENANT_ID}`,
      INES,
      true,
      at(`${ENTRA}/${OTHER_TENANT_ID}/`),
      `${ENTRA}/${OTHER_TENANT_ID}/`,
    ],
    [`${ENTRA}/organizations`, PAT, true, ORGANIZATIONS, `${ENTRA}/organizations/`],
    [`${ENTRA}/common`, GUEST, true, at(`${ENTRA}/${OTHER_TENANT_ID}/`), `${ENTRA}/${OTHER_TENANT_ID}/`],
    [
      `${ENTRA}/${OTHER_TENANT_ID}`,
      PAT,
      true,
      at(`${ENTRA}/${OTHER_TENANT_ID}/`),
      `${ENTRA}/${OTHER_TENANT_ID}/`,
    ],
  ])("%s", (asked, account, windowsAccountIsPersonal, provider, authority) => {
    expect(chooseProvider(asked, account, windowsAccountIsPersonal)).toEqual({
      plugin: "entra",
      provider,
      authority,
    });
  });
});

describe("personal accounts are the MSA plug-in's:", () => {
  test.each<[string, BrokerAccount | undefined, boolean]>([
    [`${ENTRA}/consumers`, NOBODY, false],
    [`${ENTRA}/CONSUMERS`, NOBODY, false],
    [`${ENTRA}/${MSA_TENANT_ID}`, NOBODY, false],
    [`${ENTRA}/${MSA_TENANT_ID.toUpperCase()}`, NOBODY, false],
    [`${ENTRA}/common`, NOBODY, true],
    [`${ENTRA}/common`, PAT, false],
    [`${ENTRA}/consumers`, INES, false],
  ])("%s", (asked, account, windowsAccountIsPersonal) => {
    expect(chooseProvider(asked, account, windowsAccountIsPersonal)).toEqual({
      plugin: "msa",
      provider: CONSUMERS,
      authority: `${ENTRA}/consumers/`,
    });
  });
});

test("the account of Windows is asked about where it decides, or may sign in", () => {
  expect(asksForWindowsAccount(`${ENTRA}/common`)).toBe(true);
  expect(asksForWindowsAccount(`${ENTRA}/consumers`)).toBe(true);
  expect(asksForWindowsAccount(`${ENTRA}/organizations`)).toBe(false);
  expect(asksForWindowsAccount(`${ENTRA}/${TENANT_ID}`)).toBe(false);
});

test("the account of Windows is personal when its provider says consumers", () => {
  const provider = { id: "https://login.windows.local", displayName: "Windows" };
  expect(isPersonal({ ...provider, authority: "consumers" })).toBe(true);
  expect(isPersonal({ ...provider, authority: "Consumers" })).toBe(true);
  expect(isPersonal({ ...provider, authority: "organizations" })).toBe(false);
  expect(isPersonal({ ...provider, authority: "" })).toBe(false);
  expect(isPersonal(undefined)).toBe(false);
});

test("an account is held by the provider of its home tenant", () => {
  expect(providerOf(INES)).toEqual(ORGANIZATIONS);
  expect(providerOf(PAT)).toEqual(CONSUMERS);
  expect(providerOf(GUEST)).toEqual(CONSUMERS);
});
