import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Found, Verdict } from "./found.ts"

/** A watch as the room of an incident shows it. */
export interface WatchInIncident {
  id: string
  folder: string
  /** The incident file by which it is read: YAML. */
  incidentFile: string
  since: Date
  everyS: number
  revision: number
  startedAt: Date
  startedBy: string
  stoppedAt: Date | null
  stoppedBy: string | null
  nextAt: Date
  isBeingRead: boolean
  readings: number
  latest: { id: string; at: Date; upTo: Date | null; verdict: Verdict; found: Found } | null
}

/** The watch of an incident that goes on, or the last that did, with its latest reading; null where there was none. */
export async function findWatch(ctx: Context, incidentId: string): Promise<WatchInIncident | null> {
  demand(ctx.actor, "containment.view")
  const [watch] = await ctx.db.watch.findMany({
    where: { incidentId },
    orderBy: [{ stoppedAt: { sort: "desc", nulls: "first" } }, { startedAt: "desc" }],
    take: 1,
    omit: { carried: true },
    include: {
      revision: { select: { number: true } },
      readings: { orderBy: [{ at: "desc" }, { id: "desc" }], take: 1 },
      _count: { select: { readings: true } },
    },
  })
  if (!watch) return null
  const { id, folder, incidentFile, since, everyS, startedAt, startedBy, stoppedAt, stoppedBy, nextAt } =
    watch
  const latest = watch.readings[0]
  return {
    ...{ id, folder, incidentFile, since, everyS, startedAt, startedBy, stoppedAt, stoppedBy, nextAt },
    revision: watch.revision.number,
    isBeingRead: watch.readerUntil !== null && watch.readerUntil > ctx.now(),
    readings: watch._count.readings,
    latest: latest
      ? {
          id: latest.id,
          at: latest.at,
          upTo: latest.upTo,
          verdict: latest.verdict as Verdict,
          found: latest.found as unknown as Found,
        }
      : null,
  }
}
