import type { EvidenceFile } from "../intake/list-files.ts"
import type { Seen } from "../intake/problem-as.ts"
import type { Draft } from "../intake/schemas.ts"

/** What is on file about how a set is read: what people decided, and what the files looked like then. */
export interface Reading {
  draft: Draft
  /** Why each file was taken for what it is, and what was seen of it, by path. */
  files: Record<string, { reason: string; seen: Seen }>
  /** Why each source is read by its mapping, by name. */
  sources: Record<string, string>
  /** The state of each file when it was looked at, by path. */
  seen: Record<string, string>
}

/** Changes when a file does. */
export function stateOf({ bytes, modifiedAt }: Pick<EvidenceFile, "bytes" | "modifiedAt">): string {
  return `${bytes} ${modifiedAt.toISOString()}`
}

/** The files that have come, gone or changed since they were looked at. */
export function changedSince(
  seen: Readonly<Record<string, string>>,
  files: readonly EvidenceFile[],
): Set<string> {
  const now = new Map(files.map((file) => [file.path, stateOf(file)]))
  const paths = new Set([...Object.keys(seen), ...now.keys()])
  return new Set([...paths].filter((path) => seen[path] !== now.get(path)))
}
