import { expect, test } from "vitest";
import { adviceFor, missingDebianPackages, TO_TEST } from "../lib/system-packages.mjs";

const compiler = { what: "a C++ compiler", present: () => false, debian: "g++", fedora: ["gcc-c++"] };
const sanitizers = {
  what: "the sanitizers",
  present: () => false,
  debian: "g++",
  fedora: ["libasan", "libubsan"],
};

test("the advice on Debian is one line to type that names each package once", () => {
  const advice = adviceFor([compiler, sanitizers], "apt");
  expect(advice).toContain("a C++ compiler; the sanitizers");
  expect(advice).toContain("\n  sudo apt-get install -y --no-install-recommends g++\n");
});

test("the advice on Fedora is for dnf, with Fedora's names", () => {
  expect(adviceFor([compiler, sanitizers], "dnf")).toContain(
    "\n  sudo dnf install -y gcc-c++ libasan libubsan\n",
  );
});

test("elsewhere the advice names what is missing and no package manager", () => {
  const advice = adviceFor([compiler], undefined);
  expect(advice).toContain("a C++ compiler");
  expect(advice).not.toContain("sudo");
});

test("what a workflow installs is what is missing, each once", () => {
  const path = process.env.PATH;
  process.env.PATH = "";
  const packages = missingDebianPackages([...TO_TEST, ...TO_TEST]);
  process.env.PATH = path;
  expect(packages).toEqual(expect.arrayContaining(["g++", "make", "python3"]));
  expect(new Set(packages).size).toBe(packages.length);
});
