import { setTimeout as wait } from "node:timers/promises"
import { runCounts } from "../../../lib/runs/run-counts.ts"
import { stopPlannedRun } from "../../../lib/runs/stop-planned-run.ts"
import { percentiles } from "../percentiles.ts"
import { memoryOfTree } from "../process-tree.ts"
import type { LetterBench } from "./open-bench.ts"
import { planLetters } from "./plan-letters.ts"

export interface WithMillions {
  queued: number
  planS: number
  /** Of the worker and what it has started, before there is anything to send and over a minute of sending. */
  idleMiB: number
  firstMiB: number
  lastMiB: number
  peakMiB: number
  /** Sent within that minute. */
  letters: number
  /** How long it takes to read how the run goes, while it goes. */
  progress: { p50Ms: number; p95Ms: number; maxMs: number }
}

const PER_SECOND = 300
const SETTLE_MS = 8_000
const WARM_MS = 15_000
const MINUTE_MS = 60_000
const LOOK_EVERY_MS = 500

/** A worker's memory, and how quickly progress is read, while millions of letters wait. */
export async function withMillions(
  bench: LetterBench,
  queued: number,
  onStep: (text: string) => void,
): Promise<WithMillions> {
  const { ctx } = bench
  const worker = bench.startWorker()
  try {
    await wait(SETTLE_MS)
    const idleMiB = memoryOfTree(worker.pid) ?? 0
    onStep(`planning ${queued.toLocaleString("en-US")} letters`)
    const beganAt = performance.now()
    const { runId } = await planLetters(ctx, { count: queued, pace: { perSecond: PER_SECOND } })
    const planS = (performance.now() - beganAt) / 1_000
    onStep("sending for a minute")
    await wait(WARM_MS)
    const { letters: before } = await bench.sink.count()
    const memory: number[] = []
    const readMs: number[] = []
    for (const end = performance.now() + MINUTE_MS; performance.now() < end; await wait(LOOK_EVERY_MS)) {
      memory.push(memoryOfTree(worker.pid) ?? 0)
      const askedAt = performance.now()
      await runCounts(ctx.db, runId)
      readMs.push(performance.now() - askedAt)
    }
    const { letters: after } = await bench.sink.count()
    await stopPlannedRun(ctx, runId, "The measurement is over")
    const third = Math.max(1, Math.floor(memory.length / 3))
    return {
      queued,
      planS,
      idleMiB,
      firstMiB: meanOf(memory.slice(0, third)),
      lastMiB: meanOf(memory.slice(-third)),
      peakMiB: Math.max(...memory),
      letters: after - before,
      progress: { ...percentiles(readMs), maxMs: Math.max(...readMs) },
    }
  } finally {
    await worker.kill()
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
}
