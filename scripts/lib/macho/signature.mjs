import { createHash } from "node:crypto";
import { bounded, DamagedFile } from "../damaged-file.mjs";

/** What begins a signature, and what begins the one part of it that has the hashes (<kern/cs_blobs.h>). */
const SUPER_BLOB = 0xfa_de_0c_c0;
const CODE_DIRECTORY = 0xfa_de_0c_02;

/** The slot of the code directory among the parts. */
const CODE_DIRECTORY_SLOT = 0;

const AD_HOC = 0x2;
const SHA_256 = 2;

/**
 * @typedef {object} CodeDirectory
 * @property {boolean} adHoc whether no certificate stands behind it
 * @property {string} identifier
 * @property {number} codeLimit how many bytes of the slice it covers, from the first
 * @property {number} pageSize bytes
 * @property {readonly number[]} wrongPages the pages whose hash is not that of their bytes
 */

/**
 * Reads an image's signature, and hashes again what it covers.
 *
 * @param {import("./image.mjs").Image} image
 * @returns {CodeDirectory | undefined} undefined where it is not signed
 * @throws {DamagedFile}
 */
export function codeDirectoryOf({ bytes, signature }) {
  if (signature === undefined) return undefined;
  const directory = directoryIn(signature.bytes);
  const codeLimit = directory.u32BigEndian(32);
  const pageSize = 2 ** directory.u8(39);
  return {
    adHoc: (directory.u32BigEndian(12) & AD_HOC) !== 0,
    identifier: directory.cString(directory.u32BigEndian(20)),
    codeLimit,
    pageSize,
    wrongPages: wrongPages(directory, bytes.part(0, codeLimit, "what the signature covers"), pageSize),
  };
}

/** @param {import("./bytes.mjs").Bytes} blob */
function directoryIn(blob) {
  const parts = blob.u32BigEndian(0) === SUPER_BLOB ? blob.u32BigEndian(8) : 0;
  for (let entry = 12; entry < 12 + parts * 8; entry += 8) {
    if (blob.u32BigEndian(entry) !== CODE_DIRECTORY_SLOT) continue;
    const offset = blob.u32BigEndian(entry + 4);
    if (blob.u32BigEndian(offset) !== CODE_DIRECTORY) break;
    return blob.part(offset, blob.u32BigEndian(offset + 4), "the code directory");
  }
  throw new DamagedFile("its signature has no code directory");
}

/**
 * @param {import("./bytes.mjs").Bytes} directory
 * @param {import("./bytes.mjs").Bytes} code
 * @param {number} pageSize
 */
function wrongPages(directory, code, pageSize) {
  const [hashes, count] = [directory.u32BigEndian(16), directory.u32BigEndian(28)];
  const [hashSize, hashType] = [directory.u8(36), directory.u8(37)];
  if (hashType !== SHA_256) throw new DamagedFile(`its hashes are of type ${hashType}, not SHA-256`);
  const pages = bounded(Math.ceil(code.length / pageSize));
  if (count !== pages) throw new DamagedFile(`its signature has ${count} hashes for ${pages} pages`);

  return Array.from({ length: pages }, (_, page) => page).filter((page) => {
    const begin = page * pageSize;
    const bytes = code.slice(begin, Math.min(pageSize, code.length - begin));
    const hash = directory.slice(hashes + page * hashSize, hashSize);
    return !createHash("sha256").update(bytes).digest().equals(hash);
  });
}
