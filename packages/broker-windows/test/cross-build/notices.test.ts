import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { osRelease } from "../../../../scripts/lib/linux/os-release.mjs";

const notices = readFileSync(new URL("../../THIRD-PARTY-NOTICES.txt", import.meta.url), "utf8");

/** A part of what Debian says of a package's licences, from its first line to the one before its end. */
function licenceOf(debianPackage: string, start: string, end: string): string {
  const text = readFileSync(`/usr/share/doc/${debianPackage}/copyright`, "utf8");
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  expect(from).toBeGreaterThan(0);
  expect(to).toBeGreaterThan(from);
  return text.slice(from, to).trimEnd();
}

/** What Debian indents by a blank, with a dot for an empty line. */
const unindented = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === " ." ? "" : line.slice(1)))
    .join("\n");

// What is published is built there; other systems have other versions.
test.skipIf(osRelease("VERSION_CODENAME") !== "bookworm")(
  "the licences of mingw-w64 and GCC, whose code is linked in, are those of Debian's packages",
  () => {
    const runtime = "mingw-w64-x86-64-dev";
    const version = execFileSync("dpkg-query", ["-Wf", "${source:Upstream-Version}", runtime], {
      encoding: "utf8",
    });
    expect(notices.replaceAll("\n", " ")).toContain(`mingw-w64 ${version}`);
    expect(notices).toContain(unindented(licenceOf(runtime, " Redistribution and use", "\n\n")));

    const compiler = "gcc-mingw-w64-base";
    const [major] = execFileSync("dpkg-query", ["-Wf", "${Version}", compiler], { encoding: "utf8" }).split(
      ".",
    );
    expect(notices).toContain(`GCC ${major} `);
    expect(notices).toContain(licenceOf(compiler, "GCC RUNTIME LIBRARY EXCEPTION", "\n\n\nlibquadmath"));
  },
);
