import type { SwitchFlip } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import { newestOf, placeOf } from "./rules.ts"

/** A switch as the room of an incident shows it. */
export interface SwitchInIncident {
  id: string
  key: string
  label: string
  meaning: string
  isRemoved: boolean
  /** Where requests go; null where it is only ever turned elsewhere. */
  host: string | null
  /** Whether somebody can be asked what it is. */
  isAskable: boolean
  saysOn: boolean | null
  saidAt: Date | null
  askedAt: Date | null
  answer: string | null
  /** The flip that stands, of whichever incident. */
  standing: FlipWithIncident | null
  /** Of this incident, the latest first. */
  flips: SwitchFlip[]
}

export type FlipWithIncident = SwitchFlip & { incident: { id: string; number: number } }

/** The switches that can be turned in an incident, then those of it that were removed, with what became of each flip. */
export async function listFlips(ctx: Context, incidentId: string): Promise<SwitchInIncident[]> {
  demand(ctx.actor, "containment.view")
  const switches = await ctx.db.switch.findMany({
    where: { OR: [{ removedAt: null }, { flips: { some: { incidentId } } }] },
    include: { flips: { include: { incident: { select: { id: true, number: true } } } } },
    orderBy: [{ removedAt: { sort: "asc", nulls: "first" } }, { label: "asc" }, { id: "asc" }],
  })
  return switches.map(({ url, evaluationUrl, removedAt, flips, ...one }) => {
    const { id, key, label, meaning, saysOn, saidAt, askedAt, answer } = one
    return {
      ...{ id, key, label, meaning, saysOn, saidAt, askedAt, answer },
      isRemoved: removedAt !== null,
      host: url === null ? null : new URL(url).host,
      isAskable: evaluationUrl !== null,
      standing: newestOf(flips),
      flips: flips
        .filter((flip) => flip.incidentId === incidentId)
        .sort((a, b) => +placeOf(b) - +placeOf(a))
        .map(({ incident: _, ...flip }) => flip),
    }
  })
}
