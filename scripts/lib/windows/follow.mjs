import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** How often a file is looked at, milliseconds. */
const INTERVAL = 100;

/**
 * Reads a file while another process writes it, until a piece of work is done, and then to its end.
 *
 * @template T
 * @param {string} file which is there
 * @param {(text: string) => void} take
 * @param {Promise<T>} work
 * @returns {Promise<T>} what the work gives
 */
export async function follow(file, take, work) {
  const descriptor = openSync(file, "r");
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.alloc(65_536);
  const readOn = () => {
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      take(decoder.write(chunk.subarray(0, length)));
    }
  };
  const timer = setInterval(readOn, INTERVAL);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    readOn();
    closeSync(descriptor);
  }
}
