import { setTimeout as wait } from "node:timers/promises"
import type { Check } from "../measured.ts"
import { beginLogout, type EndedLogout, untilOver } from "./begin-logout.ts"
import { ProviderCrowd } from "./crowd.ts"
import type { LogoutBench, OpenProvider } from "./open-bench.ts"
import { seedFar } from "./seed-far.ts"

export interface KilledRun {
  name: string
  subjects: number
  kills: number
  /** Subjects whose sessions were being ended at the kills, in all. */
  underWay: number
  seconds: number
  ended: EndedLogout
  /** People who came back. */
  logins: number
  /** Sessions of people who had come back that were ended. */
  young: number
  /** Subjects who still have something from before the cut-off. */
  left: number
  /** Neither done nor named. */
  lost: number
}

export interface KillSettings {
  subjects: number
  kills: number
  onStep: (text: string) => void
}

/** Between two kills, on average: a worker has come up and is at work by then. */
const BETWEEN_S = 4
const WORKERS = 2
const MOMENT_MS = 1_000
/** Of the rate, as lib/runs/pace.ts aims, and of the logins that are possible. */
const AIMED = 0.64
/** A back end that takes a moment, in which a worker may die. */
const ANSWERS_IN_MS = 400

/** A logout at a back end that only knows "now", while workers are killed and everybody comes back at once. */
export async function killedAtBackEnd(bench: LogoutBench, settings: KillSettings): Promise<KilledRun> {
  const { subjects } = settings
  const backEnd = await bench.openBackEnd({ subjects, answersInMs: ANSWERS_IN_MS, hasCrowd: true })
  const authorityId = await backEnd.keep({ canInspect: true })
  const name = "a back end that only knows “now”, and can be asked"
  try {
    return await killedRun(bench, name, authorityId, settings, async (cutoff) => {
      const { loginsAt, young, left } = await backEnd.seen(cutoff)
      return { logins: loginsAt.length, young, left }
    })
  } finally {
    backEnd.close()
  }
}

/** The same at the embedded provider. */
export async function killedAtProvider(
  bench: LogoutBench,
  provider: OpenProvider,
  settings: KillSettings,
): Promise<KilledRun> {
  await seedFar(provider, settings.subjects)
  const crowd = new ProviderCrowd(provider.database)
  return await killedRun(bench, "the embedded provider", provider.authorityId, settings, (cutoff) =>
    crowd.stop(cutoff),
  )
}

async function killedRun(
  bench: LogoutBench,
  name: string,
  authorityId: string,
  { subjects, kills, onStep }: KillSettings,
  seen: (cutoff: Date) => Promise<{ logins: number; young: number; left: number }>,
): Promise<KilledRun> {
  onStep(`${kills} kills: ${name}`)
  const perSecond = Math.max(5, subjects / (BETWEEN_S * (kills + 1)))
  const settings = {
    authorityId,
    loginsPerSecond: Math.ceil(perSecond / AIMED),
    waves: 2,
    canarySubjects: 10,
  }
  const { id } = await beginLogout(bench, settings)
  const workers = Array.from({ length: WORKERS }, () => bench.startWorker())
  const beganAt = performance.now()
  const stopping = new AbortController()
  try {
    const killing = killAtRandom(bench, id, workers, kills, stopping.signal)
    const ended = await untilOver(bench, id)
    const seconds = (performance.now() - beganAt) / 1_000
    stopping.abort()
    const killed = await killing
    const { accepted, verified, rejected, unknown } = ended.states
    const lost = subjects - accepted - verified - rejected - unknown
    const far = await seen(ended.logout.cutoff ?? new Date())
    return { name, subjects, ...killed, seconds, ended, ...far, lost }
  } finally {
    stopping.abort()
    await Promise.all(workers.map((worker) => worker.kill()))
  }
}

/** Once subjects are being logged out, until it is over or as many were killed as was asked for. */
async function killAtRandom(
  bench: LogoutBench,
  runId: string,
  workers: ReturnType<LogoutBench["startWorker"]>[],
  kills: number,
  signal: AbortSignal,
): Promise<{ kills: number; underWay: number }> {
  const killed = { kills: 0, underWay: 0 }
  const { db } = bench.ctx
  while (killed.kills < kills && !signal.aborted) {
    await wait(BETWEEN_S * 1_000 * (0.4 + Math.random() * 1.2), undefined, { signal }).catch(() => {})
    // Workers take a while to come up: a kill that nobody notices proves nothing.
    while (!signal.aborted && (await sendingOf(db, runId)) === 0) await wait(5)
    await wait(Math.random() * MOMENT_MS, undefined, { signal }).catch(() => {})
    if (signal.aborted) break
    const nth = killed.kills % workers.length
    const underWay = await sendingOf(db, runId)
    await workers[nth]?.kill()
    workers[nth] = bench.startWorker()
    killed.kills++
    killed.underWay += underWay
  }
  return killed
}

async function sendingOf(db: LogoutBench["ctx"]["db"], runId: string): Promise<number> {
  const { _sum } = await db.runChunk.aggregate({ where: { runId }, _sum: { sending: true } })
  return _sum.sending ?? 0
}

/** What must hold of a logout whose workers died, and of people who came back at once. */
export function judgeKills(run: KilledRun, wanted: number): Check[] {
  const { name, kills, underWay, lost, young, left, ended } = run
  const named = ended.states.rejected + ended.states.unknown
  return [
    {
      name: `${name}: ${wanted} kills (${kills}), with subjects under way (${underWay} in all)`,
      isHeld: kills >= wanted && underWay > 0,
    },
    { name: `${name}: no subject is lost (${lost})`, isHeld: lost === 0 },
    { name: `${name}: nobody was logged out after having come back (${young})`, isHeld: young === 0 },
    {
      name: `${name}: whoever kept something from before the cut-off is named (${left} of ${named})`,
      isHeld: left <= named,
    },
  ]
}
