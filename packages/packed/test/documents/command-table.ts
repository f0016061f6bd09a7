/** How it is known that a command of the documents does what they say. */
export type Proof =
  /** A test runs it, or what it runs: the test's file, and its title as it stands there. */
  | { readonly test: string; readonly titled: string }
  /** Continuous integration runs it, word for word. */
  | { readonly workflow: string }
  /** Nobody but the reader can: why. */
  | { readonly notRun: string };

/** A command of the documents, or several of one kind. */
export interface Row {
  readonly command: string | RegExp;
  readonly proof: Proof;
}

const here = (name: string, titled: string): Proof => ({
  test: `packages/packed/test/documents/${name}.test.ts`,
  titled,
});
const emulator = (titled: string): Proof => ({ test: "packages/emulator/test/cli.test.ts", titled });
const CI: Proof = { workflow: ".github/workflows/ci.yml" };
const RELEASE: Proof = {
  test: "packages/packed/test/release.test.ts",
  titled:
    "a release of what is here works: every package in one version, none of them 1.0.0, and it signs in",
};
const notRun = (why: string): Proof => ({ notRun: why });

const NO_DEVICE = "it takes an enrolled Mac or Windows machine, and a person who answers";
const CHANGES_THE_MACHINE =
  "it changes the machine; the test's own machine has it already, or must not have it";

/** Every command of the documents. A test holds the two against each other. */
export const table: readonly Row[] = [
  // For those who use the packages.
  { command: /^npm install .*@(?:authbroker|azure)\//, proof: here("installs", "%s installs what it names") },
  {
    command: /^npx @authbroker\/emulator run -- node app\.mjs$/,
    proof: here(
      "programs",
      "of the repository's README greets who is signed in, with the emulator around it",
    ),
  },
  {
    command: "npx @authbroker/emulator start",
    proof: emulator("prints what to export, serves, and ends cleanly on a signal"),
  },
  {
    command: "npx @authbroker/emulator serve",
    proof: emulator("is the broker on the session bus of the environment, until the bus ends"),
  },
  {
    command: "node redirect-uris.mjs",
    proof: here("programs", "of the guide to registering prints each redirect URI"),
  },
  {
    command: /^npx esbuild /,
    proof: here("programs", "a bundle of the README of msal-node-runtime leaves both packages out"),
  },
  {
    command: /^(?:node (?:esbuild|copy-prebuilds)\.mjs|npx (?:webpack|vite build|rollup --config))$/,
    proof: {
      test: "packages/packed/test/bundlers/bundlers.test.ts",
      titled: "puts everything into the bundle, which signs in with the addons beside it and else says so",
    },
  },
  { command: "npm audit signatures", proof: notRun("it asks the public registry for its signatures") },
  { command: /^codesign /, proof: notRun("it is a command of macOS") },
  { command: "journalctl --user", proof: notRun("it shows the log of a desktop session") },
  { command: /^sudo (?:apt-get|dnf) install /, proof: notRun(CHANGES_THE_MACHINE) },

  // In the repository.
  { command: /^npm run demo\b/, proof: here("repository", "%s signs in, or says how") },
  {
    command: /^(?:AUTHBROKER_MACOS_CHILD=1 )?npm run verify -- --client-id CLIENT_ID$/,
    proof: here("repository", "%s prints a report in which nothing failed"),
  },
  { command: "npm test", proof: CI },
  { command: "npm test -- packages/core", proof: CI },
  { command: "bash .ci/run", proof: CI },
  { command: "npm run build", proof: CI },
  { command: "npm run build -- macos", proof: CI },
  { command: "npm run check", proof: CI },
  { command: "npm run check -- imports", proof: CI },
  { command: "npm run check -- lint", proof: CI },
  { command: "npm run lint", proof: CI },
  { command: "npm run format", proof: CI },
  { command: "npm run test:macos", proof: CI },
  { command: "npm run test:windows", proof: CI },
  { command: "npm run bench", proof: CI },
  { command: "npm run check:prebuilds", proof: { workflow: ".github/workflows/prebuilds.yml" } },
  {
    command: "npm run check:prebuilds -- --owners FILE",
    proof: notRun("it takes a file that Xcode built: the workflow of the prebuilds runs it on its own"),
  },
  { command: /^npm (?:publish|trust) /, proof: notRun("it takes whoever owns the packages on npm") },
  { command: "npm run changeset", proof: notRun("it asks a person") },
  { command: /^npm run (?:release:(?:rehearse|pack|publish)|version-packages)$/, proof: RELEASE },

  // In an example's folder.
  {
    command: /^npx @authbroker\/emulator run -- node index\.js$/,
    proof: here("repository", "$folder: $line signs in, or says how"),
  },
  { command: /^node index\.js /, proof: here("repository", "$folder: $line signs in, or says how") },
  {
    command: "npm run emulated",
    proof: {
      test: "examples/electron/test/stand-in.test.js",
      titled: "npm run emulated puts the emulator and an API around a command, and ends as it does",
    },
  },
  {
    command: "npm start",
    proof: notRun("it opens a window and waits for a person; npm run test:electron plays one"),
  },
  { command: "npx install-electron", proof: CI },
  { command: "npm run test:electron", proof: CI },
  {
    command: /^AUTHBROKER_TEST_ELECTRON=\S+ npm run test:electron$/,
    proof: notRun("it takes an Electron of the reader's own"),
  },
  { command: "npm run package -- --dir", proof: CI },
  { command: "npx electron electron.js --client-id CLIENT_ID", proof: notRun(NO_DEVICE) },
];
