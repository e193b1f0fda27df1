import { setTimeout as wait } from "node:timers/promises"
import type { SystemContext } from "../../../lib/core/context.ts"
import { requeueNaively } from "./naive-requeue.ts"
import type { LetterBench, LetterWorker } from "./open-bench.ts"
import { type PlannedLetters, planLetters } from "./plan-letters.ts"
import { chunkHolders, TakeOverWatch } from "./take-over-watch.ts"
import { type Verdict, verdictOf } from "./verdict.ts"

/** Letters that are sent under the same faults as others. */
export interface FaultyLetters {
  name: string
  count: number
  /** After the final dot: half of them with the letter kept, half without. */
  drops: number
  /** Whether the way out can be asked for letters. */
  hasLookUp: boolean
  /** The control: what was under way is queued again without asking anybody. */
  isNaive?: boolean
}

export interface FaultSettings {
  letters: readonly FaultyLetters[]
  /** How long the letters would take without any fault. */
  seconds: number
  chunkRows?: number
  workers: number
  kills: number
  /** Of the database: an orderly one, and one as by a crash, in turn. */
  restarts: number
  onStep: (text: string) => void
}

export interface FaultyRun {
  runs: (FaultyLetters & { verdict: Verdict })[]
  seconds: number
  /** Letters that were under way at the kills, one number a kill. */
  underWay: number[]
  drops: number
  restarts: number
  /** How long chunks of dead workers waited. */
  takeOverS: number[]
}

const LOOK_MS = 250
/** All workers are at work before the next one is killed, if there is enough for all of them. */
const AT_WORK_MS_MAX = 10_000
/** A relay takes a moment to reply, in which a worker may die. */
const REPLY_MS = 40
/** From the last kill to the end: leases pass, what is absent is asked for again, and what is left is sent. */
const TAIL_MS_MAX = 600_000

/** Sends letters while workers are killed, connections dropped and the database restarted; tells what became of them. */
export async function faultyRun(bench: LetterBench, settings: FaultSettings): Promise<FaultyRun> {
  const { ctx, sink } = bench
  await sink.faults.clear()
  for (const letters of settings.letters) await askForDrops(bench, letters)
  await sink.faults.add({ does: "delay", ms: REPLY_MS })
  settings.onStep("planning the letters")
  const planned: (FaultyLetters & { plan: PlannedLetters })[] = []
  for (const letters of settings.letters)
    planned.push({ ...letters, plan: await planOf(bench, settings, letters) })
  const watch = new TakeOverWatch(ctx)
  const workers = Array.from({ length: settings.workers }, () => bench.startWorker())
  const beganAt = performance.now()
  const naive = planned.filter(({ isNaive }) => isNaive).map(({ plan }) => keepRequeuing(ctx, plan.runId))
  try {
    const runIds = planned.map(({ plan }) => plan.runId)
    const [underWay, restarts] = await Promise.all([
      killAtRandom(bench, runIds, workers, settings),
      restartDatabase(bench, settings),
    ])
    settings.onStep("waiting for the end")
    for (const runId of runIds) await untilEnded(ctx, runId)
    await watch.stop()
    const seconds = (performance.now() - beganAt) / 1_000
    const runs: FaultyRun["runs"] = []
    for (const { plan, ...letters } of planned) runs.push({ ...letters, verdict: await verdictOf(ctx, plan) })
    const drops = (await sink.faults.list()).filter(({ does }) => does !== "delay")
    const acted = drops.reduce((sum, fault) => sum + fault.acted, 0)
    return { runs, seconds, underWay, drops: acted, restarts, takeOverS: watch.seconds }
  } finally {
    await Promise.all(naive.map((one) => one.stop()))
    await watch.stop()
    await Promise.all(workers.map((worker) => worker.kill()))
    await sink.faults.clear()
  }
}

