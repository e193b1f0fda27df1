import { createHash } from "node:crypto"
import { listLogouts } from "../../lib/containment/logout/logout-run.ts"
import { isOver } from "../../lib/containment/logout/rules.ts"
import { findWatch } from "../../lib/containment/proof/latest-reading.ts"
import { listFlips } from "../../lib/containment/switches/list-flips.ts"
import type { Context } from "../../lib/core/context.ts"
import { getIncident } from "../../lib/incidents/get-incident.ts"
import { orNotFound } from "./answer.ts"
import { requireContext } from "./session.ts"

export interface ContainmentRoom {
  ctx: Context
  incident: Awaited<ReturnType<typeof getIncident>>
}

/** What a page of the room of containment needs; `page` is its address within the room. */
export async function openContainment(
  params: Promise<{ incident: string }>,
  page = "",
): Promise<ContainmentRoom> {
  const { incident: name } = await params
  const path = `/incidents/${encodeURIComponent(name)}/containment${page === "" ? "" : `/${page}`}`
  const ctx = await requireContext(path, "containment.view")
  return { ctx, incident: await orNotFound(getIncident(ctx, name)) }
}

export interface ContainmentView {
  /** Stands for what the room says: another one when something in it has changed, not when it was merely asked again. */
  version: string
  /** Nothing is under way that a page would wait for; it looks again now and then. */
  isOver: boolean
}

/** How the room of containment stands now. */
export async function viewContainment(ctx: Context, incidentId: string): Promise<ContainmentView> {
  const switches = await listFlips(ctx, incidentId)
  const said = switches.map(({ saidAt: _, askedAt: __, standing, flips, ...one }) => ({
    ...one,
    flips: [standing, ...flips].map((flip) => flip && { ...flip, nextAt: null }),
  }))
  const logouts = await listLogouts(ctx, incidentId)
  const stand = logouts.map(({ id, standing, wave }) => [id, standing, wave])
  const isUnderWay =
    switches.some(
      ({ standing, isAskable }) => standing?.state === "waiting" || (standing?.state === "sent" && isAskable),
    ) || logouts.some(({ phase, state }) => state === "planning" || (phase !== null && !isOver(phase)))
  const watch = await findWatch(ctx, incidentId)
  const read = watch && [watch.id, watch.isBeingRead, watch.stoppedAt, watch.latest?.id]
  const version = createHash("sha256")
    .update(JSON.stringify([said, stand, read]))
    .digest("base64url")
    .slice(0, 22)
  return { version, isOver: !isUnderWay && !watch?.isBeingRead }
}
