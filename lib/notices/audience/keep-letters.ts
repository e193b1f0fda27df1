import type { Prisma } from "../../../prisma/generated/client.ts"
import { digestOf } from "../../core/canonical-json.ts"
import type { Context, Tx } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { readPart } from "../../core/letters.ts"
import { judgeRun } from "../../runs/rules.ts"
import type { RenderedLetter } from "../letters/render-variants.ts"
import { senderOf, senderText } from "../senders.ts"
import type { NoticeRun } from "./list-planned-runs.ts"
import { lettersDigest } from "./sending-facts.ts"

/**
 * Keeps the letters of a run as they will be sent, in the place of those that it has; where they are the same, nothing is
 * done. Refuses once the run has begun.
 */
export async function keepLetters(
  ctx: Context,
  run: NoticeRun,
  rendered: ReadonlyMap<string, RenderedLetter>,
  written: string,
): Promise<void> {
  const { id: runId, incidentId, number } = run
  const letters = [...rendered].map(([variant, letter]) => rowOf(run, variant, letter))
  const digest = digestOf(letters.toSorted((one, other) => (one.variant < other.variant ? -1 : 1)))
  const about = (isChanged: boolean) =>
    isChanged
      ? { incidentId, details: { run: number, runId, letters: letters.length, lettersDigest: digest } }
      : null
  await ctx.mutate("notice.set_letters", about, async (tx) => {
    await demandPlanned(tx, runId)
    const isSame = (await lettersDigest(tx, runId)) === digest
    if (!isSame) {
      await tx.runLetter.deleteMany({ where: { runId } })
      await tx.runLetter.createMany({ data: letters })
    }
    const { plan } = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId }, select: { plan: true } })
    const kept = { ...(plan as Prisma.JsonObject), writtenDigest: written }
    await tx.plannedRun.update({ where: { id: runId }, data: { plan: kept as Prisma.InputJsonObject } })
    return !isSame
  })
}

/** Holds a run that has not begun, until the transaction ends. */
export async function demandPlanned(tx: Tx, runId: string): Promise<{ incidentId: string; number: number }> {
  await tx.$executeRaw`SELECT 1 FROM planned_run WHERE id = ${runId}::uuid FOR UPDATE`
  const run = await tx.plannedRun.findFirst({ where: { id: runId, kind: "notices" } })
  if (!run) throw new AppError("not_found", "There is no such run of letters")
  const decision = judgeRun(run).send
  if (!decision.allowed) throw new AppError("precondition", decision.reason)
  return run
}

function rowOf({ id, settings }: NoticeRun, variant: string, letter: RenderedLetter) {
  const { subject, html, text, publicText } = letter
  const { part, locale } = letter.variant
  const sender = senderText(senderOf(settings, readPart(part).group))
  return { runId: id, variant, part, locale, subject, html, text, publicText, sender }
}
