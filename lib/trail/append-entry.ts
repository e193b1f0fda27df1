import { randomBytes } from "node:crypto"
import type { About, Actor, Tx } from "../core/context.ts"
import type { Act } from "../core/permissions.ts"
import { contentDigest, type EntryPlace, entryHash, INSTALLATION_CHAIN } from "./entry-hash.ts"
import { holdChain } from "./hold-chain.ts"

/**
 * Adds an act to its chain, in the transaction of the act itself: the two are there together or not at all. Holds the
 * chain until the transaction ends, so let it be the last thing that the transaction does.
 */
export async function appendEntry(
  tx: Tx,
  actor: Actor,
  act: Act,
  { incidentId, details }: About,
): Promise<EntryPlace> {
  const chainId = incidentId ?? INSTALLATION_CHAIN
  const chain = await holdChain(tx, chainId)
  const salt = randomBytes(16).toString("hex")
  const text = JSON.stringify(details)
  const entry = {
    chainId,
    seq: chain.length + 1,
    at: chain.at,
    act,
    actor: actor.id,
    role: actor.role,
    contentDigest: contentDigest(salt, text),
    previous: chain.head,
  }
  const hash = entryHash(entry)
  await tx.trailEntry.create({ data: { ...entry, hash } })
  await tx.trailContent.create({ data: { chainId, seq: entry.seq, salt, text } })
  await tx.trailChain.update({ where: { id: chainId }, data: { length: entry.seq, head: hash } })
  return { chainId, seq: entry.seq, at: entry.at }
}
