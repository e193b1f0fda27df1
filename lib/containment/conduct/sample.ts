import { createHash } from "node:crypto"
import type { SystemContext } from "../../core/context.ts"
import type { Inspection } from "../../core/session-authority.ts"
import { moveItems } from "../../runs/move-items.ts"
import { beforeCutoff } from "../logout/has-before.ts"
import { openLogoutRows } from "../logout/logout-rows.ts"
import type { SampleCounts } from "../logout/report-shape.ts"
import { sampleNeeded } from "../logout/sample-needed.ts"
import type { Conducted } from "./conducted.ts"

const AT_ONCE = 10
/** How many of a sample may go unseen before there are too few. */
const DRAWN_BESIDE = 1.1

/**
 * Inspects real subjects that were ended, drawn by a hash of run and row that nobody chose, and writes down what was found
 * of each. Those of whom nothing is left are verified. What was inspected already is not inspected again.
 */
export async function inspectSample(conducted: Conducted): Promise<SampleCounts> {
  const { ctx, run, authority } = conducted
  const accepted = await acceptedRows(ctx, run.id)
  const needed = sampleNeeded(accepted.length)
  if (authority.inspect) {
    const known = new Set((await samplesOf(ctx, run.id)).map(({ row }) => row))
    const drawn = draw(run.id, accepted, Math.ceil(needed * DRAWN_BESIDE)).filter((row) => !known.has(row))
    const rows = await openLogoutRows(ctx, run)
    for (let at = 0; at < drawn.length; at += AT_ONCE) {
      const some = drawn.slice(at, at + AT_ONCE)
      await keep(
        conducted,
        await Promise.all(
          some.map(async (row) => ({ row, found: await inspect(conducted, (await rows.at(row)).sub) })),
        ),
      )
    }
  }
  const samples = await samplesOf(ctx, run.id)
  const seen = samples.filter(({ survivors }) => survivors !== null)
  return {
    needed,
    inspected: seen.length,
    survivors: seen.filter(({ survivors }) => survivors !== null && survivors > 0).length,
    expiring: seen.filter(({ expiring }) => expiring !== null && expiring > 0).length,
    unseen: samples.length - seen.length,
  }
}

/** Rows of subjects that survived their end. */
export async function survivingRows(ctx: SystemContext, runId: string): Promise<number[]> {
  const samples = await ctx.db.logoutSample.findMany({ where: { runId, survivors: { gt: 0 } } })
  return samples.map(({ row }) => row)
}

async function samplesOf(ctx: SystemContext, runId: string) {
  return await ctx.db.logoutSample.findMany({ where: { runId } })
}

async function acceptedRows(ctx: SystemContext, runId: string): Promise<number[]> {
  const rows = await ctx.ledger(
    (tx) => tx.$queryRaw<{ rows: number[] | null }[]>`
      SELECT array_agg(i.row ORDER BY i.row) AS rows
      FROM run_chunk c JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
      WHERE c.run_id = ${runId}::uuid AND c.accepted + c.verified > 0 AND i.state IN ('accepted', 'verified')`,
  )
  return rows[0]?.rows ?? []
}

function draw(runId: string, rows: readonly number[], count: number): number[] {
  const hashed = rows.map((row) => ({
    row,
    hash: createHash("sha256").update(`${runId} ${row}`).digest("hex"),
  }))
  return hashed
    .sort((one, other) => (one.hash < other.hash ? -1 : 1))
    .slice(0, count)
    .map(({ row }) => row)
}

async function inspect({ authority }: Conducted, sub: string): Promise<Inspection | string> {
  try {
    return (await authority.inspect?.(sub)) ?? "cannot be asked"
  } catch (error) {
    return (error as Error).message
  }
}

async function keep(
  { ctx, run, logout }: Conducted,
  inspected: readonly { row: number; found: Inspection | string }[],
): Promise<void> {
  const cutoff = logout.cutoff ?? ctx.now()
  const inspectedAt = ctx.now()
  const samples = inspected.map(({ row, found }) => {
    if (typeof found === "string")
      return {
        runId: run.id,
        row,
        inspectedAt,
        survivors: null,
        expiring: null,
        reason: "the authority could not be asked",
      }
    const left = beforeCutoff(found, cutoff)
    const expiring = left.filter(({ kind }) => kind === "jwt").length
    return { runId: run.id, row, inspectedAt, survivors: left.length - expiring, expiring, reason: "" }
  })
  const clean = samples.filter(({ survivors }) => survivors === 0).map(({ row }) => row)
  await ctx.ledger(async (tx) => {
    await tx.logoutSample.createMany({ data: samples, skipDuplicates: true })
    await moveItems(
      tx,
      run.id,
      clean.map((row) => ({ row, from: ["accepted"], to: "verified", reason: "inspected: nothing is left" })),
    )
  })
}
