/** Why the emulator could not do what it was asked, as a stable word to branch on. */
export type EmulatorErrorCode =
  /** The configuration, a fault or an option is wrong; the message names the key. */
  | "config_invalid"
  /** `NODE_ENV` is `production`. */
  | "production_refused"
  /** The folder for temporary files cannot hold the bus: it is not there, not writable, or its path is too long. */
  | "temporary_folder"
  /** The machine has no `dbus-daemon`. */
  | "dbus_daemon_missing"
  /** `dbus-daemon` is there and did not start. */
  | "dbus_daemon_failed"
  /** The bus does not answer at its address. */
  | "bus_unreachable"
  /** The broker's name belongs to another process on this bus. */
  | "name_owned"
  /** The authority's port cannot be listened on. */
  | "port_in_use"
  /** No user or tenant of that name, or nothing running to do it with. */
  | "not_found"
  /** A scripted sign-in ended on a page of the authority's own; the message has what the page says. */
  | "sign_in_refused"
  /** What a command prints cannot be written. */
  | "output_failed";

/** An error of the emulator itself, as opposed to one it answers a client with. */
export class EmulatorError extends Error {
  /** The stable code. */
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmulatorError";
    this.code = code;
  }
}
