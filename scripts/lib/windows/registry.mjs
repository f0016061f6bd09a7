/** The class of Windows that gives tokens, and that of the requests it takes. */
const CLASSES = [
  "Windows.Security.Authentication.Web.Core.WebAuthenticationCoreManager",
  "Windows.Security.Authentication.Web.Core.WebTokenRequest",
];

const CLASS_KEY = String.raw`HKEY_LOCAL_MACHINE\Software\Microsoft\WindowsRuntime\ActivatableClassId`;

/** What makes a prefix a Windows 10 that opens windows without a display and no dialog when a program crashes. */
export const SETTINGS = registryFile(
  // As Windows says it of itself.
  key(String.raw`HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion`, {
    InstallationType: "Client",
  }),
  key(String.raw`HKEY_CURRENT_USER\Software\Wine`, { Version: "win10" }),
  key(String.raw`HKEY_CURRENT_USER\Software\Wine\Drivers`, { Graphics: "null" }),
  key(String.raw`HKEY_CURRENT_USER\Software\Wine\WineDbg`, { ShowCrashDialog: 0 }),
);

/**
 * Registers the Web Account Manager's classes as Windows itself does.
 *
 * @param {string} library where they are, as a path of Windows
 */
export function registrations(library) {
  const values = { DllPath: library, ActivationType: 0, Threading: 0, TrustLevel: 0 };
  return registryFile(...CLASSES.map((name) => key(`${CLASS_KEY}\\${name}`, values)));
}

/** Takes the registrations away: a Windows without a Web Account Manager. */
export const NO_REGISTRATIONS = registryFile(...CLASSES.map((name) => `[-${CLASS_KEY}\\${name}]\r\n`));

/** @param {...string} keys */
function registryFile(...keys) {
  return `REGEDIT4\r\n\r\n${keys.join("\r\n")}`;
}

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} values
 */
function key(name, values) {
  const lines = Object.entries(values).map(([valueName, value]) => `"${valueName}"=${data(value)}\r\n`);
  return `[${name}]\r\n${lines.join("")}`;
}

/** @param {string | number} value */
function data(value) {
  if (typeof value === "number") return `dword:${value.toString(16).padStart(8, "0")}`;
  return `"${value.replaceAll("\\", String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
