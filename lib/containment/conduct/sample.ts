import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../core/context.ts"
import type { Inspection } from "../../core/session-authority.ts"
import { moveItems } from "../../runs/move-items.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { leftBefore } from "../logout/has-before.ts"
import { openLogoutRows } from "../logout/logout-rows.ts"
import { type SampleCounts, sampleCounts } from "../logout/sample-counts.ts"
import { type Conducted, goesOn } from "./conducted.ts"

const AT_ONCE = 10
/** How many of a sample may go unseen before there are too few. */
const DRAWN_BESIDE = 1.1

/**
 * Inspects real subjects that were ended, drawn by a hash of run and row that nobody chose, and writes down what was found
 * of each. Those of whom nothing is left are verified. Who was seen already is not inspected again; who could not be asked
 * about is. Gives null where the logout does not go on meanwhile.
 */
export async function inspectSample(conducted: Conducted): Promise<SampleCounts | null> {
  const { ctx, run, authority } = conducted
  const { states } = await runCounts(ctx.db, run.id)
  const ended = states.accepted + states.verified
  if (authority.inspect) {
    const { needed } = await sampleCounts(ctx.db, run.id, ended)
    const drawn = await draw(ctx, run.id, Math.ceil(needed * DRAWN_BESIDE))
    const rows = await openLogoutRows(ctx, run)
    const { perSecond } = await authority.limits()
    for (let at = 0; at < drawn.length; at += AT_ONCE) {
      if (!(await goesOn(conducted))) return null
      const some = drawn.slice(at, at + AT_ONCE)
      const inspected = some.map(async (row) => ({
        row,
        found: await inspect(conducted, (await rows.at(row)).sub),
      }))
      const [found] = await Promise.all([Promise.all(inspected), wait((some.length * 1_000) / perSecond)])
      await keep(conducted, found)
    }
  }
  return await sampleCounts(ctx.db, run.id, ended)
}

/** Rows of subjects that survived their end. */
export async function survivingRows(ctx: SystemContext, runId: string): Promise<number[]> {
  const samples = await ctx.db.logoutSample.findMany({ where: { runId, survivors: { gt: 0 } } })
  return samples.map(({ row }) => row)
}

/** Those of the first so many, by their hash, that were not seen yet. */
async function draw(ctx: SystemContext, runId: string, count: number): Promise<number[]> {
  const drawn = await ctx.ledger(
    (tx) => tx.$queryRaw<{ row: number }[]>`
      SELECT d.row FROM (
        SELECT i.row FROM run_chunk c
          JOIN run_item i ON i.run_id = c.run_id AND i.row >= c.from_row AND i.row < c.to_row
        WHERE c.run_id = ${runId}::uuid AND c.accepted + c.verified > 0 AND i.state IN ('accepted', 'verified')
        ORDER BY sha256(convert_to(${runId}::text || ' ' || i.row, 'UTF8')) LIMIT ${count}) d
      WHERE NOT EXISTS (
        SELECT FROM logout_sample s WHERE s.run_id = ${runId}::uuid AND s.row = d.row AND s.survivors IS NOT NULL)
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
  { ctx, run, logout, plan }: Conducted,
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
    const { survivors, lingering } = leftBefore(found, cutoff, plan)
    const counts = { survivors: survivors.length, expiring: lingering.length }
    return { runId: run.id, row, inspectedAt, ...counts, reason: "" }
  })
  const clean = samples.filter(({ survivors }) => survivors === 0).map(({ row }) => row)
  await ctx.ledger(async (tx) => {
    const rows = samples.map(({ row }) => row)
    await tx.logoutSample.deleteMany({ where: { runId: run.id, row: { in: rows }, survivors: null } })
    await tx.logoutSample.createMany({ data: samples, skipDuplicates: true })
    await moveItems(
      tx,
      run.id,
      clean.map((row) => ({ row, from: ["accepted"], to: "verified", reason: "inspected: nothing is left" })),
    )
  })
}
