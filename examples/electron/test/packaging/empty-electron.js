import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The applications inside Electron.app, which electron-builder gives the application's name. */
const HELPERS = [
  "Electron Helper",
  "Electron Helper (Renderer)",
  "Electron Helper (Plugin)",
  "Electron Helper (GPU)",
];

/** The switches of an Electron, as @electron/fuses finds them in its program: a mark, their version, number and values. */
const FUSES = Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810100010", "latin1");

/**
 * Lays out what an unpacked Electron is to electron-builder, for every system, with nothing in it: what is packaged with it
 * does not run, and is otherwise what it would be.
 *
 * @param {string} folder
 */
export function layOutEmptyElectron(folder) {
  mkdirSync(join(folder, "resources"), { recursive: true });
  writeFileSync(join(folder, "LICENSE"), "");
  writeFileSync(join(folder, "electron"), FUSES, { mode: 0o755 });
  writeFileSync(join(folder, "electron.exe"), FUSES);
  const app = join(folder, "Electron.app");
  bundle(app, "Electron");
  mkdirSync(join(app, "Contents", "Resources"));
  const framework = join(app, "Contents", "Frameworks", "Electron Framework.framework");
  mkdirSync(framework, { recursive: true });
  writeFileSync(join(framework, "Electron Framework"), FUSES);
  for (const helper of HELPERS) bundle(join(app, "Contents", "Frameworks", `${helper}.app`), helper);
}

/**
 * @param {string} folder
 * @param {string} name
 */
function bundle(folder, name) {
  const contents = join(folder, "Contents");
  mkdirSync(join(contents, "MacOS"), { recursive: true });
  writeFileSync(join(contents, "MacOS", name), "", { mode: 0o755 });
  const entries = { CFBundleExecutable: name, CFBundleIdentifier: "com.github.Electron", CFBundleName: name };
  const text = Object.entries(entries).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  writeFileSync(
    join(contents, "Info.plist"),
    `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${text.join("")}</dict></plist>`,
  );
}
