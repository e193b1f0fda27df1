import { createHash } from "node:crypto"
import { invariant } from "../core/errors.ts"

/** The chain of what belongs to no incident. */
export const INSTALLATION_CHAIN = "00000000-0000-0000-0000-000000000000"

/** The hash before the first entry of a chain. */
export const NO_HASH = "0".repeat(64)

/** Where an entry stands. */
export interface EntryPlace {
  chainId: string
  seq: number
  at: Date
}

/** What the hash of an entry covers. */
export interface HashedEntry {
  chainId: string
  seq: number
  at: Date
  act: string
  actor: string
  role: string
  contentDigest: string
  previous: string
}

/**
 * SHA-256, in hexadecimal, over `tocsin-trail-1` and the entry's columns, a line each, in UTF-8; the moment as ISO 8601 in
 * UTC with milliseconds. None of the columns holds a line break, so that no two entries give the same text.
 */
export function entryHash(entry: HashedEntry): string {
  const { chainId, seq, at, act, actor, role, contentDigest, previous } = entry
  const lines = ["tocsin-trail-1", chainId, seq, at.toISOString(), act, actor, role, contentDigest, previous]
  invariant(!lines.some((line) => String(line).includes("\n")), "a column of an entry is one line")
  return createHash("sha256").update(lines.join("\n")).digest("hex")
}

/** SHA-256, in hexadecimal, over the salt and the text of what an entry tells. */
export function contentDigest(salt: string, text: string): string {
  return createHash("sha256").update(salt).update(text).digest("hex")
}
