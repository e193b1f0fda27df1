import type { Prisma } from "../../../prisma/generated/client.ts"
import type { Config } from "../../core/config.ts"
import { confinementOf, evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import { attemptFolder } from "../../exposure/revisions/folders.ts"
import type { Summary } from "../../exposure/summary.ts"
import type { ReferenceRevision } from "./read-reference.ts"

type Revision = Prisma.RevisionGetPayload<{ include: { evidenceSet: true } }>

/** A finished revision as a watch needs it: where its evidence lies, how it was read and what came of it. */
export function watchedRevision(config: Config, revision: Revision): ReferenceRevision {
  const { incidentId, number, evidenceSet, incidentFile, mappings, resultAttempt, summary } = revision
  return {
    incidentFile,
    mappings: mappings as Record<string, string>,
    evidenceFolder: evidenceFolder(config, evidenceSet),
    confinedTo: confinementOf(config, evidenceSet),
    resultFolder: attemptFolder(config, incidentId, number, resultAttempt ?? 0),
    summary: summary as unknown as Summary,
  }
}
