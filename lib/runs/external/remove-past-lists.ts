import { readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import type { SystemContext, Tx } from "../../core/context.ts"
import { holdRun } from "../hold-run.ts"
import { runFolder } from "../planning/run-folder.ts"
import { hasEnded } from "../rules.ts"
import type { ExternalKind } from "./external-kind.ts"
import { chunksOf } from "./list-work-lists.ts"

/**
 * Removes work lists that nobody needs any more, for they name people: of items that have all come back or are past
 * their deadline, and of runs that have ended also what was left half written. Gives how many there were.
 */
export async function removePastLists(ctx: SystemContext, kind: Pick<ExternalKind, "runs">): Promise<number> {
  const runs = await ctx.db.plannedRun.findMany({
    where: { ...kind.runs, startedAt: { not: null } },
    select: { id: true, incidentId: true },
  })
  let removed = 0
  for (const run of runs) {
    const folder = join(ctx.config.dataFolder, runFolder(run))
    const names = (await readdir(folder).catch(() => [])).filter((name) => isList(name) || isPartial(name))
    // Whoever writes a list puts it in place while they hold the run.
    if (names.length > 0) removed += await ctx.ledger((tx) => removeFrom(tx, run.id, folder, names))
  }
  return removed
}

async function removeFrom(tx: Tx, runId: string, folder: string, names: readonly string[]): Promise<number> {
  const ended = hasEnded(await holdRun(tx, runId))
  let removed = 0
  for (const name of names) {
    if (!ended && (isPartial(name) || (await isOut(tx, runId, name)))) continue
    await rm(join(folder, name), { recursive: true, force: true })
    removed++
  }
  return removed
}

/** Whether somebody else still has items of a list. */
async function isOut(tx: Tx, runId: string, name: string): Promise<boolean> {
  const { fromChunk = 0, toChunk = 0 } = chunksOf(name) ?? {}
  const number = { gte: fromChunk, lte: toChunk }
  return (await tx.runChunk.count({ where: { runId, number, state: "handed_out" } })) > 0
}

function isList(name: string): boolean {
  return chunksOf(name) !== null
}

function isPartial(name: string): boolean {
  return name.startsWith(".partial-")
}
