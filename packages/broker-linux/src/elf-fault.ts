import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** The size of the header of a 64-bit ELF file. */
const HEADER_SIZE = 64;

/** `e_machine` of the processors that Node.js runs on, by their names there. */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [3, "ia32"],
  [40, "arm"],
  [62, "x64"],
  [183, "arm64"],
  [243, "riscv64"],
  [258, "loong64"],
]);

/**
 * What is wrong with a shared library of Linux, as the end of a sentence that begins with its path. glibc maps a file that
 * was cut off, and ends the process with SIGBUS when it reads on; of one for another processor it says that there is none.
 *
 * @returns undefined where nothing is, or where the file cannot be read, which glibc does say.
 */
export function elfFault(path: string): string | undefined {
  let file;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    const header = Buffer.alloc(HEADER_SIZE);
    const read = readSync(file, header, 0, HEADER_SIZE, 0);
    return faultIn(header.subarray(0, read), fstatSync(file).size);
  } catch {
    // A folder, say.
    return undefined;
  } finally {
    closeSync(file);
  }
}

function faultIn(header: Buffer, size: number): string | undefined {
  if (size < HEADER_SIZE) return `is cut off: it has ${size} bytes`;
  if (header.toString("latin1", 0, 4) !== "\u007fELF") return "is no library of Linux";
  const machine = header.readUInt16LE(18);
  const processor = MACHINES.get(machine);
  if (processor !== undefined && processor !== process.arch) {
    return `is for ${processor}, and this process is ${process.arch}`;
  }
  // The table of sections is what linkers write last.
  const end = header.readBigUInt64LE(40) + BigInt(header.readUInt16LE(58) * header.readUInt16LE(60));
  return end > size ? `is cut off: it has ${size} bytes of ${end}` : undefined;
}
