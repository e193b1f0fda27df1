import { z } from "zod"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { parseInput } from "../../core/parse-input.ts"
import type { ExternalFill, HandedOutList } from "../../runs/external/external-kind.ts"
import { handOutList } from "../../runs/external/hand-out-list.ts"
import {
  HAND_OUT_DEFAULT,
  HAND_OUT_HOURS_DEFAULT,
  HAND_OUT_HOURS_MAX,
  HAND_OUT_MAX,
  HAND_OUT_MIN,
} from "../../runs/external/settings.ts"
import { itemsOf, LOGOUT_TOKENS } from "../logout/logout-items.ts"
import { openLogoutRows } from "../logout/logout-rows.ts"
import { logoutLists } from "./logout-lists.ts"

const handOutSchema = z.object({
  subjectsMax: z
    .int("Say how many, as a whole number")
    .min(HAND_OUT_MIN, "At least 500 subjects")
    .max(HAND_OUT_MAX, "At most 20,000 subjects at once")
    .default(HAND_OUT_DEFAULT),
  /** How long the other system has. */
  hours: z
    .number("Say how many hours")
    .min(1, "Give it an hour at least")
    .max(HAND_OUT_HOURS_MAX, "Give it 30 days at most")
    .default(HAND_OUT_HOURS_DEFAULT),
})
export type HandOutSubjectsInput = z.input<typeof handOutSchema>

/**
 * Gives the next subjects of the open wave to somebody else's system: they count as sent from then on, with a deadline.
 * Refuses a logout that is not under way, and one whose sessions Tocsin ends itself. null: nothing of the open wave is
 * left to hand out.
 */
export async function handOutSubjects(
  ctx: Context,
  runId: string,
  input: HandOutSubjectsInput,
): Promise<HandedOutList | null> {
  demand(ctx.actor, "logout.hand_out")
  const { subjectsMax: itemsMax, hours } = parseInput(handOutSchema, input)
  return await handOutList(ctx, logoutLists, (run) => openFill(ctx, run), runId, { itemsMax, hours })
}

/** The frozen list is opened when rows of it are needed. */
async function openFill(ctx: Context, run: PlannedRun): Promise<ExternalFill> {
  const rows = await openLogoutRows(ctx, run)
  const key = ctx.secret(LOGOUT_TOKENS)
  return { fill: async (fromRow, toRow) => itemsOf(run.id, key, await rows.between(fromRow, toRow)) }
}
