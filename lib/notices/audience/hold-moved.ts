import { join } from "node:path"
import type { PlannedRun } from "../../../prisma/generated/client.ts"
import type { SystemContext } from "../../core/context.ts"
import type { Engine } from "../../core/engine.ts"
import { keepMakingRounds } from "../../core/keep-making-rounds.ts"
import { parquetScan } from "../../core/sql.ts"
import type { Result } from "../../exposure/reading/result.ts"
import { findResult } from "../../exposure/revisions/get-result.ts"
import { holdRun } from "../../runs/hold-run.ts"
import { insertHeld } from "../../runs/insert-held.ts"
import type { NewItem } from "../../runs/kind.ts"
import { pauseWithin } from "../../runs/pause-planned-run.ts"
import { listFile } from "../../runs/planning/run-folder.ts"
import { type RunSeal, sealOf } from "../../runs/seal-run.ts"
import { codeHashOf, codeOf, tokenOf } from "../delivery/token.ts"
import { audienceQuery } from "./audience-query.ts"
import { waitingDoubt } from "./waiting-doubt.ts"

/** The reason of what is held for people who have moved. */
export const MOVED = "stands in another group by a newer revision"

/** So many are held in one transaction. */
const AT_ONCE = 500
const LOOK_EVERY_MS = 1_000

/**
 * Holds what waits in the incident's run under way for people who stand in another group by a newer revision, and notes
 * that this revision was looked at, so that the others' letters may leave. Pauses the run where some of these say that
 * their readers are not affected, and the revision does not let anybody say so. Cut short, it is done again to the same end.
 * @returns how many were held; null where nothing was to be looked at
 */
export async function holdMoved(ctx: SystemContext, incidentId: string): Promise<number | null> {
  const run = await ctx.db.plannedRun.findFirst({
    where: { incidentId, kind: "notices", state: { in: ["running", "paused"] } },
  })
  const incident = await ctx.db.incident.findUnique({ where: { id: incidentId } })
  if (!run || !incident) return null
  const result = await findResult(ctx, incident)
  if (!result || result.revision.number <= (run.checkedRevision ?? 0)) return null
  const held = await ctx.withEngine((engine) => holdEach(ctx, engine, run, result))
  return (await noteChecked(ctx, run, result, held)) ? held : null
}

/** Does so for every run under way, as soon as a newer revision is done, until it is told to stop. */
export async function keepHoldingMoved(ctx: SystemContext, signal: AbortSignal): Promise<void> {
  const round = async () => {
    for (const incidentId of await incidentsToCheck(ctx)) await holdMoved(ctx, incidentId)
    return 0
  }
  await keepMakingRounds(ctx, round, LOOK_EVERY_MS, signal)
}

async function incidentsToCheck(ctx: SystemContext): Promise<string[]> {
  const runs = await ctx.ledger(
    (tx) => tx.$queryRaw<{ incidentId: string }[]>`
      SELECT r.incident_id AS "incidentId" FROM planned_run r
      WHERE r.kind = 'notices' AND r.state IN ('running', 'paused') AND coalesce(r.checked_revision, 0) < (
        SELECT max(number) FROM revision v WHERE v.incident_id = r.incident_id AND v.completed_at IS NOT NULL)`,
  )
  return runs.map(({ incidentId }) => incidentId)
}

async function holdEach(
  ctx: SystemContext,
  engine: Engine,
  run: PlannedRun,
  result: Result,
): Promise<number> {
  const list = parquetScan([listFile(ctx.config, run)])
  const people = parquetScan([join(result.folder, "people.parquet")])
  await engine.run(audienceQuery("moved", { list, people }))
  let held = 0
  for (let from = 0; ; from += AT_ONCE) {
    const rows = await engine.rows<{ row: number; pseudonym: string; variant: string }>(
      `SELECT "row", pseudonym, variant FROM moved WHERE rowid >= ${from} AND rowid < ${from + AT_ONCE}`,
    )
    if (rows.length === 0) return held
    const items = rows.map((row) => itemOf(ctx, run.id, row))
    held += await ctx.ledger((tx) => insertHeld(tx, run.id, items))
  }
}

function itemOf(
  ctx: SystemContext,
  runId: string,
  { row, pseudonym, variant }: { row: number; pseudonym: string; variant: string },
): NewItem {
  const code = codeOf(ctx.secret("letter codes"), runId, pseudonym)
  return {
    row,
    subject: pseudonym,
    variant,
    token: tokenOf(ctx.secret("letters"), runId, pseudonym),
    codeHash: new Uint8Array(codeHashOf(code)),
    state: "held",
    reason: MOVED,
  }
}

type Noted = { paused?: string } & Partial<RunSeal>

/** False where the run has ended meanwhile, or somebody else has looked already. */
async function noteChecked(
  ctx: SystemContext,
  run: PlannedRun,
  { revision }: Result,
  held: number,
): Promise<boolean> {
  const details = { run: run.number, runId: run.id, revision: revision.number, held }
  const about = (noted: Noted | null) =>
    noted && { incidentId: run.incidentId, details: { ...details, ...noted } }
  const noted = await ctx.mutate("notice.hold_moved", about, async (tx): Promise<Noted | null> => {
    await holdRun(tx, run.id)
    const noted = await tx.$executeRaw`
      UPDATE planned_run SET checked_revision = ${revision.number}
      WHERE id = ${run.id}::uuid AND state IN ('running', 'paused')
        AND coalesce(checked_revision, 0) < ${revision.number}`
    if (noted !== 1) return null
    const doubt = await waitingDoubt(tx, run, revision.number)
    if (doubt === null) return {}
    const paused = `By revision ${revision.number}: ${doubt}`
    if (!(await pauseWithin(tx, run.id, ctx.actor.id, paused))) return {}
    return { paused, ...(await sealOf(tx, run)) }
  })
  return noted !== null
}
