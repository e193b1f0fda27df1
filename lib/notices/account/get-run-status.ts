import type { PlannedRun, PlannedRunState } from "../../../prisma/generated/client.ts"
import { demand } from "../../access/rules.ts"
import type { Context } from "../../core/context.ts"
import type { Pace } from "../../runs/pace.ts"
import { isWaiting, itemStates, type StateCounts } from "../../runs/rules.ts"
import { runCounts } from "../../runs/run-counts.ts"
import { type RunEstimate, runEstimate } from "../audience/run-estimate.ts"
import { getNoticeRun } from "./account-run.ts"
import { listAccount } from "./list-account.ts"

export interface RunStatus {
  state: PlannedRunState
  states: StateCounts
  /** In the order of sending. */
  parts: Record<string, StateCounts>
  /** Letters a second that the other side took, over the last minute or the last letters. */
  perSecond: number
  /** Pseudonyms of the first 500 letters of which nobody knows; `states.unknown` counts them all. */
  unknown: string[]
  /** How long what waits takes at the approved pace, from now on; null where nothing waits, or the run is not under way. */
  estimate: RunEstimate | null
}

const UNKNOWN_MAX = 500
const MINUTE_MS = 60_000
/** Letters are sent in the order of chunks, so those of the last minute lie in the last ones that were begun. */
const RECENT_CHUNKS = 40

/** How a run stands, from its counters: quick however many letters it has. */
export async function getRunStatus(
  ctx: Pick<Context, "actor" | "db" | "results" | "config" | "now">,
  runId: string,
): Promise<RunStatus> {
  demand(ctx.actor, "notices.view")
  const run = await getNoticeRun(ctx, runId)
  const [{ states, parts }, perSecond, unknown] = await Promise.all([
    runCounts(ctx.db, runId),
    run.state === "running" ? recentRate(ctx, runId) : 0,
    listAccount(ctx, run, ["unknown"], { limit: UNKNOWN_MAX }),
  ])
  const waiting = itemStates.filter(isWaiting).reduce((sum, state) => sum + states[state], 0)
  return {
    state: run.state,
    states,
    parts,
    perSecond,
    unknown: unknown.rows.map(({ pseudonym }) => pseudonym),
    estimate: waiting === 0 || run.state !== "running" ? null : estimateOf(run, waiting, ctx.now()),
  }
}

/** From now on; letters that still wait for their beginning take that wait, too. */
function estimateOf({ pace, startsAt }: PlannedRun, waiting: number, now: Date): RunEstimate {
  const waitMs = Math.max(0, (startsAt?.getTime() ?? 0) - now.getTime())
  const estimate = runEstimate(waiting, pace as unknown as Pace, new Date(now.getTime() + waitMs))
  return { ...estimate, seconds: estimate.seconds + waitMs / 1_000 }
}

async function recentRate({ db, now }: Pick<Context, "db" | "now">, runId: string): Promise<number> {
  const begun = await db.runChunk.findMany({
    where: { runId, isFilled: true },
    select: { fromRow: true, toRow: true },
    orderBy: { number: "desc" },
    take: RECENT_CHUNKS,
  })
  const since = new Date(now().getTime() - MINUTE_MS)
  const [first, last] = [begun.at(-1), begun[0]]
  if (!first || !last) return 0
  const rows = { gte: first.fromRow, lt: last.toRow }
  const { _count, _min } = await db.runItem.aggregate({
    where: { runId, row: rows, sentAt: { gt: since } },
    _count: true,
    _min: { sentAt: true },
  })
  // Where all of them are of this minute, there were others before them.
  const isWhole = begun.length < RECENT_CHUNKS || (await hasEarlier(db, runId, first, since))
  const span = isWhole ? MINUTE_MS : now().getTime() - (_min.sentAt?.getTime() ?? 0)
  return _count === 0 ? 0 : _count / Math.max(1, span / 1_000)
}

async function hasEarlier(
  db: Context["db"],
  runId: string,
  { fromRow, toRow }: { fromRow: number; toRow: number },
  since: Date,
): Promise<boolean> {
  const row = { gte: fromRow, lt: toRow }
  return (await db.runItem.findFirst({ where: { runId, row, sentAt: { lte: since } } })) !== null
}
