import { describe, expect, test } from "vitest";
import { ERROR_PAGE, SUCCESS_PAGE } from "../src/browser/pages.js";

describe.each([
  ["success", SUCCESS_PAGE, "You are signed in"],
  ["error", ERROR_PAGE, "You are not signed in"],
])("the %s page", (_kind, page, heading) => {
  test("says its own type and language first", () => {
    expect(page.startsWith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')).toBe(true);
  });

  test("says what happened, in its title and its one heading", () => {
    expect(page).toContain(`<title>${heading}</title>`);
    expect(page.match(/<h1>[^<]*<\/h1>/g)).toStrictEqual([`<h1>${heading}</h1>`]);
    expect(page).toContain("You can close this window");
  });

  test("loads nothing, runs nothing and asks nothing", () => {
    expect(page).not.toMatch(/<script|<form|<a |<img|\son\w+=|https?:|url\(/i);
    expect(page).toContain("default-src 'none'");
  });

  test("shows in light and dark", () => {
    expect(page).toContain("color-scheme: light dark");
  });
});
