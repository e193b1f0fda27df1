import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { HandedOut } from "./hand-out.ts"
import type { WorkListFile } from "./work-list-file.ts"

interface Manifested extends Pick<HandedOut, "fromChunk" | "toChunk" | "letters"> {
  files: readonly WorkListFile[]
  deadlineAt: Date | null
}

/** What is signed: whose list it is, until when, and the digests of its files. */
export function manifestOf({ id, number, listDigest }: PlannedRun, given: Manifested): Buffer {
  const { fromChunk, toChunk, letters, files, deadlineAt } = given
  const manifest = {
    what: "Tocsin work list 1",
    run: id,
    number,
    list_digest: listDigest,
    from_chunk: fromChunk,
    to_chunk: toChunk,
    letters,
    deadline: deadlineAt?.toISOString() ?? null,
    results: "NDJSON or CSV: token, state, at, status",
    csv: "An apostrophe before =, +, - or @ keeps spreadsheets from taking text for a formula; programs read list.ndjson",
    files,
  }
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
}
