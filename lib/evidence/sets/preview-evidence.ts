import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type DraftPreview, previewDraft } from "../intake/preview-draft.ts"
import { type Draft, draftSchema } from "../intake/schemas.ts"
import { confinementOf, evidenceFolder } from "./evidence-folder.ts"
import type { EvidenceSet } from "./get-evidence.ts"

/** Reads the beginning of a file of each source as a draft says; nothing is kept. */
export async function previewEvidence(
  ctx: Context,
  set: EvidenceSet,
  input: Draft,
  files: Readonly<Record<string, string>> = {},
): Promise<DraftPreview[]> {
  demand(ctx.actor, "evidence.describe")
  const draft = parseInput(draftSchema, input)
  const folder = evidenceFolder(ctx.config, set)
  const confinedTo = confinementOf(ctx.config, set)
  return await ctx.withEngine((engine, workFolder) =>
    previewDraft(engine, folder, draft, set.incident.title, workFolder, { files, confinedTo }),
  )
}
