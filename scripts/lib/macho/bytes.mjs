import { DamagedFile, textIn } from "../damaged-file.mjs";

/**
 * A part of a file that says its name where something reaches beyond its end. Offsets are from where the part begins.
 * Numbers are little-endian unless `bigEndian` says otherwise, as both architectures of macOS have them.
 */
export class Bytes {
  /** @readonly */
  #buffer;
  /** @readonly */
  #name;

  /**
   * @param {Buffer} buffer
   * @param {string} name
   */
  constructor(buffer, name) {
    this.#buffer = buffer;
    this.#name = name;
  }

  get length() {
    return this.#buffer.length;
  }

  /**
   * @param {number} offset
   * @param {number} length
   * @param {string} name of the part, for messages
   */
  part(offset, length, name) {
    return new Bytes(this.slice(offset, length), name);
  }

  /**
   * @param {number} offset
   * @param {number} length
   */
  slice(offset, length) {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.length)) {
      throw new DamagedFile(`${this.#name} has ${this.length} bytes and is said to have more`);
    }
    return this.#buffer.subarray(offset, offset + length);
  }

  /** @param {number} offset */
  u8(offset) {
    return this.slice(offset, 1).readUInt8();
  }

  /** @param {number} offset */
  u32(offset) {
    return this.slice(offset, 4).readUInt32LE();
  }

  /** @param {number} offset */
  u32BigEndian(offset) {
    return this.slice(offset, 4).readUInt32BE();
  }

  /** @param {number} offset */
  u64(offset) {
    const value = this.slice(offset, 8).readBigUInt64LE();
    if (value > Number.MAX_SAFE_INTEGER) throw new DamagedFile(`${this.#name} holds an address of ${value}`);
    return Number(value);
  }

  /**
   * Text in a field of fixed length, up to its first NUL if it has one.
   *
   * @param {number} offset
   * @param {number} length
   */
  text(offset, length) {
    const field = this.slice(offset, length);
    const end = field.indexOf(0);
    return field.toString("latin1", 0, end === -1 ? length : end);
  }

  /**
   * Text up to a NUL.
   *
   * @param {number} offset
   */
  cString(offset) {
    return textIn(this.slice(offset, this.length - offset), 0);
  }
}

/** The bytes that a number of 64 bits takes. */
const LONGEST_LEB128 = 10;

/** Reads a part from its beginning to its end. */
export class Cursor {
  /** @readonly */
  #bytes;

  /** @param {Bytes} bytes @param {number} [offset] */
  constructor(bytes, offset = 0) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  get atEnd() {
    return this.offset >= this.#bytes.length;
  }

  u8() {
    const value = this.#bytes.u8(this.offset);
    this.offset += 1;
    return value;
  }

  cString() {
    const value = this.#bytes.cString(this.offset);
    this.offset += value.length + 1;
    return value;
  }

  /** A number in LEB128: seven bits in a byte, the low ones first. For a signed one, the value means nothing. */
  leb128() {
    let value = 0;
    for (let place = 0; place < LONGEST_LEB128; place += 1) {
      const byte = this.u8();
      value += (byte % 128) * 128 ** place;
      if (byte < 128) return value;
    }
    throw new DamagedFile("a number in it does not end");
  }
}
