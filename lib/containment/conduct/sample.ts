import type { SystemContext } from "../../core/context.ts"
import type { Inspection } from "../../core/session-authority.ts"
import { moveItems } from "../../runs/move-items.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { beforeCutoff } from "../logout/has-before.ts"
import { openLogoutRows } from "../logout/logout-rows.ts"
import { type SampleCounts, sampleCounts } from "../logout/sample-counts.ts"
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
  const { states } = await runCounts(ctx.db, run.id)
  if (authority.inspect) {
    const { needed } = await sampleCounts(ctx.db, run.id, states)
    const drawn = await draw(ctx, run.id, Math.ceil(needed * DRAWN_BESIDE))
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
  return await sampleCounts(ctx.db, run.id, states)
}

/** Rows of subjects that survived their end. */
export async function survivingRows(ctx: SystemContext, runId: string): Promise<number[]> {
  const samples = await ctx.db.logoutSample.findMany({ where: { runId, survivors: { gt: 0 } } })
  return samples.map(({ row }) => row)
}

/** Those of the first so many, by their hash, that were not inspected yet. */
async function draw(ctx: SystemContext, runId: string, count: number): Promise<number[]> {
  const drawn = await ctx.ledger(
    (tx) => tx.$queryRaw<{ row: number }[]>`
      SELECT d.row FROM (
        SELECT i.row FROM run_chunk c
          JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
        WHERE c.run_id = ${runId}::uuid AND c.accepted + c.verified > 0 AND i.state IN ('accepted', 'verified')
        ORDER BY sha256(convert_to(${runId}::text || ' ' || i.row, 'UTF8')) LIMIT ${count}) d
      WHERE NOT EXISTS (SELECT FROM logout_sample s WHERE s.run_id = ${runId}::uuid AND s.row = d.row)
      ORDER BY d.row`,
  )
  return drawn.map(({ row }) => row)
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
