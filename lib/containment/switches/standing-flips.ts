import type { FlipState, SwitchFlip } from "../../../prisma/generated/client.ts"
import type { ReadOnlyDb } from "../../core/context.ts"
import { isUuid } from "../../core/is-uuid.ts"
import { newestOf } from "./rules.ts"

/** What a switch was last turned to in an incident, and whether that is so now. */
export interface StandingFlip {
  flipId: string
  switchId: string
  key: string
  label: string
  isOn: boolean
  state: FlipState
  requestedAt: Date
  /** When it took effect, by the switch's own word or somebody's; null while nobody says that it did. */
  effectiveAt: Date | null
  confirmedAt: Date | null
  /** The switch itself said so when it was asked, has not said the contrary since, and nobody turned it back. */
  isConfirmed: boolean
  /** Why it is not confirmed, or what was last answered. */
  answer: string | null
}

/**
 * The last flip of each switch in an incident, by its switch's name. Those of removed switches are among them, and none of
 * them is confirmed: nobody can be asked any more.
 */
export async function findStandingFlips(
  db: Pick<ReadOnlyDb, "switch" | "switchFlip">,
  incidentId: string,
): Promise<StandingFlip[]> {
  const switches = await db.switch.findMany({
    where: { flips: { some: { incidentId } } },
    include: { flips: true },
    orderBy: [{ label: "asc" }, { id: "asc" }],
  })
  return switches.flatMap((one) => {
    const flip = newestOf(one.flips.filter((flip) => flip.incidentId === incidentId))
    if (flip === null) return []
    const { id: switchId, key, label } = one
    const { id: flipId, isOn, state, requestedAt, effectiveAt, confirmedAt, lastAnswer } = flip
    const isConfirmed = one.removedAt === null && holds(flip, newestOf(one.flips))
    const facts = { flipId, switchId, key, label, isOn, state, requestedAt, effectiveAt, confirmedAt }
    return [{ ...facts, isConfirmed, answer: lastAnswer }]
  })
}

/** Whether a switch itself says now that it is as this flip wanted it: never by the echo of a request. */
export async function isConfirmed(
  db: Pick<ReadOnlyDb, "switch" | "switchFlip">,
  flipId: string,
): Promise<boolean> {
  const flip = isUuid(flipId) ? await db.switchFlip.findUnique({ where: { id: flipId } }) : null
  if (flip === null) return false
  const standing = await db.switch.findUnique({
    where: { id: flip.switchId, removedAt: null },
    include: { flips: true },
  })
  return standing !== null && holds(flip, newestOf(standing.flips))
}

/** The same state may have been asked for again, in another incident: what counts is the last that was asked for. */
function holds(flip: SwitchFlip, newest: SwitchFlip | null): boolean {
  return (
    newest !== null &&
    newest.isOn === flip.isOn &&
    newest.state === "confirmed" &&
    newest.overturnedAt === null
  )
}
