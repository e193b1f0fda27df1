import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { figure } from "../../core/figure.ts"
import { parseInput } from "../../core/parse-input.ts"
import { ownMappings } from "../../evidence/incident-file.ts"
import { readDraft } from "../../evidence/intake/draft.ts"
import { type Draft, draftSchema } from "../../evidence/intake/schemas.ts"
import { confinementOf, evidenceFolder } from "../../evidence/sets/evidence-folder.ts"
import type { EvidenceSet } from "../../evidence/sets/get-evidence.ts"
import { changedSince } from "../../evidence/sets/reading.ts"
import { viewEvidence } from "../../evidence/sets/view-evidence.ts"
import { type Requested, requestRevision } from "./request-revision.ts"

/**
 * Asks for a revision that reads a set as a draft says. Refuses, in the person's own place, a draft that lacks something
 * or names what is not there, and files that came after the last look, which a guided draft would leave out unseen; the mappings are kept with the revision, so that nobody can change them afterwards.
 */
export async function requestFromDraft(ctx: Context, set: EvidenceSet, input: Draft): Promise<Requested> {
  demand(ctx.actor, "revision.request")
  const draft = parseInput(draftSchema, input)
  if (draft.kind === "guided") await checkFresh(ctx, set)
  const confinedTo = confinementOf(ctx.config, set)
  const { text, incident } = readDraft(evidenceFolder(ctx.config, set), draft, set.incident.title, {
    confinedTo,
  })
  return await requestRevision(ctx, {
    evidenceSetId: set.id,
    incidentFile: text,
    mappings: ownMappings(incident),
  })
}

async function checkFresh(ctx: Context, set: EvidenceSet): Promise<void> {
  const { files, reading } = await viewEvidence(ctx, set)
  const [first, ...others] = changedSince(reading?.seen ?? {}, files)
  if (first === undefined) return
  const more = others.length === 0 ? "" : ` and ${figure(others.length)} more`
  throw new AppError(
    "conflict",
    `Files have changed since they were looked at: ${first}${more}. Look at the files again.`,
  )
}
