import { messageIdOf } from "../../../lib/notices/delivery/token.ts"
import type { Check } from "../measured.ts"
import { untilEnded } from "./faulty-run.ts"
import type { LetterBench } from "./open-bench.ts"
import { planLetters } from "./plan-letters.ts"
import { lettersInSink } from "./verdict.ts"

export interface RateRun {
  perSecond: number
  workers: number
  letters: number
  /** The most that came within any second, and within any ten. */
  most1S: number
  most10S: number
  /** Of what may leave in a minute, how much came in the best one. */
  minuteShare: number
}

/** So long before the minute that counts: workers start. */
const WARM_S = 20
const BATCH = 25
const SHARE_MIN = 0.97

/** Sends letters from several processes at one rate, and sees when they came. */
export async function rateRun(
  bench: LetterBench,
  { perSecond, workers }: { perSecond: number; workers: number },
): Promise<RateRun> {
  const { ctx } = bench
  const count = perSecond * (60 + WARM_S)
  const { runId, domain } = await planLetters(ctx, { count, pace: { perSecond } })
  const processes = Array.from({ length: workers }, () => bench.startWorker())
  try {
    await untilEnded(ctx, runId)
  } finally {
    await Promise.all(processes.map((worker) => worker.kill()))
  }
  const items = await ctx.db.runItem.findMany({ where: { runId }, select: { token: true } })
  const ours = new Set(items.map(({ token }) => messageIdOf(token, domain)))
  const instants: number[] = []
  for (const { messageId, at } of lettersInSink(ctx.config.dataFolder))
    if (ours.has(messageId)) instants.push(at)
  instants.sort((a, b) => a - b)
  return {
    perSecond,
    workers,
    letters: instants.length,
    most1S: mostWithin(instants, 1_000),
    most10S: mostWithin(instants, 10_000),
    minuteShare: mostWithin(instants, 60_000) / (perSecond * 60),
  }
}

/** The most instants in any stretch of that length, its end left out. */
export function mostWithin(sorted: readonly number[], ms: number): number {
  let most = 0
  let from = 0
  sorted.forEach((instant, nth) => {
    while ((sorted[from] ?? instant) <= instant - ms) from++
    most = Math.max(most, nth - from + 1)
  })
  return most
}

export function judgeRate({ perSecond, most1S, most10S, minuteShare }: RateRun): Check[] {
  return [
    {
      name: `in any second at most ${perSecond + BATCH} letters came (${most1S})`,
      isHeld: most1S <= perSecond + BATCH,
    },
    {
      name: `in any ten seconds at most ${perSecond * 10} came (${most10S})`,
      isHeld: most10S <= perSecond * 10,
    },
    {
      name: `over a minute at least ${SHARE_MIN} of the rate came (${minuteShare.toFixed(3)})`,
      isHeld: minuteShare >= SHARE_MIN,
    },
  ]
}
