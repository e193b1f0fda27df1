import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { type LetterForms, readVariantKey } from "../../core/letters.ts"
import { type PreviewedLetter, previewLetters } from "../letters/preview-letters.ts"
import { type RenderedLetter, renderVariants } from "../letters/render-variants.ts"
import { sampleRows } from "./ask-to-send.ts"
import type { NoticeRun } from "./list-planned-runs.ts"

/** What a preview is filled into. */
type Shown = Pick<RenderedLetter, "variant" | "subject" | "html" | "text">

/**
 * One form of a run's letters for stand-ins from its own list: as it was kept once the run has begun, and before that as it
 * would be made now. Throws not_found where the run has no such form, precondition where it is not planned.
 */
export async function previewRun(
  ctx: Context,
  forms: LetterForms,
  run: NoticeRun,
  variant: string,
): Promise<PreviewedLetter[]> {
  demand(ctx.actor, "notices.view")
  if (run.plan === null) throw new AppError("precondition", "This run is not planned yet")
  if (!run.plan.variants.some((one) => one.variant === variant))
    throw new AppError("not_found", "This run has no such letter")
  const rows = (await sampleRows(ctx, run)).filter((row) => row.variant === variant)
  const letter = run.startedAt ? await keptLetter(ctx, run, variant) : null
  const rendered = letter
    ? new Map([[variant, letter]])
    : await renderVariants(ctx.db, forms, run.incidentId, [variant])
  return previewLetters(rendered, rows, run.startedAt ?? ctx.now())
}

async function keptLetter({ db }: Context, { id: runId }: NoticeRun, variant: string): Promise<Shown | null> {
  const kept = await db.runLetter.findUnique({ where: { runId_variant: { runId, variant } } })
  if (!kept) return null
  const { subject, html, text } = kept
  return { variant: readVariantKey(variant), subject, html, text }
}
