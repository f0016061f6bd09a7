import { describe } from "./requests/check.js";

/**
 * "The window of the terminal this program runs in": what a console application passes as `parentWindowHandle`, as in
 * MSAL Python. Windows finds that window; the brokers of the other systems place their window themselves.
 */
export const CONSOLE_WINDOW_HANDLE: unique symbol = Symbol.for("@authbroker/core:CONSOLE_WINDOW_HANDLE");

/**
 * The window that the broker's window belongs to: {@link CONSOLE_WINDOW_HANDLE}; an Electron `BrowserWindow`; the
 * 4-byte or 8-byte Buffer of its `getNativeWindowHandle()`; or the handle itself (HWND, X11 window id, address of an
 * NSView). The broker of macOS needs one.
 */
export type ParentWindowHandle =
  | typeof CONSOLE_WINDOW_HANDLE
  | bigint
  | number
  | Uint8Array
  | { getNativeWindowHandle(): Uint8Array };

/**
 * A caller's window handle as the contract carries it.
 *
 * @throws TypeError that names the argument, when it is no handle.
 */
export function readWindowHandle(argument: string, value: unknown): bigint | "console" | undefined {
  if (value === undefined) return undefined;
  if (value === CONSOLE_WINDOW_HANDLE) return "console";
  const handle = toBigInt(value);
  if (handle === undefined || handle <= 0n || handle >= 2n ** 64n) {
    throw new TypeError(
      `"${argument}" must be CONSOLE_WINDOW_HANDLE, a BrowserWindow, a Buffer of 4 or 8 bytes, or a window handle above 0; received ${describeHandle(value)}`,
    );
  }
  return handle;
}

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (value instanceof Uint8Array) return bytesToBigInt(value);
  if (typeof value === "object" && value !== null && "getNativeWindowHandle" in value) {
    const { getNativeWindowHandle } = value;
    if (typeof getNativeWindowHandle !== "function") return undefined;
    return handleOfWindow(() => getNativeWindowHandle.call(value));
  }
  return undefined;
}

/** Electron throws for a window that was destroyed. */
function handleOfWindow(read: () => unknown): bigint | undefined {
  try {
    const bytes = read();
    return bytes instanceof Uint8Array ? bytesToBigInt(bytes) : undefined;
  } catch {
    // Said below with the name of the argument, which Electron does not know.
    return undefined;
  }
}

/** Native handles are written in the machine's byte order, which is little-endian on every system with a broker. */
function bytesToBigInt(bytes: Uint8Array): bigint | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bytes.byteLength) {
    case 4:
      return BigInt(view.getUint32(0, true));
    case 8:
      return view.getBigUint64(0, true);
    default:
      return undefined;
  }
}

function describeHandle(value: unknown): string {
  if (value instanceof Uint8Array)
    return `a Buffer of ${value.byteLength} bytes holding ${bytesToBigInt(value) ?? "no handle"}`;
  return typeof value === "bigint" ? `${value}n` : describe(value);
}
