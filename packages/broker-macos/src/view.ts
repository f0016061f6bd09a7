import { BrokerError, type InteractiveTokenRequest } from "@authbroker/core";

/** Below it a process has no memory, so that a smaller number is no address: `__PAGEZERO` of macOS, and of other systems. */
const firstAddress = (platform: NodeJS.Platform): bigint => (platform === "darwin" ? 2n ** 32n : 2n ** 16n);

/** From it on an address is the kernel's. */
const END_OF_ADDRESSES = 2n ** 47n;

/** Objects begin at multiples of it. */
const ALIGNMENT = 8n;

/**
 * The pointer to the `NSView` whose window is the anchor of the broker's window, in the machine's byte order, as
 * Electron's `getNativeWindowHandle()` gives it; undefined for a terminal, where macOS places the window by itself.
 *
 * @throws BrokerError `request_unsupported` when there is no handle, or it cannot be a pointer to a view.
 */
export function viewOf(
  parentWindow: InteractiveTokenRequest["parentWindow"],
  platform: NodeJS.Platform = process.platform,
): Uint8Array | undefined {
  if (parentWindow === undefined) throw missing();
  if (parentWindow === "console") return undefined;
  if (
    typeof parentWindow !== "bigint" ||
    parentWindow < firstAddress(platform) ||
    parentWindow >= END_OF_ADDRESSES ||
    parentWindow % ALIGNMENT !== 0n
  ) {
    throw noView();
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, parentWindow, true);
  return bytes;
}

function missing(): BrokerError {
  return new BrokerError("request_unsupported", {
    message: '"parentWindowHandle" is missing, and an interactive request to the broker of macOS needs it',
    hint: "Pass parentWindowHandle: app.CONSOLE_WINDOW_HANDLE in a terminal program, or the BrowserWindow in Electron.",
  });
}

/** The number is not repeated: it is an address in this process, or something else in the wrong place. */
function noView(): BrokerError {
  return new BrokerError("request_unsupported", {
    message:
      '"parentWindowHandle" is no view of macOS: it must be the 8 bytes of a pointer to an NSView, and not the number of a window',
    hint: "Pass the BrowserWindow, the Buffer of its getNativeWindowHandle(), or CONSOLE_WINDOW_HANDLE.",
  });
}
