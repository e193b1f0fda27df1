import { z } from "zod"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import { handOutList } from "../../runs/external/hand-out-list.ts"
import {
  HAND_OUT_DEFAULT,
  HAND_OUT_HOURS_MAX,
  HAND_OUT_MAX,
  HAND_OUT_MIN,
} from "../../runs/external/settings.ts"
import { letterLists } from "./letter-lists.ts"
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

const handOutSchema = z.object({
  /** How many letters at most. */
  lettersMax: z
    .number()
    .int()
    .min(HAND_OUT_MIN, "At least 500 letters")
    .max(HAND_OUT_MAX, "At most 20,000 letters at once")
    .default(HAND_OUT_DEFAULT),
  /** How long the other system has. */
  hours: z.number().min(1, "Give it an hour at least").max(HAND_OUT_HOURS_MAX, "Give it 30 days at most"),
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
  const list = await handOutList(ctx, letterLists, open, runId, { itemsMax: lettersMax, hours })
  if (list === null) return null
  const { items, ...stretch } = list
  return { ...stretch, letters: items }
}
