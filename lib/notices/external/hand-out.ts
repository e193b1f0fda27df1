import { z } from "zod"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { type HandedOutChunks, handOutChunks } from "../../runs/hand-out-chunks.ts"
import { getNoticeRun } from "../account/account-run.ts"
import { settingsOf } from "../audience/list-planned-runs.ts"
import { HAND_OUT_DEFAULT, HAND_OUT_MAX, HAND_OUT_MIN } from "../settings.ts"
import type { OpenExternalWork } from "./work-list.ts"

/** Which stretch of a run is with somebody else's system. */
export interface HandedOut {
  runId: string
  fromChunk: number
  toChunk: number
  letters: number
  /** What has not come back by then is unknown. */
  deadlineAt: Date
}

const HOUR_MS = 60 * 60 * 1_000

const handOutSchema = z.object({
  /** How many letters at most. */
  lettersMax: z
    .number()
    .int()
    .min(HAND_OUT_MIN, "At least 500 letters")
    .max(HAND_OUT_MAX, "At most 20,000 letters at once")
    .default(HAND_OUT_DEFAULT),
  /** How long the other system has. */
  hours: z.number().min(1, "Give it an hour at least").max(720, "Give it 30 days at most"),
})
export type HandOutInput = z.input<typeof handOutSchema>

/**
 * Gives the next letters of a run to somebody else's system: they are `sending` from then on, with a deadline. Refuses a
 * run that is not under way, one that Tocsin sends itself, and one that a newer revision was not held against. null:
 * nothing is left to hand out.
 */
export async function handOut(
  ctx: Context,
  open: OpenExternalWork,
  runId: string,
  input: HandOutInput,
): Promise<HandedOut | null> {
  demand(ctx.actor, "notice.hand_out")
  const { lettersMax, hours } = parseInput(handOutSchema, input)
  const run = await getNoticeRun(ctx, runId)
  if (settingsOf(run).executor !== "external")
    throw new AppError("precondition", "Tocsin sends the letters of this run itself")
  const deadlineAt = new Date(ctx.now().getTime() + hours * HOUR_MS)
  const work = await open(run)
  const about = (chunks: HandedOutChunks | null) =>
    chunks && {
      incidentId: run.incidentId,
      details: {
        run: run.number,
        fromChunk: chunks.fromChunk,
        toChunk: chunks.toChunk,
        letters: chunks.items,
        deadline: deadlineAt.toISOString(),
      },
    }
  const chunks = await ctx.mutate("notice.hand_out", about, (tx) =>
    handOutChunks(tx, runId, { itemsMax: lettersMax, deadlineAt }, work),
  )
  if (!chunks) return null
  const { fromChunk, toChunk, items } = chunks
  return { runId, fromChunk, toChunk, letters: items, deadlineAt }
}
