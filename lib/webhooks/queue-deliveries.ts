import type { Tx } from "../core/context.ts"
import type { Act } from "../core/permissions.ts"
import { type EntryPlace, INSTALLATION_CHAIN } from "../trail/entry-hash.ts"

/**
 * Notes, in the transaction of an act, that the endpoints which want to know of it are to be told. They are told what
 * happened and where it stands in the trail, never whom it is about.
 */
export async function queueDeliveries(tx: Tx, act: Act, { chainId, seq, at }: EntryPlace): Promise<void> {
  if (act === "webhook.test") return // Its verb tells the one endpoint that is tried.
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { isActive: true, OR: [{ acts: { isEmpty: true } }, { acts: { has: act } }] },
    select: { id: true },
  })
  if (endpoints.length === 0) return
  const incident = await incidentOf(tx, chainId)
  const payload = JSON.stringify({ type: act, timestamp: at.toISOString(), data: { incident, entry: seq } })
  await tx.webhookDelivery.createMany({
    data: endpoints.map(({ id }) => ({ endpointId: id, act, payload })),
  })
}

/** What people call the incident of a chain: `INC-7`; null for the installation. */
async function incidentOf(tx: Tx, chainId: string): Promise<string | null> {
  if (chainId === INSTALLATION_CHAIN) return null
  const incident = await tx.incident.findUnique({ where: { id: chainId }, select: { number: true } })
  return incident ? `INC-${incident.number}` : null
}
