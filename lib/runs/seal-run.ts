import { createHash } from "node:crypto"
import { Prisma } from "../../prisma/generated/client.ts"
import type { About, SystemContext, Tx } from "../core/context.ts"
import { holdRun } from "./hold-run.ts"
import { itemStates, type StateCounts } from "./rules.ts"
import { runCounts } from "./run-counts.ts"

const SEAL_EVERY_S = 60
/** So many chunks are digested in one question. */
const CHUNKS_AT_ONCE = 200

/** What the trail keeps of a run at one moment. */
export interface RunSeal {
  run: number
  kind: string
  counts: Partial<StateCounts>
  /** SHA-256 over a line for each chunk in order: its number and counters, in the order of `itemStates`, with commas. */
  chunks: string
}

/** Counts and digest of a run as the transaction sees it. */
export async function sealOf(
  tx: Tx,
  run: { id: string; number: number; kind: string },
): Promise<RunSeal & Prisma.InputJsonObject> {
  const chunks = await digestOfChunks(tx, run.id)
  const { states } = await runCounts(tx, run.id)
  const counts = Object.fromEntries(Object.entries(states).filter(([, count]) => count > 0))
  return { run: run.number, kind: run.kind, counts, chunks }
}

/** The digest of a seal over the counters of a run's chunks: another one as soon as any of its items has moved. */
export async function digestOfChunks(tx: Tx, runId: string): Promise<string> {
  const counters = Prisma.raw(itemStates.map((state) => `c.${state}`).join(", "))
  const [digest] = await tx.$queryRaw<{ chunks: string }[]>`
    SELECT encode(sha256(convert_to(coalesce(
      string_agg(concat_ws(',', c.number, ${counters}), E'\n' ORDER BY c.number), ''), 'UTF8')), 'hex') AS chunks
    FROM run_chunk c WHERE c.run_id = ${runId}::uuid`
  return digest?.chunks ?? ""
}

/** Puts the counts of a run that goes on into the trail, at most once a minute whoever asks. */
export async function sealIfDue(ctx: SystemContext, runId: string): Promise<void> {
  const about = (entry: About | null) => entry
  await ctx.mutate("planned_run.seal", about, async (tx) => {
    const due = await tx.$executeRaw`
      UPDATE planned_run SET sealed_at = now()
      WHERE id = ${runId}::uuid AND state = 'running'
        AND coalesce(sealed_at, started_at) < now() - make_interval(secs => ${SEAL_EVERY_S})`
    if (due === 0) return null
    const run = await holdRun(tx, runId)
    return { incidentId: run.incidentId, details: await sealOf(tx, run) }
  })
}

/**
 * Puts the counts of a run that has ended into the trail, and a digest over all its items as they are found: SHA-256 over
 * that of each chunk's items in order, a line each with row, subject, token, state and reason, as PostgreSQL writes JSON.
 * Does nothing where somebody else did it meanwhile, or it is told to stop.
 */
export async function sealItems(ctx: SystemContext, runId: string, signal?: AbortSignal): Promise<void> {
  // As they were before the items were read: what moves meanwhile differs from it, and is sealed again.
  const [sealed, chunks] = await ctx.ledger(async (tx) => {
    const { itemsSealed } = await tx.plannedRun.findUniqueOrThrow({ where: { id: runId } })
    return [itemsSealed, await digestOfChunks(tx, runId)] as const
  })
  const items = await digestOfItems(ctx, runId, signal)
  if (items === null) return
  await ctx.mutate(
    "planned_run.seal",
    (entry: About | null) => entry,
    async (tx) => {
      const run = await holdRun(tx, runId)
      if (run.itemsSealed !== sealed) return null
      await tx.$executeRaw`UPDATE planned_run SET items_sealed = ${chunks}, sealed_at = now() WHERE id = ${runId}::uuid`
      return { incidentId: run.incidentId, details: { ...(await sealOf(tx, run)), items } }
    },
  )
}

async function digestOfItems(
  ctx: SystemContext,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const hash = createHash("sha256")
  for (let from = 1; !signal?.aborted; from += CHUNKS_AT_ONCE) {
    const chunks = await ctx.ledger((tx) => digestsOf(tx, runId, from))
    if (chunks.length === 0) return hash.digest("hex")
    for (const { digest } of chunks) hash.update(`${digest}\n`)
  }
  return null
}

/** Of the next chunks, those that are not filled included. */
async function digestsOf(tx: Tx, runId: string, from: number): Promise<{ digest: string }[]> {
  return await tx.$queryRaw`
    SELECT encode(sha256(convert_to(coalesce(string_agg(
      jsonb_build_array(i.row, i.subject, i.token, i.state, i.reason)::text, E'\n' ORDER BY i.row), ''), 'UTF8')), 'hex')
      AS digest
    FROM run_chunk c LEFT JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
    WHERE c.run_id = ${runId}::uuid AND c.number >= ${from} AND c.number < ${from + CHUNKS_AT_ONCE}
    GROUP BY c.number ORDER BY c.number`
}
