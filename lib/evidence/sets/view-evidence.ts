import { may } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { type EvidenceFile, listFiles } from "../intake/list-files.ts"
import type { DraftSource } from "../intake/schemas.ts"
import { confinementOf, evidenceFolder } from "./evidence-folder.ts"
import type { EvidenceSet } from "./get-evidence.ts"
import { changedSince, type Reading } from "./reading.ts"

export interface EvidenceView {
  files: EvidenceFile[]
  /** How the files are read, once they were looked at. */
  reading: Reading | null
  version: number
  /** Files have come, gone or changed since they were looked at. */
  isStale: boolean
}

/**
 * The files of a set as they lie there now, and what is on file about how they are read. Texts of incident
 * files and mappings, which may list accounts, are there for those alone who describe evidence.
 */
export async function viewEvidence(
  ctx: Pick<Context, "config" | "actor">,
  set: EvidenceSet,
): Promise<EvidenceView> {
  const confinedTo = confinementOf(ctx.config, set)
  const files = await listFiles(evidenceFolder(ctx.config, set), { confinedTo }).catch((error) => {
    // An upload has no folder before its first file, nor a drill before it was written.
    if (set.kind !== "folder" && error.code === "not_found") return []
    throw error
  })
  const reading = set.draft as unknown as Reading | null
  return {
    files,
    reading: reading && shownTo(ctx, reading),
    version: set.draftVersion,
    isStale: changedSince(reading?.seen ?? {}, files).size > 0,
  }
}

/** Mappings of one's own have rows of the log in their tests. */
function withoutText(source: DraftSource): DraftSource {
  return source.mapping.kind === "own" ? { ...source, mapping: { ...source.mapping, text: "" } } : source
}

function shownTo({ actor }: Pick<Context, "actor">, reading: Reading): Reading {
  const mayRead = actor.role === "system" || may(actor, "evidence.describe").allowed
  if (mayRead) return reading
  const { draft } = reading
  if (draft.kind === "file") return { ...reading, draft: { ...draft, text: "" } }
  const sources = draft.sources.map((source) => withoutText(source))
  return { ...reading, draft: { ...draft, more: "", sources } }
}
