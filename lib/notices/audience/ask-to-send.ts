import { readFile } from "node:fs/promises"
import type { Approval } from "../../../prisma/generated/client.ts"
import { requestApproval } from "../../access/approvals/request-approval.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import type { LetterForms } from "../../core/letters.ts"
import { lintRunLetters } from "../letters/lint/lint-run-letters.ts"
import type { ListRow } from "../letters/preview-letters.ts"
import { type RenderedLetter, renderVariants } from "../letters/render-variants.ts"
import { delayFinding } from "./delay-gate.ts"
import { keepLetters } from "./keep-letters.ts"
import type { NoticeRun } from "./list-planned-runs.ts"
import type { NoticePlan } from "./plan-shape.ts"
import { samplesFile } from "./samples-file.ts"
import { getReadyRun, sendNotices } from "./send-notices.ts"
import { conclusionOf, writtenDigest } from "./sending-facts.ts"
import { tokensResetFinding } from "./tokens-reset-gate.ts"
import { unaffectedFinding } from "./unaffected-gate.ts"

/** What keeps letters from being approved, or is said as advice; legal may let a block pass by its key. */
export interface NoticeFinding {
  key: string
  kind: "block" | "advice"
  /** Keys of the variants that have it; none where it is about the run and no letter of it. */
  variants: string[]
  where: string
  text: string
  /** Why it may pass, where legal has said so. */
  override: { reason: string; givenBy: string; givenAt: Date } | null
}

/** What speaks against sending a planned run as its letters are now: the findings of the lint and the run's own. */
export async function findingsOf(ctx: Context, forms: LetterForms, runId: string): Promise<NoticeFinding[]> {
  demand(ctx.actor, "notices.view")
  const { run, planned } = await getReadyRun(ctx.db, runId)
  return (await examine(ctx, forms, run, planned)).findings
}

/**
 * Renders and keeps the letters of a planned run as they will be sent, and asks a second person to approve sending them.
 * Refuses while a finding blocks that legal has not let pass.
 */
export async function askToSend(
  ctx: Context,
  forms: LetterForms,
  runId: string,
  reason: string,
): Promise<Approval> {
  demand(ctx.actor, "notice.set_letters")
  const { run, planned } = await getReadyRun(ctx.db, runId)
  // Before anything is rendered: what is written while it is being rendered makes the letters stale, not wrong.
  const written = await writtenDigest(ctx.db, run.incidentId)
  const { rendered, findings } = await examine(ctx, forms, run, planned)
  demandNoBlock(findings)
  await keepLetters(ctx, run, rendered, written)
  return await requestApproval(ctx, sendNotices, { incidentId: run.incidentId, runId }, reason)
}

/** Stand-ins for the readers of each letter of a run, from its own list: who has the least, the middle and the most. */
export async function sampleRows(
  ctx: Context,
  run: Pick<NoticeRun, "id" | "incidentId">,
): Promise<ListRow[]> {
  demand(ctx.actor, "notices.view")
  return JSON.parse(await readFile(samplesFile(ctx.config, run), "utf8")) as ListRow[]
}

async function examine(
  ctx: Context,
  forms: LetterForms,
  run: NoticeRun,
  planned: NoticePlan,
): Promise<{ rendered: Map<string, RenderedLetter>; findings: NoticeFinding[] }> {
  const keys = planned.variants.map(({ variant }) => variant)
  const rendered = await renderVariants(ctx.db, forms, run.incidentId, keys)
  const samples = await sampleRows(ctx, run)
  const { readerFaults } = planned
  const ofLetters = await lintRunLetters(ctx.db, forms, run.incidentId, rendered, samples, readerFaults)
  const ofRun = [
    unaffectedFinding(planned.parts, await conclusionOf(ctx.db, run)) ?? [],
    (await delayFinding(ctx.db, run.incidentId, planned.variants)) ?? [],
    (await tokensResetFinding(ctx.db, run.incidentId)) ?? [],
  ].flat()
  const overrides = await ctx.db.noticeOverride.findMany({ where: { runId: run.id } })
  const findings = [
    ...ofRun.map((gate) => ({ ...gate, kind: "block" as const, variants: [], where: "The run" })),
    ...ofLetters,
  ].map(({ key, kind, variants, where, text }) => {
    const override = overrides.find(({ finding }) => finding === key) ?? null
    return { key, kind, variants: [...variants], where, text, override }
  })
  return { rendered, findings }
}

function demandNoBlock(findings: readonly NoticeFinding[]): void {
  const blocks = findings.filter(({ kind, override }) => kind === "block" && override === null)
  const [first] = blocks
  if (!first) return
  const others = blocks.length === 1 ? "" : ` (and ${blocks.length - 1} more)`
  throw new AppError(
    "precondition",
    `${first.where}: ${first.text}${others}. Mend it, or have legal let it pass`,
  )
}
