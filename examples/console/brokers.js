/** Each is loaded only when it is asked for. */
const PACKAGES = {
  "@authbroker/broker-linux": () => import("@authbroker/broker-linux"),
  "@authbroker/broker-macos": () => import("@authbroker/broker-macos"),
  "@authbroker/broker-windows": () => import("@authbroker/broker-windows"),
};

/** The values of `--broker`. */
export const BROKERS = Object.keys(PACKAGES);

/**
 * The broker of a package, whatever system this is.
 *
 * @param {string} name
 * @throws {TypeError} when it is none of `BROKERS`
 */
export async function brokerOf(name) {
  const entry = Object.entries(PACKAGES).find(([known]) => known === name);
  if (entry === undefined) throw new TypeError(`--broker is one of ${BROKERS.join(", ")}; received ${name}`);
  const { broker } = await entry[1]();
  return broker;
}
