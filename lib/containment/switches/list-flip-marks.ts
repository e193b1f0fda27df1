import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { markOf } from "./flip-words.ts"

/** A flip as a mark on an axis of time: since when, and in words what was switched and how that is known. */
export interface FlipMark {
  at: string
  label: string
}

/** The flips of an incident that took effect within a window, or were asked for in it without ever being confirmed. */
export async function listFlipMarks(
  ctx: Context,
  incidentId: string,
  window: { from: string; to: string },
): Promise<FlipMark[]> {
  demand(ctx.actor, "containment.view")
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  const flips = await ctx.db.switchFlip.findMany({
    where: { incidentId, state: { not: "superseded" } },
    include: { switch: { select: { label: true } } },
  })
  return flips
    .map((flip) => markOf(flip, flip.switch.label))
    .filter(({ at }) => +at >= from && +at < to)
    .sort((a, b) => +a.at - +b.at)
    .map(({ at, label }) => ({ at: at.toISOString(), label }))
}
