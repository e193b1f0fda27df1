import type { SystemContext } from "../../../lib/core/context.ts"
import { messageIdOf } from "../../../lib/notices/delivery/token.ts"
import { listSegments, scanSegment } from "../../../lib/platform/sink/letter-segments.ts"
import { sinkFolder } from "../../../lib/platform/sink/open-sink-server.ts"
import { type ItemState, itemStates } from "../../../lib/runs/rules.ts"
import type { PlannedLetters } from "./plan-letters.ts"

/** What ledger and sink say of one run, held against each other. */
export interface Verdict {
  /** Of the list. */
  letters: number
  states: Record<string, number>
  /** Accepted in the ledger: once, twice or more often, not at all in the sink. */
  once: number
  twice: number
  missing: number
  /** Of those whose outcome nobody knows: those that the sink has, and those that it has not. */
  unknownThere: number
  unknownAbsent: number
  /** Unknown without a name or a reason. */
  unnamed: number
  /** In the sink though the ledger says that it was not sent. */
  strays: number
  /** Any Message-ID of the run that came more than once, whatever the ledger says. */
  duplicates: number
  areCountersRight: boolean
}

/** Reads all letters that the sink has, with when they came. */
export function* lettersInSink(
  dataFolder: string,
): Generator<{ messageId: string; at: number; bytes: number }> {
  const folder = sinkFolder({ dataFolder })
  for (const segment of listSegments(folder)) {
    const found: { messageId: string; at: number; bytes: number }[] = []
    scanSegment(folder, segment, ({ messageId, takenAt, bytes }) =>
      found.push({ messageId, at: new Date(takenAt).getTime(), bytes }),
    )
    yield* found
  }
}

export async function verdictOf(
  ctx: SystemContext,
  { runId, count, domain }: PlannedLetters,
): Promise<Verdict> {
  const items = await ctx.db.runItem.findMany({
    where: { runId },
    select: { token: true, state: true, subject: true, reason: true },
  })
  const times = new Map<string, number>()
  for (const { messageId } of lettersInSink(ctx.config.dataFolder))
    times.set(messageId, (times.get(messageId) ?? 0) + 1)
  const came = (token: string) => times.get(messageIdOf(token, domain)) ?? 0
  const accepted = items.filter(({ state }) => state === "accepted")
  const unknown = items.filter(({ state }) => state === "unknown")
  const others = items.filter(({ state }) => state !== "accepted" && state !== "unknown")
  return {
    letters: count,
    states: statesOf(items),
    once: accepted.filter(({ token }) => came(token) === 1).length,
    twice: accepted.filter(({ token }) => came(token) > 1).length,
    missing: accepted.filter(({ token }) => came(token) === 0).length,
    unknownThere: unknown.filter(({ token }) => came(token) > 0).length,
    unknownAbsent: unknown.filter(({ token }) => came(token) === 0).length,
    unnamed: unknown.filter(({ subject, reason }) => !subject || !reason).length,
    strays: others.filter(({ token }) => came(token) > 0).length,
    duplicates: items.filter(({ token }) => came(token) > 1).length,
    areCountersRight: await areCountersRight(ctx, runId, items),
  }
}

function statesOf(items: readonly { state: ItemState }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** The counters of the chunks, together, are what counting the rows gives. */
async function areCountersRight(
  ctx: SystemContext,
  runId: string,
  items: readonly { state: ItemState }[],
): Promise<boolean> {
  const chunks = await ctx.db.runChunk.findMany({ where: { runId } })
  const groups = await ctx.db.runItem.groupBy({
    by: ["chunk", "state"],
    where: { runId },
    _count: { _all: true },
  })
  const counted = new Map(groups.map(({ chunk, state, _count }) => [`${chunk} ${state}`, _count._all]))
  return (
    items.length === groups.reduce((sum, { _count }) => sum + _count._all, 0) &&
    chunks.every((chunk) =>
      itemStates.every((state) => {
        const rows = counted.get(`${chunk.number} ${state}`) ?? 0
        return chunk[state] === rows || (!chunk.isFilled && state === "queued")
      }),
    )
  )
}
