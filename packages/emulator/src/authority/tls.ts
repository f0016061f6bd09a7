import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import {
  bitString,
  boolean,
  integer,
  octetString,
  oid,
  sequence,
  set,
  tagged,
  utcTime,
  utf8String,
} from "./der.js";
import { PUBLIC_CLOUD_HOSTS } from "../config/hosts.js";

/** What a TLS server shows, and what its clients must trust. */
export interface TlsIdentity {
  /** The server's private key, PEM. */
  readonly key: string;
  /** The server's certificate, PEM. */
  readonly cert: string;
  /** The certificate of the authority that signed it, PEM. */
  readonly caCertificate: string;
  /** The SHA-256 of the server's public key, base64, as Chromium's `--ignore-certificate-errors-spki-list` takes it. */
  readonly spki: string;
}

const DAY_MS = 24 * 3600 * 1000;

/** How long the certificates last: longer than any run of tests, and too short to be worth stealing. */
const LIFETIME_MS = 3 * DAY_MS;

/** How far back they begin, for clocks that differ. */
const BACKDATE_MS = 60_000;

const OID = {
  commonName: "2.5.4.3",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
} as const;

/** The first bits of KeyUsage: digitalSignature is bit 0, keyCertSign bit 5. */
const DIGITAL_SIGNATURE = bitString(Buffer.from([0b1000_0000]), 7);
const KEY_CERT_SIGN = bitString(Buffer.from([0b0000_0100]), 2);

/** A certificate about to be signed. */
interface Certificate {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly issuerName: string;
  readonly issuerKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

/**
 * Makes a certificate authority and a server certificate for the hosts of the public cloud and of this machine, on P-256
 * (RFC 5280). The authority's private key is dropped here: it signs this one certificate, ever.
 */
export function createTlsIdentity(): TlsIdentity {
  const ca = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const caName = `Authbroker emulator ${randomBytes(4).toString("hex")}`;
  const issuer = { issuerName: caName, issuerKey: ca.privateKey };
  const caCertificate = certificate({
    ...issuer,
    name: caName,
    publicKey: ca.publicKey,
    extensions: [
      extension(OID.basicConstraints, sequence(boolean(true), integer(Buffer.from([0]))), true),
      extension(OID.keyUsage, KEY_CERT_SIGN, true),
      extension(OID.subjectKeyIdentifier, octetString(keyIdentifier(ca.publicKey))),
    ],
  });
  const cert = certificate({
    ...issuer,
    name: "localhost",
    publicKey: server.publicKey,
    extensions: [
      extension(OID.basicConstraints, sequence(), true),
      extension(OID.keyUsage, DIGITAL_SIGNATURE, true),
      extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
      extension(OID.subjectAltName, alternativeNames()),
      extension(OID.subjectKeyIdentifier, octetString(keyIdentifier(server.publicKey))),
      extension(OID.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(ca.publicKey)))),
    ],
  });
  return {
    key: String(server.privateKey.export({ type: "pkcs8", format: "pem" })),
    cert,
    caCertificate,
    spki: createHash("sha256").update(spkiOf(server.publicKey)).digest("base64"),
  };
}

function certificate({ name, publicKey, issuerName, issuerKey, extensions }: Certificate): string {
  const now = Date.now();
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  // The highest bit off and another on: a serial number is positive and at most 20 bytes long.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    distinguishedName(issuerName),
    sequence(utcTime(new Date(now - BACKDATE_MS)), utcTime(new Date(now + LIFETIME_MS))),
    distinguishedName(name),
    spkiOf(publicKey),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(body, algorithm, bitString(sign("sha256", body, issuerKey)));
  return new X509Certificate(der).toString();
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(oid(OID.commonName), utf8String(commonName))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function alternativeNames(): Buffer {
  const hosts = [...PUBLIC_CLOUD_HOSTS, "localhost"].map((host) => tagged(0x82, Buffer.from(host)));
  const addresses = [Buffer.from([127, 0, 0, 1]), Buffer.from([...Buffer.alloc(15), 1])];
  return sequence(...hosts, ...addresses.map((address) => tagged(0x87, address)));
}

function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: "spki", format: "der" });
}

/** What certificates name a key by; SHA-256 cut to the usual 20 bytes (RFC 7093). */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash("sha256").update(spkiOf(publicKey)).digest().subarray(0, 20);
}