async function planOf(
  { ctx, relay }: LetterBench,
  { seconds, chunkRows }: FaultSettings,
  { count, hasLookUp, name }: FaultyLetters,
): Promise<PlannedLetters> {
  return await planLetters(ctx, {
    count,
    pace: { perSecond: Math.max(1, Math.ceil(count / seconds)) },
    ...(chunkRows === undefined ? {} : { chunkRows }),
    relay: hasLookUp ? null : relay,
    to: domainOf(name),
  })
}

const domainOf = (name: string) => `${name}.example`

/** Spread over the first half, so that all of them happen however few letters come a second time. */
async function askForDrops({ sink }: LetterBench, { name, count, drops }: FaultyLetters): Promise<void> {
  const times = Math.floor(drops / 2)
  if (times === 0) return
  const every = Math.max(2, Math.floor(count / 2 / times))
  const to = `*@${domainOf(name)}`
  await sink.faults.add({ does: "drop_kept", every, times, to })
  await sink.faults.add({ does: "drop_lost", every: every + 1, times: drops - times, to })
}

async function killAtRandom(
  { ctx, startWorker }: LetterBench,
  runIds: string[],
  workers: LetterWorker[],
  { kills, seconds, onStep }: FaultSettings,
): Promise<number[]> {
  const underWay: number[] = []
  const meanMs = (seconds * 800) / Math.max(1, kills)
  while (underWay.length < kills) {
    await untilAtWork(ctx, workers.length)
    await wait(meanMs * (0.1 + Math.random() * 1.2))
    const nth = Math.floor(Math.random() * workers.length)
    const before = await sendingNow(ctx, runIds)
    await workers[nth]?.kill()
    underWay.push(before)
    workers[nth] = startWorker()
    if (underWay.length % 10 === 0) onStep(`${underWay.length} of ${kills} kills`)
  }
  return underWay
}

async function untilAtWork(ctx: SystemContext, workers: number): Promise<void> {
  for (const deadline = performance.now() + AT_WORK_MS_MAX; performance.now() < deadline; await wait(100)) {
    const { living } = await chunkHolders(ctx).catch(() => ({ living: [] }))
    if (living.length >= workers) return
  }
}

/** Letters that workers have under way who live. */
async function sendingNow(ctx: SystemContext, runIds: string[]): Promise<number> {
  // While the database is away nobody can tell.
  const { living } = await chunkHolders(ctx).catch(() => ({ living: [] }))
  const sums = await ctx.db.runChunk
    .aggregate({ where: { runId: { in: runIds }, workerId: { in: living } }, _sum: { sending: true } })
    .catch(() => null)
  return sums?._sum.sending ?? 0
}

async function restartDatabase(
  bench: LetterBench,
  { restarts, seconds, onStep }: FaultSettings,
): Promise<number> {
  for (let nth = 0; nth < restarts; nth++) {
    await wait((seconds * 1_000) / (restarts + 1))
    onStep(`restarting the database, ${nth + 1} of ${restarts}`)
    await bench.restartDatabase(nth % 2 === 0 ? "SIGINT" : "SIGQUIT")
  }
  return restarts
}

/** @throws Error when the run does not come to its end */
export async function untilEnded(ctx: SystemContext, runId: string, msMax = TAIL_MS_MAX): Promise<void> {
  for (const deadline = performance.now() + msMax; ; await wait(LOOK_MS)) {
    const run = await ctx.db.plannedRun.findUnique({ where: { id: runId } }).catch(() => null)
    if (run?.state === "finished") return
    const isStuck = run?.state === "paused" || run?.state === "stopped" || run?.state === "failed"
    if (isStuck) throw new Error(`the run is ${run.state}: ${run.pauseReason ?? run.trouble ?? "no reason"}`)
    if (performance.now() > deadline) throw new Error("the run does not come to its end")
  }
}

function keepRequeuing(ctx: SystemContext, runId: string): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const looping = (async () => {
    while (!stopping.signal.aborted) {
      await requeueNaively(ctx, runId).catch(() => {})
      await wait(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await looping
    },
  }
}
