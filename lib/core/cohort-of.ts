import { createHash } from "node:crypto"

/**
 * The cohort of a subject, 0 to modulus - 1, as authorities and apps agree on it: the first four bytes of SHA-256 over
 * the subject in UTF-8, read as a big-endian number, modulo.
 */
export function cohortOf(sub: string, modulus: number): number {
  return createHash("sha256").update(sub, "utf8").digest().readUInt32BE(0) % modulus
}
