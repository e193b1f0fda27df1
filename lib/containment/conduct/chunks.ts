import type { Conducted } from "./conducted.ts"

/** The last chunk of a part; 0 where the run has none of it. */
export async function lastChunkOf(
  { ctx, run }: Pick<Conducted, "ctx" | "run">,
  part: string,
): Promise<number> {
  const found = await ctx.db.runChunk.aggregate({ where: { runId: run.id, part }, _max: { number: true } })
  return found._max.number ?? 0
}

/** What is open of a run, and has not come to its end. */
export interface OpenWave {
  /** Waits, is leased or handed out. */
  unfinished: number
  /** Items that wait, or are under way. */
  waiting: number
  /** Items that are tried again later, and when the first of them is; null where none is. */
  deferred: number
  triedAgainAt: Date | null
  /** Items of which nobody knows. */
  unknown: number
  rejected: number
  done: number
}

/** How the open waves stand, by the counters of their chunks. */
export async function openWave({ ctx, run }: Pick<Conducted, "ctx" | "run">): Promise<OpenWave> {
  const open = { runId: run.id, number: { lte: run.openChunks ?? Number.MAX_SAFE_INTEGER } }
  const [sums, unfinished] = await Promise.all([
    ctx.db.runChunk.aggregate({
      where: open,
      _sum: {
        queued: true,
        sending: true,
        deferred: true,
        unknown: true,
        rejected: true,
        accepted: true,
        verified: true,
      },
      _min: { notBefore: true },
    }),
    ctx.db.runChunk.count({ where: { ...open, state: { not: "done" } } }),
  ])
  const { queued, sending, deferred, unknown, rejected, accepted, verified } = sums._sum
  return {
    unfinished,
    waiting: (queued ?? 0) + (sending ?? 0),
    deferred: deferred ?? 0,
    triedAgainAt: sums._min.notBefore,
    unknown: unknown ?? 0,
    rejected: rejected ?? 0,
    done: (accepted ?? 0) + (verified ?? 0) + (rejected ?? 0) + (unknown ?? 0),
  }
}

/** The part after what is open, with its last chunk; null where all is open. */
export async function nextPart({
  ctx,
  run,
}: Pick<Conducted, "ctx" | "run">): Promise<{ part: string; openChunks: number } | null> {
  const next = await ctx.db.runChunk.findFirst({
    where: { runId: run.id, number: { gt: run.openChunks ?? 0 } },
    orderBy: { number: "asc" },
    select: { part: true },
  })
  return next && { part: next.part, openChunks: await lastChunkOf({ ctx, run }, next.part) }
}
