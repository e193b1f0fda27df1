import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { ExternalKind } from "./external-kind.ts"
import type { WorkListFile } from "./work-list-file.ts"

interface Manifested {
  fromChunk: number
  toChunk: number
  items: number
  files: readonly WorkListFile[]
  deadlineAt: Date | null
  /** What the kind of list says besides. */
  besides: Readonly<Record<string, string | number | readonly string[]>>
}

/** What is signed: whose list it is, until when, and the digests of its files. */
export function manifestOf(
  { words }: ExternalKind,
  { id, number, listDigest }: PlannedRun,
  given: Manifested,
): Buffer {
  const { fromChunk, toChunk, items, files, deadlineAt, besides } = given
  const manifest = {
    what: "Tocsin work list 1",
    run: id,
    number,
    list_digest: listDigest,
    from_chunk: fromChunk,
    to_chunk: toChunk,
    [words.many]: items,
    deadline: deadlineAt?.toISOString() ?? null,
    ...besides,
    results: "NDJSON or CSV: token, state, at, status",
    csv: "An apostrophe before =, +, - or @ keeps spreadsheets from taking text for a formula; programs read list.ndjson",
    files,
  }
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
}
