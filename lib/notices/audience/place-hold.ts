import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { AppError } from "../../core/errors.ts"
import { parseInput } from "../../core/parse-input.ts"
import { pauseWithin } from "../../runs/pause-planned-run.ts"
import { type HoldInput, holdSchema } from "../schemas.ts"

/**
 * Notes that an authority asks not to tell people of a place yet; a run of the incident that is under way pauses, and
 * goes on only when a plan was made that leaves them out. What the same authority has asked for already stays.
 */
export async function placeHold(ctx: Context, incidentId: string, input: HoldInput): Promise<{ id: string }> {
  demand(ctx.actor, "notice.hold")
  const { place, agency, reason } = parseInput(holdSchema, input)
  const about = ({ id, isNew, paused }: { id: string; isNew: boolean; paused: number[] }) =>
    isNew ? { incidentId, details: { hold: id, place, agency, reason, paused } } : null
  const { id } = await ctx.mutate("notice.hold", about, async (tx) => {
    // Two at once come one after the other, and no run begins meanwhile: runs before incident, as whoever begins one.
    await tx.$executeRaw`
      SELECT 1 FROM planned_run WHERE incident_id = ${incidentId}::uuid AND kind = 'notices' ORDER BY number FOR UPDATE`
    const [incident] = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM incident WHERE id = ${incidentId}::uuid FOR UPDATE`
    if (!incident) throw new AppError("not_found", "There is no such incident")
    const same = await tx.noticeHold.findFirst({ where: { incidentId, place, agency, liftedAt: null } })
    if (same) return { id: same.id, isNew: false, paused: [] }
    const hold = await tx.noticeHold.create({
      data: { incidentId, place, agency, reason, placedAt: ctx.now(), placedBy: ctx.actor.id },
    })
    const runs = await tx.plannedRun.findMany({ where: { incidentId, kind: "notices", state: "running" } })
    for (const run of runs)
      await pauseWithin(
        tx,
        run.id,
        ctx.actor.id,
        `${agency} asks to wait${place === null ? "" : ` in ${place}`}`,
      )
    return { id: hold.id, isNew: true, paused: runs.map(({ number }) => number) }
  })
  return { id }
}
